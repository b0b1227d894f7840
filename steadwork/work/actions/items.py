"""Beginning an item, moving it along its table, and opening it."""

from __future__ import annotations

from typing import Any, TypeVar
from uuid import UUID

from django.db import transaction

from steadwork.kernel.actor import Actor
from steadwork.kernel.audience import Audience
from steadwork.kernel.audit import record
from steadwork.kernel.clock import now
from steadwork.kernel.numbers import next_number
from steadwork.work.models import Share, TeamMember, WorkItem

Item = TypeVar("Item", bound=WorkItem)


@transaction.atomic
def begin(item: Item, *, by: Actor, turn: str = "host", note: str = "") -> Item:
    """Give a new item its number, its tenant and its first team member: whoever begins it."""
    item.kind, item.number = item.KIND, next_number(item.PREFIX)
    for name in ("host_id", "organization_id"):
        if getattr(item, name) is None:
            setattr(item, name, getattr(by, name))
    item.owner_id = item.owner_id or by.position_id
    item.stage, item.turn, item.opened_at = item.MOVES.stage(item.state), turn, now()
    item.save(force_insert=True)
    if item.owner_id:
        TeamMember.objects.create(
            item=item,
            position_id=item.owner_id,
            kind=item.kind,
            opened_at=item.opened_at,
            is_primary=True,
            source=TeamMember.Source.CREATOR,
            added_by=by.user_id,
            first_seen_at=now() if item.owner_id == by.position_id else None,
        )
    record(f"{item.kind}.opened", item, by=by, note=note)
    return item


@transaction.atomic
def advance(
    item: Item,
    move: str,
    *,
    by: Actor,
    turn: str = "",
    changes: dict[str, list[Any]] | None = None,
    note: str = "",
    audience: str = Audience.SIDE,
) -> Item:
    """Make a move of the noun's table on a row that the caller has locked, and say so.

    ``changes`` names further fields that the caller set, each as [before, after].
    """
    was, item.state = item.state, item.MOVES.target(move, item.state)
    item.stage = item.MOVES.stage(item.state)
    item.closed_at = None if item.stage == "open" else (item.closed_at or now())
    item.turn = turn if item.stage == "open" else ""
    item.version += 1
    own = {"state", "stage", "closed_at", "turn", "version", "updated_at"}
    item.save(update_fields=sorted(own | set(changes or {})))
    told = {"state": [was, item.state], **(changes or {})}
    partner_id = item.partner_id if audience == Audience.PARTNER else None
    record(
        f"{item.kind}.{move}",
        item,
        by=by,
        changes=told,
        note=note,
        audience=audience,
        partner_id=partner_id,
    )
    return item


@transaction.atomic
def see(item_id: UUID, *, by: Actor) -> bool:
    """Somebody opened the record: the New asterisk of their seat goes. True when it was new.

    The mark follows the seat's primary holder; somebody who only shares the seat leaves it.
    """
    if not by.holds_primarily or by.position_id is None:
        return False
    seats = TeamMember.objects.filter(
        item_id=item_id, position_id=by.position_id, removed_at=None, first_seen_at=None
    )
    seen = seats.update(first_seen_at=now())
    if by.is_partner:
        unseen = Share.objects.filter(
            item_id=item_id, partner_id__in=by.organizations, first_seen_at=None
        )
        seen += unseen.update(first_seen_at=now())
    return seen > 0
