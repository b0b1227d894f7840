"""Why somebody sees an item or does not: the rules of ``visibility``, walked aloud.

The rules stand here a second time, over plain values, so that a test can hold both against each
other for random people and items. Only who sees the item itself is told anything about it: to a
stranger a secret and nothing are the same answer.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from steadwork.kernel.actor import Actor
from steadwork.kernel.errors import Sentence
from steadwork.kernel.verdict import Verdict
from steadwork.work.models import WorkItem
from steadwork.work.visibility import ACROSS, ALL, MY, SCOPES, SEALED, TEAM, Scope


@dataclass(frozen=True, slots=True)
class Explanation:
    """The answer, and what was asked on the way to it."""

    verdict: Verdict
    steps: tuple[Verdict, ...] = ()

    def __bool__(self) -> bool:
        return self.verdict.ok


@dataclass(frozen=True, slots=True)
class Facts:
    """What the rules ask about an item: who is on it, and who has a share."""

    item: WorkItem
    seats: frozenset[UUID]
    partners: frozenset[UUID]

    @classmethod
    def of(cls, item: WorkItem) -> Facts:
        live = item.team.filter(removed_at=None).values_list("position_id", flat=True)
        shares = item.shares.values_list("partner_id", flat=True)
        return cls(item, frozenset(live), frozenset(shares))


def explain(actor: Actor, item_id: UUID | None, *, to: Actor) -> Explanation:
    """Why ``actor`` sees the item or not, told to somebody who sees it; else there is nothing."""
    item = WorkItem.objects.visible_to(to).filter(pk=item_id).first()
    if item is None:
        return Explanation(Verdict(False, _("There is nothing here that you can see.")))
    return walk(actor, Facts.of(item))


def walk(actor: Actor, facts: Facts) -> Explanation:
    """The rules in their order: the system, the tenant, the seal, then one scope after another."""
    if actor.is_system:
        return Explanation(Verdict(True, _("The system sees everything.")))
    gates = (tenant_gate(actor, facts), seal_gate(actor, facts))
    closed = next((gate for gate in gates if not gate.ok), None)
    if closed is not None:
        return Explanation(closed, gates)
    ways = (*scopes(actor, facts), customer(actor, facts))
    opened = next((way for way in ways if way.ok), None)
    return Explanation(opened or Verdict(False, nothing_opens(ways)), (*gates, *ways))


def nothing_opens(ways: tuple[Verdict, ...]) -> str:
    return " ".join((_("No scope opens it."), *(str(way.reason) for way in ways)))


def tenant_gate(actor: Actor, facts: Facts) -> Verdict:
    ok = actor.host_id is not None and facts.item.host_id == actor.host_id
    return Verdict(ok, _("It belongs to the own host.") if ok else _("It is another host's."))


def seal_gate(actor: Actor, facts: Facts) -> Verdict:
    if facts.item.sensitivity != SEALED:
        return Verdict(True, _("It is not sealed."))
    on_team = actor.position_id in facts.seats
    open_to = _("It is sealed, and the seat is on its team.")
    shut_to = _("It is sealed, and the seat is not on its team.")
    return Verdict(on_team, open_to if on_team else shut_to)


def scopes(actor: Actor, facts: Facts) -> Iterator[Verdict]:
    for scope in SCOPES if actor.is_host else SCOPES[:3]:
        names = {"scope": scope.label}
        if not actor.can(f"{facts.item.kind}.see_{scope.key}"):
            yield Verdict(False, _("No responsibility opens “%(scope)s”.") % names)
            continue
        ok, why = in_scope(actor, scope, facts)
        yield Verdict(ok, f"{scope.label}: {why}")


def in_scope(actor: Actor, scope: Scope, facts: Facts) -> tuple[bool, Sentence]:
    if actor.is_partner and not facts.partners & actor.organizations:
        return False, _("the organization has no share of it.")
    if scope == MY:
        return on_team(actor, facts)
    if scope == TEAM:
        mine = on_team(actor, facts)
        return mine if mine[0] else below(actor, facts)
    if scope == ACROSS:
        return True, _("every item of the host.")
    if scope == ALL and actor.is_partner:
        return True, _("the organization has a share of it.")
    return inside(actor, facts)


def on_team(actor: Actor, facts: Facts) -> tuple[bool, Sentence]:
    ok = actor.position_id in facts.seats
    return ok, _("the seat is on the team.") if ok else _("the seat is not on the team.")


def below(actor: Actor, facts: Facts) -> tuple[bool, Sentence]:
    """The primary sits below; for a partner anybody below who works on it."""
    workers = facts.seats if actor.is_partner else {facts.item.owner_id}
    ok = bool(workers & actor.reports)
    return ok, _("a seat below works on it.") if ok else _("no seat below works on it.")


def inside(actor: Actor, facts: Facts) -> tuple[bool, Sentence]:
    own = {facts.item.organization_id, actor.host_id} & actor.organizations
    return bool(own), (
        _("it belongs to the organization or one below.")
        if own
        else _("it belongs to another unit.")
    )


def customer(actor: Actor, facts: Facts) -> Verdict:
    if not actor.accounts:
        return Verdict(False, _("No household of theirs."))
    ok = facts.item.open_to_customer and facts.item.account_id in actor.accounts
    ours = _("It is the household's, and open to it.")
    return Verdict(ok, ours if ok else _("It is not open to the household."))
