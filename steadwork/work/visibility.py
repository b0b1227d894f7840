"""Who sees a work item. One queryset, for lists, details, counts, search, files and API alike.

=====================  =====================================================================
My                     my active position is on the team (and, for a partner, my side has a share)
My Team's              My, plus items whose primary is a position below mine
All                    host: the item's organization is mine or below; partner: a share is ours
All Across             host only, by permission: every item of the host
My account's           customer: the item's account is mine and it is open to customers
=====================  =====================================================================
"""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import Any, NamedTuple, Self

from django.apps import apps
from django.db.models import (
    BooleanField,
    Case,
    CharField,
    Exists,
    OuterRef,
    Q,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from steadwork.kernel.actor import Actor, Side
from steadwork.kernel.audience import Audience
from steadwork.kernel.audit import Entry
from steadwork.kernel.querysets import HouseQuerySet
from steadwork.work.disclosure import Level
from steadwork.work.leads import leads_of

SEALED = "sealed"
#: Entries of these carry words of what was written.
QUOTED = ("note", "activity", "attachment")


class Scope(NamedTuple):
    key: str
    label: str | Promise


MY = Scope("my", _("My"))
TEAM = Scope("team", _("My Team's"))
ALL = Scope("all", _("All"))
ACROSS = Scope("across", _("All Across Organizations"))
SCOPES = [MY, TEAM, ALL, ACROSS]


def model(name: str) -> Any:
    return apps.get_model("work", name).objects


class WorkItemQuerySet(HouseQuerySet):
    """Rows of one kind, or of all kinds when asked through WorkItem itself."""

    def scopes(self, actor: Actor) -> list[Scope]:
        """The *Show* list: the scopes that the actor's responsibilities open for this kind."""
        offered = SCOPES if actor.is_host else SCOPES[:3]
        return [scope for scope in offered if self.opens(actor, scope)]

    def opens(self, actor: Actor, scope: Scope) -> bool:
        return bool(self.kinds_open(actor, scope))

    def kinds_open(self, actor: Actor, scope: Scope) -> list[str]:
        return [kind for kind in self.kinds() if actor.can(f"{kind}.see_{scope.key}")]

    def visible_to(self, actor: Actor) -> Self:
        """What exists, as far as this actor can tell. Everything else is a 404."""
        if actor.is_system:
            return self
        ways = [self.within(actor, scope) for scope in self.scopes(actor)]
        if actor.accounts:
            ways.append(Q(account_id__in=actor.accounts, open_to_customer=True))
        if not ways or actor.host_id is None:
            return self.none()
        rows = self.unsealed(actor).filter(host_id=actor.host_id, kind__in=self.kinds())
        if not all(ways):  # a scope without condition is the whole host; OR would lose it
            return rows
        return rows.filter(reduce(or_, ways))

    def kinds(self) -> list[str]:
        """Of which kinds these rows can be. Named in every question: the indexes begin with it."""
        return [self.model.KIND] if self.model.KIND else list(self.model.kinds())

    def within(self, actor: Actor, scope: Scope) -> Q:
        """One scope as a condition on a row, for the kinds that open it."""
        return scope_condition(actor, scope) & self.kinds_opening(actor, scope)

    def kinds_opening(self, actor: Actor, scope: Scope) -> Q:
        return Q() if self.model.KIND else Q(kind__in=self.kinds_open(actor, scope))

    def unsealed(self, actor: Actor) -> Self:
        """A sealed item is seen by its explicit team alone."""
        return self.filter(~Q(sensitivity=SEALED) | Exists(seats_of(actor)))

    def in_scope(self, actor: Actor, key: str) -> Self:
        """The rows of one *Show* entry; nothing when the actor may not use it.

        Asked last, after every filter, it also says how a page of them is read: see ``leads``.
        """
        for scope in self.scopes(actor):
            if scope.key == key and actor.host_id:
                kinds = self.kinds_open(actor, scope)
                rows = self.unsealed(actor).filter(scope_condition(actor, scope), kind__in=kinds)
                rows = rows.filter(host_id=actor.host_id)
                rows.leads = leads_of(self, actor, key, kinds)
                return rows
        return self.none()

    def with_new_mark(self, actor: Actor) -> Self:
        """Adds ``is_new``: my seat has not opened it; without a seat, nobody of my side has."""
        mine = seats_of(actor).values(unseen=new_while_null("first_seen_at"))
        shared = shares_of(actor).values(unseen=new_while_null("first_seen_at"))
        unseen = Subquery(mine[:1], output_field=BooleanField())
        if actor.is_partner:
            when_shared = Subquery(shared[:1], output_field=BooleanField())
            return self.annotate(is_new=first_of(unseen, when_shared))
        return self.annotate(is_new=first_of(unseen))

    def open(self) -> Self:
        return self.filter(stage="open")


def new_while_null(field: str) -> Case:
    return Case(When(**{field: None}, then=Value(True)), default=Value(False))


def first_of(*answers: Any) -> Any:
    return Coalesce(*answers, Value(False), output_field=BooleanField())


def seats_of(actor: Actor) -> Any:
    """My live place on the team of the outer item."""
    return model("TeamMember").filter(
        item=OuterRef("pk"), position_id=actor.position_id, removed_at=None
    )


def shares_of(actor: Actor) -> Any:
    """What my organization, or one below it, was given of the outer item."""
    return model("Share").filter(item=OuterRef("pk"), partner_id__in=actor.organizations)


def scope_condition(actor: Actor, scope: Scope) -> Q:
    """The rule of one scope. A partner's seat counts only beside a share of its organization."""
    if scope == MY:
        mine = Q(Exists(seats_of(actor)))
        return Q(mine, Q(Exists(shares_of(actor)))) if actor.is_partner else mine
    if scope == TEAM:
        return Q(scope_condition(actor, MY) | scope_of_reports(actor))
    if scope == ALL and actor.is_partner:
        return Q(Exists(shares_of(actor)))
    if scope == ALL and actor.host_id not in actor.organizations:
        return Q(organization_id__in=actor.organizations)
    return Q()  # the host itself, or all across it: the tenant filter says the rest


def scope_of_reports(actor: Actor) -> Q:
    """Below me: the primary is mine. The primary of a shared item sits with the host, so for a
    partner any colleague below me who works on it counts."""
    if not actor.is_partner:
        return Q(owner_id__in=actor.reports)
    seats = model("TeamMember").filter(
        item=OuterRef("pk"), position_id__in=actor.reports, removed_at=None
    )
    return Q(Q(Exists(seats)), Q(Exists(shares_of(actor))))


class WrittenQuerySet(HouseQuerySet):
    """Notes, activities and files of an item that the actor was already allowed to open."""

    def visible_to(self, actor: Actor) -> Self:
        if actor.is_system:
            return self
        mine = Q(author_user_id=actor.user_id, audience=Audience.AUTHOR)
        if actor.is_host:
            return self.filter(mine | told_to_host(actor), host_id=actor.host_id)
        if actor.is_partner:
            return self.filter(mine | told_to_partner(actor))
        return self.filter(audience=Audience.CUSTOMER, item__account_id__in=actor.accounts)

    def on(self, item: Any) -> Self:
        return self.filter(item_id=item.pk)


def told_to_host(actor: Actor) -> Q:
    """All but other people's private lines and what a partner keeps to its own side."""
    private = Q(audience=Audience.AUTHOR)
    theirs = Q(audience=Audience.SIDE) & ~Q(side__in=[actor.side, Side.SYSTEM])
    return ~private & ~theirs


def told_to_partner(actor: Actor) -> Q:
    """Own side's; and, with a share that accepted, what was told since the share began."""
    own = Q(author_organization_id__in=actor.organizations) & ~Q(audience=Audience.AUTHOR)
    told = Q(audience__in=[Audience.PARTNERS, Audience.CUSTOMER])
    told |= Q(audience=Audience.PARTNER, partner_id__in=actor.organizations)
    return Q(own | Q(told, Exists(accepting(actor, "item_id", "created_at"))))


def accepting(actor: Actor, item: str, at: str) -> Any:
    """Shares of ours that said yes and were there at the time, of the outer line."""
    return model("Share").filter(
        Q(since__lte=OuterRef(at)) | Q(back_share=True),
        item=OuterRef(item),
        partner_id__in=actor.organizations,
        level=Level.ACCEPTED,
    )


def trail_of(item: Any, actor: Actor) -> Any:
    """The entries about an item already seen. One that quotes what somebody wrote is read by
    whoever may read what was written."""
    entries = Entry.objects.visible_to(actor).filter(subject_id=item.pk)
    if not actor.is_partner:
        return entries
    quotes = reduce(or_, (Q(action__startswith=f"{kind}.") for kind in QUOTED))
    own = Q(organization_id__in=actor.organizations)
    return entries.filter(own | ~quotes | Exists(accepting(actor, "subject_id", "at")))


def level_for(actor: Actor, item: Any) -> str | None:
    """At which level the actor reads this item, which it already sees."""
    if actor.is_system or actor.is_host:
        return Level.FULL
    if not actor.is_partner:
        return None
    shares = model("Share").filter(item=item.pk, partner_id__in=actor.organizations)
    order = {Level.ACCEPTED: 0, Level.OFFERED: 1, Level.ENDED: 2}
    levels = sorted(shares.values_list("level", flat=True), key=lambda level: order[level])
    return levels[0] if levels else None


def may_write(actor: Actor, item: Any) -> bool:
    """Notes, activities and files: whoever sees the item, until its share has ended."""
    return level_for(actor, item) in (Level.OFFERED, Level.ACCEPTED, Level.FULL)


def with_level(queryset: Any, actor: Actor) -> Any:
    """Adds ``level`` to a list, so that each row can be read through the table."""
    if not actor.is_partner:
        level = Level.FULL if actor.is_host or actor.is_system else None
        return queryset.annotate(level=Value(level, output_field=CharField()))
    mine = shares_of(actor).annotate(
        rank=Case(
            When(level=Level.ACCEPTED, then=Value(0)),
            When(level=Level.OFFERED, then=Value(1)),
            default=Value(2),
        )
    )
    return queryset.annotate(level=Subquery(mine.order_by("rank").values("level")[:1]))


__all__ = ["ACROSS", "ALL", "MY", "SEALED", "TEAM", "Scope", "WorkItemQuerySet", "WrittenQuerySet"]
