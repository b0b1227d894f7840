"""Who works on an item."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from steadwork.kernel.actor import Actor
from steadwork.kernel.audit import record
from steadwork.kernel.clock import now
from steadwork.kernel.constraints import refusing
from steadwork.kernel.errors import Conflict, Missing
from steadwork.kernel.verdict import require
from steadwork.parties.models import Organization, Position
from steadwork.work.models import TeamMember, WorkItem


@transaction.atomic
def add_member(
    item_id: UUID,
    *,
    position_id: UUID,
    role: str = "",
    source: str = TeamMember.Source.HAND,
    by: Actor,
) -> TeamMember:
    """Put a seat on the team. It is New to that seat until its holder opens the item.

    A partner's seat joins only when its organization is a partner on the item.
    """
    item = WorkItem.objects.locked(item_id, by)
    position = Position.objects.select_related("organization").seen(position_id, by)
    require_partner_on(item, position)
    require(may_staff(by, item, position))
    with refusing(
        work_team_position_once=lambda: Conflict(
            _("%(who)s is on the team already.") % {"who": position}
        )
    ):
        member = TeamMember.objects.create(
            item=item, position=position, kind=item.kind, opened_at=item.opened_at,
            role=role, source=source, added_by=by.user_id,
        )  # fmt: skip
    record("team.added", item, by=by, changes={"team": ["", str(position)]})
    return member


def may_staff(by: Actor, item: WorkItem, position: Position) -> bool:
    """A host staffs its own items with anybody on them; a partner only with its own people."""
    if by.is_system:
        return True
    allowed = by.can(item.noun().STAFFED_BY.get(by.side, "nobody"))
    return allowed and (by.is_host or position.organization_id in by.organizations)


def require_partner_on(item: WorkItem, position: Position) -> None:
    if position.organization.kind == "host":
        return
    organization: Organization | None = position.organization
    shared = set(item.shares.filter(until=None).values_list("partner_id", flat=True))
    while organization is not None:
        if organization.pk in shared:
            return
        organization = organization.parent
    raise Conflict(
        _(
            "%(who)s works for %(organization)s, which is not a partner on %(item)s. "
            "Add the organization first."
        )
        % {"who": position, "organization": position.organization, "item": item.number},
        code="PARTNER_NOT_ON_CASE",
    )


@transaction.atomic
def remove_member(member_id: UUID, *, reason: str = "", by: Actor) -> TeamMember:
    """Take a seat off the team. The primary is moved first."""
    member = TeamMember.objects.select_related("position").filter(pk=member_id).first()
    item = WorkItem.objects.locked(member.item_id if member else None, by)
    if member is None or member.removed_at:
        raise Missing
    require(may_staff(by, item, member.position))
    if member.is_primary:
        raise Conflict(_("Make somebody else primary first: an item needs somebody."))
    member.removed_at, member.removal_reason = now(), reason
    member.save(update_fields=["removed_at", "removal_reason", "updated_at"])
    record("team.removed", item, by=by, changes={"team": [str(member.position), ""]}, note=reason)
    return member


@transaction.atomic
def make_primary(member_id: UUID, *, by: Actor) -> TeamMember:
    """Move the primary mark, and with it the ownership, to another member of the host's team."""
    found = TeamMember.objects.filter(pk=member_id, removed_at=None).first()
    item = WorkItem.objects.locked(found.item_id if found else None, by)
    if found is None:
        raise Missing
    require(not by.is_partner and may_staff(by, item, found.position))
    was = item.team.filter(is_primary=True, removed_at=None).first()
    item.team.filter(is_primary=True, removed_at=None).update(is_primary=False)
    member = TeamMember.objects.select_related("position").get(pk=member_id)
    member.is_primary = True
    member.save(update_fields=["is_primary", "updated_at"])
    item.owner = member.position
    item.save(update_fields=["owner", "updated_at"])
    names = [str(was.position) if was else "", str(member.position)]
    record("team.primary_changed", item, by=by, changes={"owner": names})
    return member


@transaction.atomic
def assign_owner(item_id: UUID, *, position_id: UUID, by: Actor) -> WorkItem:
    """Give an item to a seat of the host: on the team if it is not yet, and primary."""
    item: WorkItem = WorkItem.objects.locked(item_id, by)
    member = item.team.filter(position_id=position_id, removed_at=None).first()
    member = member or add_member(item_id, position_id=position_id, by=by)
    make_primary(member.pk, by=by)
    item.refresh_from_db()
    return item
