"""Referral orders as a provider sees them: at the level that its share opens, and no more."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from steadwork.kernel.actor import Actor
from steadwork.referrals import actions
from steadwork.referrals.forms import (
    AssignForm,
    DayForm,
    DepartForm,
    PlaceForm,
    RejectForm,
    WaitlistForm,
)
from steadwork.referrals.models import ReferralOrder
from steadwork.referrals.states import BY_CONSEQUENCE, MOVES, State
from steadwork.referrals.visibility import DISCLOSURE, may
from steadwork.web.screens import Column, Moment, NewMark, OneOf, Panel, Period, Search, Verb
from steadwork.work.disclosure import Level
from steadwork.work.screens import (
    ACTIVITIES,
    ATTACHMENTS,
    NOTES,
    TEAM,
    TIMELINE,
    WRITING,
    WRITTEN_BY,
    StateBadge,
    WorkList,
    WorkRecord,
    writing_allowed,
)


def at_level(row: Any, actor: Actor) -> Any:
    """The order through the reader's eyes."""
    return DISCLOSURE.reader(row, row.level)


def may_here(actor: Actor, move: str, order: Any) -> bool:
    if move in WRITTEN_BY:
        return writing_allowed(actor, move, order)
    return move not in BY_CONSEQUENCE and may(actor, move, order)


def by_number_or_product(rows: QuerySet[Any], text: str) -> QuerySet[Any]:
    """By number; by product too where the level opens it, so that no search can guess it."""
    for word in text.split()[:8]:
        product = Q(product_name__icontains=word) & ~Q(level=Level.ENDED)
        rows = rows.filter(Q(number__icontains=word) | product)
    return rows


class OrderInbox(WorkList):
    """What a provider sees first in the morning."""

    title = _("Orders")
    model = ReferralOrder
    name = "orders"
    permission = "referral.see"
    columns = [
        NewMark(),
        Column("number", link=True),
        StateBadge("state", label=_("Status")),
        Column("product_name", label=_("Product")),
        Column("need_words", label=_("Need"), wide=True),
        Period("period"),
        Column("price_words", label=_("Price")),
        Moment("due_at", label=_("Answer due")),
    ]
    filters = [
        OneOf("state", label=_("Status"), choices=[s for s in State.choices if s[0] != "draft"]),
        Search(using=by_number_or_product),
    ]
    order = ["-opened_at", "-id"]
    record = "portal:order"
    reader = at_level
    empty = _("Nothing waits for you. New orders appear here.")


def need(row: Any, actor: Actor, request: HttpRequest) -> dict[str, Any]:
    return {"open_to": row.level == "accepted"}


class OrderAnswer(WorkRecord):
    """One order in the portal, with the answers."""

    model = ReferralOrder
    name = "order"
    path = "orders"
    title = "number"
    subtitle = "title"
    parent = (_("Orders"), "portal:orders")
    permission = "referral.see"
    reader = at_level
    facts = [
        StateBadge("state", label=_("Status")),
        Column("host__name", label=pgettext_lazy("who asks", "From")),
        Period("period"),
        Column("price_words", label=_("Price")),
        Moment("due_at", label=_("Answer due")),
    ]
    machine = MOVES
    may = may_here
    verbs = [
        Verb(
            "accept",
            actions.accept,
            PlaceForm,
            tone="primary",
            icon="check",
            sentence=_("The place is booked for you at once, and you see who comes."),
            done=_("Accepted. The place is booked."),
        ),
        Verb(
            "waitlist",
            actions.waitlist,
            WaitlistForm,
            icon="clock",
            sentence=_(
                "The place that was held is free again. The agency decides whether to wait."
            ),
        ),
        Verb(
            "reject",
            actions.reject,
            RejectForm,
            tone="danger",
            icon="x",
            sentence=_(
                "The agency reads your reason and looks elsewhere. You no longer see the need."
            ),
        ),
        Verb("arrive", actions.arrive, DayForm, tone="primary", icon="log-in"),
        Verb(
            "depart",
            actions.depart,
            DepartForm,
            icon="log-out",
            sentence=_("The nights from that day on are free at once."),
        ),
        Verb(
            "assign",
            actions.assign,
            AssignForm,
            label=_("Assign to a colleague"),
            icon="user-plus",
            sentence=_("It is New in their My list until they open it."),
        ),
        *WRITING,
    ]
    panels = [
        Panel("info", _("More Info"), "referrals/_portal_info.html", need),
        ACTIVITIES,
        ATTACHMENTS,
        NOTES,
        TEAM,
    ]
    side = TIMELINE

    def rows(self, actor: Actor) -> Any:
        return super().rows(actor).select_related("host", "partner", "asset", "contact", "owner")

    def opened(self, row: Any, actor: Actor) -> None:
        row.state = actions.review(row.pk, by=actor).state
