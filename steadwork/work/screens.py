"""What every work item shows: its list, its team, its activities, files, notes and timeline."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from steadwork.kernel.actor import Actor
from steadwork.web.requests import actor_of
from steadwork.web.screens import (
    Badge,
    Column,
    ListScreen,
    Moment,
    NewMark,
    OneOf,
    Panel,
    RecordScreen,
    Search,
    Verb,
)
from steadwork.work import actions
from steadwork.work.forms import ActivityForm, AttachForm, MemberForm, NoteForm
from steadwork.work.models import Activity, Attachment, Note, Share, TeamMember, WorkItem
from steadwork.work.visibility import may_write, trail_of, with_level
from steadwork.work.words import told

SHOWN = 50


@dataclass(frozen=True)
class StateBadge(Badge):
    """The state of a work item, in the words of its noun's table."""

    @property
    def choices(self) -> dict[Any, Any]:
        machine = getattr(self.model, "MOVES", None)
        return dict(machine.states.choices) if machine else {}


class WorkList(ListScreen):
    """A list of one kind of work item, with the *Show* scopes and the New asterisk."""

    def rows(self, actor: Actor) -> QuerySet[Any]:
        """Marked rows. The kit narrows them to one scope, and every scope is part of what is
        visible; asking both would make the database answer the same question twice."""
        return with_level(self.model.objects.with_new_mark(actor), actor)  # type: ignore[attr-defined,no-any-return]


class WorkRecord(RecordScreen):
    """A work item opened: seeing it takes the New asterisk away."""

    def rows(self, actor: Actor) -> QuerySet[Any]:
        visible = self.model.objects.visible_to(actor)  # type: ignore[attr-defined]
        return with_level(visible.select_related("host", "partner"), actor)  # type: ignore[no-any-return]

    def opened(self, row: Any, actor: Actor) -> None:
        actions.see(row.pk, by=actor)


def as_shared(row: Any, actor: Actor) -> Any:
    """An item of any kind, through the table of its noun."""
    return row.noun().DISCLOSURE.reader(row, row.level)


class Inbox(WorkList):
    """Open items whose next step is ours, of every kind."""

    title = _("Inbox")
    model = WorkItem
    name = "inbox"
    columns = [
        NewMark(),
        Column("number", link=True),
        Column("title", wide=True),
        Column("state_label", label=_("Status")),
        Column("priority"),
        Moment("due_at"),
        Moment("opened_at"),
    ]
    filters = [OneOf("priority"), Search("number")]
    order = ["-opened_at", "-id"]
    reader = as_shared
    empty = _("Nothing waits for you.")

    def rows(self, actor: Actor) -> QuerySet[Any]:
        return super().rows(actor).filter(stage="open", turn=actor.side)


class Everything(WorkList):
    """What the search box looks through: every item that one may see, by number or title."""

    title = _("Search")
    model = WorkItem
    name = "search"
    columns = Inbox.columns
    filters = [Search("number", "title")]
    order = ["-opened_at", "-id"]
    reader = as_shared
    empty = _("Nothing found. Numbers look like BC-104213; try fewer words.")


class SharedThings(Everything):
    """The same for a partner, who finds by number alone: titles of ended shares stay closed."""

    filters = [Search("number")]


def opener(routes: dict[str, str]) -> Callable[[HttpRequest, str], HttpResponse]:
    """The address of an item whose kind is not known yet leads on to its record."""

    def item(request: HttpRequest, number: str) -> HttpResponse:
        actor = actor_of(request)
        found = WorkItem.objects.visible_to(actor).filter(number=number[:30])
        kind = found.values_list("kind", flat=True).first()
        if kind not in routes:
            raise Http404
        return redirect(reverse(routes[kind], args=[number]))

    return item


def writing_allowed(actor: Actor, move: str, item: Any) -> bool:
    """Notes, activities and files: whoever sees the item, until its share has ended."""
    return may_write(actor, item)


WRITING = [
    Verb(
        "write-note",
        actions.add_note,
        NoteForm,
        label=_("Note"),
        icon="notebook-pen",
        done=_("Your note is on record."),
    ),
    Verb(
        "plan-activity",
        actions.add_activity,
        ActivityForm,
        label=_("Activity"),
        icon="calendar-plus",
        done=_("It is on the list."),
    ),
    Verb(
        "attach-file",
        actions.attach,
        AttachForm,
        label=_("File"),
        icon="paperclip",
        done=_("The file is kept."),
    ),
]
WRITTEN_BY = frozenset(verb.name for verb in WRITING)

ADD_MEMBER = Verb(
    "add-member",
    actions.add_member,
    MemberForm,
    label=_("Add to team"),
    icon="user-plus",
    sentence=_("It is New in their My list until they open it."),
)


def readable(kind: type[Any], row: Any, actor: Actor) -> list[Any]:
    """The newest lines of one kind on an item, as far as this person may read them."""
    lines = kind.objects.visible_to(actor).filter(item_id=row.pk)
    return list(lines.order_by("-created_at", "-id")[:SHOWN])


def notes(row: Any, actor: Actor, request: HttpRequest) -> dict[str, Any]:
    return {"notes": readable(Note, row, actor)}


def activities(row: Any, actor: Actor, request: HttpRequest) -> dict[str, Any]:
    return {"activities": readable(Activity, row, actor)}


def attachments(row: Any, actor: Actor, request: HttpRequest) -> dict[str, Any]:
    return {"attachments": readable(Attachment, row, actor)}


def team(row: Any, actor: Actor, request: HttpRequest) -> dict[str, Any]:
    """A host sees everybody on it; a partner its own people."""
    seats = TeamMember.objects.filter(item_id=row.pk, removed_at=None)
    shares = Share.objects.filter(item_id=row.pk)
    if actor.is_partner:
        seats = seats.filter(position__organization_id__in=actor.organizations)
        shares = shares.filter(partner_id__in=actor.organizations)
    return {
        "team": seats.select_related("position__organization").order_by("-is_primary", "added_at"),
        "shares": shares.select_related("partner").order_by("-is_primary", "since"),
    }


def history(row: Any, actor: Actor, request: HttpRequest) -> dict[str, Any]:
    entries = trail_of(row, actor)[:SHOWN]
    return {"entries": [told(entry, actor, row.level) for entry in entries]}


ACTIVITIES = Panel("activities", _("Activities"), "work/_activities.html", activities)
ATTACHMENTS = Panel("attachments", _("Attachments"), "work/_attachments.html", attachments)
NOTES = Panel("notes", _("Notes"), "work/_notes.html", notes)
TEAM = Panel("team", _("Team"), "work/_team.html", team)
TIMELINE = Panel("timeline", _("Timeline"), "work/_timeline.html", history)
