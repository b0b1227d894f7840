"""Where each scope of a work list begins: the index that holds its rows in the order of lists.

=====================  =====================================================================
My                     TeamMember of my seat
My Team's              host: that, and WorkItem by owner, for each seat below me
                       partner: TeamMember of my seat and of each seat below me
All                    host: WorkItem of my unit and each below; partner: Share of each of ours
All Across             WorkItem of the host
=====================  =====================================================================

``kind`` and ``opened_at`` are copied to TeamMember and Share for this; ``doctor`` compares them.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, FilteredRelation, Q, QuerySet, Subquery, Value

from steadwork.kernel.actor import Actor
from steadwork.kernel.leads import Lead, Leads

ORDER = ("-opened_at", "-id")

#: Whoever sees the work of more seats than this sees so large a part of everything that walking
#: everything in order finds a page sooner than asking each of them for one.
MANY = 64


def leads_of(rows: Any, actor: Actor, scope: str, kinds: list[str]) -> Leads | None:
    """How the rows of one scope are read in their order. None: as any filter is."""
    of_host = rows.filter(host_id=actor.host_id)
    ways = (partner_ways if actor.is_partner else host_ways)(of_host, actor, scope, kinds)
    if ways is None or sum(len(way.keys) for way in ways) > MANY:
        return None
    return Leads(of_host, ORDER, ways)


def host_ways(rows: Any, actor: Actor, scope: str, kinds: list[str]) -> list[Lead] | None:
    mine = [actor.position_id] if actor.position_id else []
    if scope == "my":
        return [by_seat(rows, mine, kinds)]
    if scope == "team":
        below = Lead(rows.unsealed(actor), ("owner_id", "kind"), pairs(actor.reports, kinds), ORDER)
        return [by_seat(rows, mine, kinds), below]
    if scope == "all" and actor.host_id not in actor.organizations:
        units = pairs(actor.organizations, kinds)
        return [Lead(rows.unsealed(actor), ("organization_id", "kind"), units, ORDER)]
    if scope in ("all", "across"):
        host = pairs([actor.host_id], kinds)
        return [Lead(rows.unsealed(actor), ("host_id", "kind"), host, ORDER)]
    return None


def partner_ways(rows: Any, actor: Actor, scope: str, kinds: list[str]) -> list[Lead] | None:
    from steadwork.work.visibility import shares_of

    mine = [actor.position_id] if actor.position_id else []
    if scope == "all":
        return [by_share(rows.unsealed(actor), actor.organizations, kinds)]
    # As a value and not as EXISTS, which would be answered for all shares before the first row.
    held = shares_of(actor).values(held=Value(True))
    shared = rows.filter(Subquery(held[:1], output_field=BooleanField()))
    if scope == "my":
        return [by_seat(shared, mine, kinds)]
    if scope == "team":
        return [by_seat(shared.unsealed(actor), [*mine, *actor.reports], kinds)]
    return None


def by_seat(rows: QuerySet[Any], positions: Iterable[UUID], kinds: list[str]) -> Lead:
    live = rows.annotate(seat=FilteredRelation("team", condition=Q(team__removed_at=None)))
    order = ("-seat__opened_at", "-seat__item_id")
    return Lead(live, ("seat__position_id", "seat__kind"), pairs(positions, kinds), order)


def by_share(rows: QuerySet[Any], organizations: Iterable[UUID], kinds: list[str]) -> Lead:
    given = rows.annotate(given=FilteredRelation("shares"))
    order = ("-given__opened_at", "-given__item_id")
    return Lead(given, ("given__partner_id", "given__kind"), pairs(organizations, kinds), order)


def pairs(keys: Iterable[Any], kinds: list[str]) -> list[tuple[Any, ...]]:
    return [(key, kind) for key in sorted(keys) for kind in kinds]
