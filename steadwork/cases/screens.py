"""Cases on the desk: the list, the record, the form for a new one."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from steadwork.cases import actions
from steadwork.cases.codes import CATEGORIES
from steadwork.cases.forms import NewCaseForm, ReasonForm, known_household
from steadwork.cases.models import Case
from steadwork.cases.states import MOVES, State
from steadwork.cases.visibility import may
from steadwork.kernel.actor import Actor
from steadwork.web.acts import attempt, moved_on
from steadwork.web.requests import actor_of
from steadwork.web.screens import Column, Link, Moment, NewMark, OneOf, Panel, Search, Verb
from steadwork.work.models import Priority
from steadwork.work.screens import (
    ACTIVITIES,
    ADD_MEMBER,
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


def may_here(actor: Actor, move: str, case: Any) -> bool:
    """The case's own verbs, and those that every work item has."""
    if move in WRITTEN_BY:
        return writing_allowed(actor, move, case)
    if move == "add-member":
        return actor.is_host and actor.can("case.work")
    return may(actor, move, case)


class CaseList(WorkList):
    """What a caseworker sees first in the morning."""

    title = _("Cases")
    model = Case
    name = "cases"
    permission = "case.see"
    columns = [
        NewMark(),
        Column("number", link=True),
        Column("title", wide=True),
        StateBadge("state", label=_("Status")),
        Column("account__name", label=_("Household")),
        Column("owner__holder_name", label=_("Owner")),
        Moment("opened_at", label=_("Opened")),
    ]
    filters = [
        OneOf("state", label=_("Status"), choices=State.choices),
        OneOf("priority", choices=Priority.choices),
        OneOf("category", choices=lambda actor: CATEGORIES.choices(actor.host_id)),
        Search("number", "title"),
    ]
    order = ["-opened_at", "-id"]
    record = "desk:case"
    primary = Link(_("New case"), "desk:case-new", permission="case.open")
    empty = _("No case here yet. Open one, or show another list.")


def more_info(row: Any, actor: Actor, request: HttpRequest) -> dict[str, Any]:
    """Who it is about. A household has few people, so they are all shown."""
    household = row.account.contacts.order_by("birth_date", "id") if row.account else []
    return {"category": CATEGORIES.label(row.category, row.host_id), "household": household}


class CaseRecord(WorkRecord):
    """One case, opened. Higher nouns hang their panels and verbs on it at the door."""

    model = Case
    name = "case"
    path = "cases"
    title = "number"
    subtitle = "title"
    parent = (_("Cases"), "desk:cases")
    permission = "case.see"
    facts = [
        StateBadge("state", label=_("Status")),
        Column("contact", label=_("Client")),
        Column("account__name", label=_("Household")),
        Column("owner__holder_name", label=_("Owner")),
        Moment("opened_at", label=_("Opened")),
    ]
    machine = MOVES
    may = may_here
    verbs = [
        *WRITING,
        ADD_MEMBER,
        Verb("close", actions.close, ReasonForm, sentence=_("Nobody can order anything for it.")),
        Verb("reopen", actions.reopen, ReasonForm),
    ]
    panels = [
        Panel("info", _("More Info"), "cases/_info.html", more_info),
        ACTIVITIES,
        ATTACHMENTS,
        NOTES,
        TEAM,
    ]
    side = TIMELINE


def new_case(request: HttpRequest) -> HttpResponse:
    """Household, person and case on one page."""
    actor = actor_of(request)
    if not actor.can("case.open"):
        raise Http404
    if request.method == "POST":
        form = NewCaseForm(request.POST, actor=actor)
        case, status = attempt(form, actions.take_in, by=actor)
        if case:
            return moved_on(request, f"../{case.number}/")
    else:
        form, status = NewCaseForm(initial=opening(request, actor), actor=actor), 200
    context = {"form": form, "title": _("New case")}
    return render(request, "cases/new.html", context, status=status)


def opening(request: HttpRequest, actor: Actor) -> dict[str, Any]:
    """What the form knows before anybody typed: the household that one comes from."""
    account = known_household(request.GET.get("household", ""), actor)
    if account is None:
        return {}
    return {"account_id": account.pk, "household": account.name, "city": account.city}
