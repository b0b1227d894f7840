"""Which partners have an item, and how much of it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from steadwork.kernel.actor import Actor
from steadwork.kernel.audience import Audience
from steadwork.kernel.audit import record
from steadwork.kernel.clock import now
from steadwork.kernel.constraints import refusing
from steadwork.kernel.errors import Conflict, Missing
from steadwork.kernel.verdict import require
from steadwork.parties.models import Organization
from steadwork.work.disclosure import Level
from steadwork.work.models import Share, TeamMember, WorkItem


@transaction.atomic
def share(
    item_id: UUID,
    *,
    partner_id: UUID,
    level: str = Level.OFFERED,
    role: str = "",
    basis: str = "",
    response_due_at: datetime | None = None,
    by: Actor,
) -> Share:
    """Give a partner an item. The partner just added becomes the primary one."""
    item = WorkItem.objects.locked(item_id, by)
    require(may_share(by, item))
    partner = Organization.objects.seen(partner_id, by)
    item.shares.filter(is_primary=True).update(is_primary=False)
    with refusing(
        work_share_once=lambda: Conflict(
            _("%(partner)s is a partner on %(item)s already.")
            % {"partner": partner, "item": item.number}
        )
    ):
        given = Share.objects.create(
            item=item, partner=partner, kind=item.kind, opened_at=item.opened_at, level=level,
            role=role, basis=basis, is_primary=True, response_due_at=response_due_at, since=now(),
        )  # fmt: skip
    item.partner = partner
    item.save(update_fields=["partner", "updated_at"])
    told(item, "share.given", given, by, note=level)
    return given


def may_share(by: Actor, item: WorkItem) -> bool:
    """Sharing is the host's, by whoever may staff the item."""
    staffs = by.is_host and by.can(item.noun().STAFFED_BY.get(by.side, "nobody"))
    return by.is_system or staffs


def told(item: WorkItem, action: str, given: Share, by: Actor, note: str = "") -> None:
    record(
        action, item, by=by, note=note, changes={"partner": ["", str(given.partner)]},
        audience=Audience.PARTNER, partner_id=given.partner_id,
    )  # fmt: skip


@transaction.atomic
def change_level(share_id: UUID, *, level: str, response: str = "", by: Actor) -> Share:
    """Open more of an item to a partner that answered, or less to one that is done."""
    given = locked_share(share_id, by)
    given.level = level
    given.until = now() if level == Level.ENDED else None
    given.response = response or given.response
    if level == Level.ENDED:
        given.is_primary = False
        leave_seats(given)
    given.save(update_fields=["level", "until", "response", "is_primary", "updated_at"])
    return given


@transaction.atomic
def end_share(share_id: UUID, *, by: Actor, note: str = "") -> Share:
    """The partner keeps the number and its own dates; all else ends with this transaction."""
    given = change_level(share_id, level=Level.ENDED, by=by)
    told(given.item, "share.ended", given, by, note=note)
    return given


@transaction.atomic
def make_primary_partner(share_id: UUID, *, by: Actor) -> Share:
    """Move the primary mark to another partner on the item."""
    given = locked_share(share_id, by)
    require(may_share(by, given.item))
    given.item.shares.filter(is_primary=True).update(is_primary=False)
    given.is_primary = True
    given.save(update_fields=["is_primary", "updated_at"])
    WorkItem.objects.filter(pk=given.item_id).update(partner=given.partner, updated_at=now())
    told(given.item, "share.primary_changed", given, by)
    return given


def locked_share(share_id: UUID, by: Actor) -> Share:
    """Callers queue on the item, so that two primaries never race."""
    found = Share.objects.filter(pk=share_id).values_list("item_id", flat=True).first()
    WorkItem.objects.locked(found, by)
    given = Share.objects.select_related("item", "partner").filter(pk=share_id).first()
    if given is None:
        raise Missing
    return given


def leave_seats(given: Share) -> None:
    """The partner's people leave the team with their organization."""
    seats = TeamMember.objects.filter(
        item=given.item, removed_at=None, position__organization=given.partner
    )
    seats.update(removed_at=now(), removal_reason="share ended", is_primary=False)
