"""Who sees which organizations, sites and people."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import Q, QuerySet

from steadwork.kernel.actor import Actor
from steadwork.kernel.querysets import HouseQuerySet


def partners_of(host_id: UUID | None) -> QuerySet[Any]:
    """The ids of the partners that a host knows. A subquery, so that no join doubles a row."""
    partnerships = apps.get_model("parties", "Partnership").objects
    return partnerships.filter(host_id=host_id).values("partner_id")


class OrganizationQuerySet(HouseQuerySet):
    def visible_to(self, actor: Actor) -> OrganizationQuerySet:
        """The host sees its units and partners; a partner itself and its host; all, the listed."""
        if actor.is_system:
            return self
        seen = Q(listed=True) | Q(pk__in=actor.organizations)
        if actor.host_id:
            seen |= Q(pk=actor.host_id)
        if actor.is_host:
            seen |= Q(host_id=actor.host_id) | Q(pk__in=partners_of(actor.host_id))
        return self.filter(seen)


class PartnershipQuerySet(HouseQuerySet):
    def visible_to(self, actor: Actor) -> PartnershipQuerySet:
        if actor.is_system:
            return self
        if actor.is_host:
            return self.filter(host_id=actor.host_id)
        return self.filter(partner_id__in=actor.organizations, host_id=actor.host_id)


class PositionQuerySet(HouseQuerySet):
    def visible_to(self, actor: Actor) -> PositionQuerySet:
        """Colleagues on one's own side; for a host also the seats of its partners."""
        if actor.is_system:
            return self
        if actor.is_host:
            ours = Q(organization__host_id=actor.host_id)
            return self.filter(ours | Q(organization__in=partners_of(actor.host_id)))
        return self.filter(organization_id__in=actor.organizations)


class SiteQuerySet(HouseQuerySet):
    def visible_to(self, actor: Actor) -> SiteQuerySet:
        """As the organization is seen, but a confidential address only by its own and the host."""
        if actor.is_system:
            return self
        seen = Q(organization__listed=True, is_confidential=False)
        seen |= Q(organization_id__in=actor.organizations)
        if actor.is_host:
            seen |= Q(organization__in=partners_of(actor.host_id))
        return self.filter(seen)


class AccountQuerySet(HouseQuerySet):
    def visible_to(self, actor: Actor) -> AccountQuerySet:
        if actor.is_system:
            return self
        if actor.is_host:
            return self.filter(host_id=actor.host_id) if actor.can("party.see") else self.none()
        return self.filter(pk__in=actor.accounts)


class ContactQuerySet(HouseQuerySet):
    def visible_to(self, actor: Actor) -> ContactQuerySet:
        """A host's staff. Partners read a person through the item that was shared with them."""
        if actor.is_system:
            return self
        if actor.is_host:
            return self.filter(host_id=actor.host_id) if actor.can("party.see") else self.none()
        return self.filter(account_id__in=actor.accounts)
