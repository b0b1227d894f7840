"""Who sees which organizations, sites and people."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q
from django.db.models.expressions import RawSQL

from steadwork.kernel.actor import Actor
from steadwork.kernel.querysets import HouseQuerySet

#: The partners of a host and all that is below them.
PARTNERS = """
WITH RECURSIVE known(id) AS (
  SELECT partner_id FROM parties_partnership WHERE host_id = %s AND stage = ANY (%s)
  UNION SELECT o.id FROM parties_organization o JOIN known ON o.parent_id = known.id
) SELECT id FROM known
"""
ANY_STAGE = ("prospect", "qualified", "registered", "suspended", "terminated")


def partners_of(host_id: UUID | None, stages: tuple[str, ...] = ANY_STAGE) -> RawSQL:
    """The ids of the partners that a host knows, with their sub-organizations, as a subquery."""
    return RawSQL(PARTNERS, [host_id, list(stages)])  # noqa: S611 - no value is in the text


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
