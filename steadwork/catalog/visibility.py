"""Products are the host's; directory services are for everybody who sees their organization."""

from __future__ import annotations

from django.db.models import Q

from steadwork.kernel.actor import Actor
from steadwork.kernel.querysets import HouseQuerySet
from steadwork.parties.visibility import partners_of


class ProductQuerySet(HouseQuerySet):
    def visible_to(self, actor: Actor) -> ProductQuerySet:
        return self if actor.is_system else self.filter(host_id=actor.host_id)

    def bookable(self) -> ProductQuerySet:
        return self.filter(track_as_asset=True, bookable=True)


class ServiceQuerySet(HouseQuerySet):
    def visible_to(self, actor: Actor) -> ServiceQuerySet:
        if actor.is_system:
            return self
        seen = Q(organization__listed=True) | Q(organization_id__in=actor.organizations)
        if actor.is_host:
            seen |= Q(organization__in=partners_of(actor.host_id))
        return self.filter(seen)
