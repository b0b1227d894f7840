"""What every work item answers to machines: its fields at the reader's level, and what was
written on it. A noun makes its router with these, so that no noun does it differently."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from ninja import File, Form, Query, Router, Schema, Status
from ninja.files import UploadedFile
from pydantic import Field

from steadwork.kernel.actor import Actor
from steadwork.kernel.audience import Audience
from steadwork.kernel.audit import Entry
from steadwork.kernel.verdict import require
from steadwork.web.requests import actor_of
from steadwork.web.rest import ACTING, READING, In, Moment, Page, Paging, one, paged
from steadwork.work import actions
from steadwork.work.disclosure import Level
from steadwork.work.models import Activity, Attachment, Note, WorkItem
from steadwork.work.screens import writing_allowed
from steadwork.work.visibility import trail_of, with_level
from steadwork.work.words import told

Cells = Mapping[str, Callable[[Any], Any]]
Drawn = dict[str, Any]
ORDER = ["-opened_at", "-id"]
NEWEST = ["-created_at", "-id"]


class Ref(Schema):
    """Somebody or something named, with the id that other verbs take."""

    id: UUID
    name: str


class SeatRef(Schema):
    title: str
    holder_name: str


class PersonOut(Schema):
    """A client. A provider reads this from the level *accepted* on."""

    id: UUID
    first_name: str
    last_name: str
    birth_date: date | None
    gender: str
    languages: list[str]


class HouseholdOut(Schema):
    id: UUID
    name: str
    address: str
    city: str


class ItemOut(Schema):
    """What every work item shows at any level. A field that the level does not open is absent."""

    number: str = Field(examples=["RO-104213"])
    level: Level = Field(description="How much of it you may read.")
    is_new: bool = Field(description="Your seat has not opened it yet.")


def rows_for(noun: type[WorkItem], actor: Actor, show: str | None = None) -> QuerySet[Any]:
    """Visible rows, or those of one *Show* scope, with the New mark and the reader's level."""
    every: Any = noun.objects.visible_to(actor)
    rows = every.in_scope(actor, show) if show else every
    return with_level(rows.with_new_mark(actor), actor)  # type: ignore[no-any-return]


def drawn(row: Any, cells: Cells, own: Cells) -> Drawn:
    """A row through its noun's table: exactly the fields that ``row.level`` opens.

    ``cells`` say how a field is written, ``own`` are the fields that stay with the host.
    """
    table = type(row).DISCLOSURE
    reader = table.reader(row, row.level)
    found: Drawn = {"number": row.number, "level": row.level, "is_new": row.is_new}
    for name in table.fields(row.level):
        value = getattr(reader, name)
        found[name] = cells[name](value) if name in cells and value is not None else value
    if row.level == Level.FULL:
        found |= {name: cell(row) for name, cell in own.items()}
    return found


def after_the_act(done: Any, rows: QuerySet[Any]) -> Any:
    """The row as its reader may know it now. An answer may have ended what they see of it."""
    row = rows.filter(pk=done.pk).first()
    if row is None:
        row, row.level, row.is_new = done, Level.ENDED, False
    return row


class NoteOut(Schema):
    id: UUID
    text: str
    audience: Audience
    author_name: str
    author_organization_name: str
    created_at: datetime
    supersedes_id: UUID | None = None


class WrittenIn(In):
    audience: Literal["author", "side", "partner", "partners"] = Field(
        "side", description="Who may read it. The narrow answer is the default."
    )


class NoteIn(WrittenIn):
    text: str = Field(max_length=20_000, examples=["Called the school, they expect her Monday."])


class ActivityOut(Schema):
    id: UUID
    type: str
    description: str
    status: str
    audience: Audience
    due_at: datetime | None
    done_at: datetime | None
    author_name: str
    author_organization_name: str
    created_at: datetime


class ActivityIn(WrittenIn):
    kind: Literal["call", "visit", "question", "task"]
    description: str = Field(max_length=500, examples=["Call the school"])
    due_at: Moment | None = None


class AttachmentIn(Schema):
    description: str = Field("", max_length=300)
    audience: Literal["author", "side", "partner", "partners"] = "side"


class AttachmentOut(Schema):
    id: UUID
    name: str = Field(examples=["school-report.pdf"])
    media_type: str
    size: int
    sha256: str
    description: str
    audience: Audience
    author_name: str
    author_organization_name: str
    created_at: datetime
    content: str = Field(description="Where the file is handed out, to whoever may read it.")


class ChangeOut(Schema):
    field: str
    before: str
    after: str


class EntryOut(Schema):
    """One thing that happened, in the reader's language."""

    action: str = Field(examples=["referral.accept"])
    what: str = Field(examples=["Accepted"])
    who: str
    where: str
    at: datetime
    why: str
    changes: list[ChangeOut]


def entry_drawn(entry: Entry, actor: Actor, level: str) -> Drawn:
    words = told(entry, actor, level)
    parts = ("field", "before", "after")
    changes = [dict(zip(parts, change, strict=True)) for change in words["changes"]]
    return {**words, "action": entry.action, "changes": changes}


def attachment_drawn(attachment: Any) -> Drawn:
    fields = {name: getattr(attachment, name, None) for name in AttachmentOut.model_fields}
    return {**fields, "content": reverse("work-file", args=[attachment.pk])}


class Writing:
    """Notes, activities, files and timeline of one noun, hung on its router."""

    def __init__(self, noun: type[WorkItem], router: Router) -> None:
        self.noun = noun
        self.timeline(router)
        self.notes(router)
        self.activities(router)
        self.attachments(router)

    def seen(self, number: str, actor: Actor) -> Any:
        return one(self.noun.objects.visible_to(actor), number=number)

    def writable(self, number: str, actor: Actor) -> Any:
        """Whoever sees the item may write on it, until its share has ended."""
        item = self.seen(number, actor)
        require(writing_allowed(actor, "", item))
        return item

    def lines(self, kind: type[Any], request: HttpRequest, number: str) -> QuerySet[Any]:
        actor = actor_of(request)
        item = self.seen(number, actor)
        return kind.objects.visible_to(actor).filter(item_id=item.pk)  # type: ignore[no-any-return]

    def name(self, verb: str) -> str:
        return f"{self.noun.KIND}_{verb}"

    def timeline(self, router: Router) -> None:
        @router.get(
            "/{number}/timeline", response={200: Page[EntryOut], **READING},
            operation_id=self.name("timeline"), summary="What happened",
        )  # fmt: skip
        def timeline(request: HttpRequest, number: str, asked: Query[Paging]) -> Any:
            """The entries that you may read, the newest first. The host's people have names for
            a provider only once it has accepted."""
            actor = actor_of(request)
            item = one(rows_for(self.noun, actor), number=number)
            return paged(
                trail_of(item, actor), asked, ["-at", "-id"],
                lambda entry: entry_drawn(entry, actor, item.level),
            )  # fmt: skip

    def notes(self, router: Router) -> None:
        @router.get(
            "/{number}/notes", response={200: Page[NoteOut], **READING},
            operation_id=self.name("notes"), summary="Notes",
        )  # fmt: skip
        def notes(request: HttpRequest, number: str, asked: Query[Paging]) -> Any:
            """The notes that you may read, the newest first."""
            return paged(self.lines(Note, request, number), asked, NEWEST, lambda row: row)

        @router.post(
            "/{number}/notes", response={201: NoteOut, **ACTING},
            operation_id=self.name("write_note"), summary="Write a note",
        )  # fmt: skip
        def write_note(request: HttpRequest, number: str, payload: NoteIn) -> Any:
            """A remark. It cannot be changed afterwards."""
            item = self.writable(number, actor_of(request))
            return Status(
                201, actions.add_note(item.pk, by=actor_of(request), **payload.model_dump())
            )

    def activities(self, router: Router) -> None:
        @router.get(
            "/{number}/activities", response={200: Page[ActivityOut], **READING},
            operation_id=self.name("activities"), summary="Activities",
        )  # fmt: skip
        def activities(request: HttpRequest, number: str, asked: Query[Paging]) -> Any:
            """What is to do or done, as far as you may read it, the newest first."""
            return paged(self.lines(Activity, request, number), asked, NEWEST, lambda row: row)

        @router.post(
            "/{number}/activities", response={201: ActivityOut, **ACTING},
            operation_id=self.name("plan_activity"), summary="Plan an activity",
        )  # fmt: skip
        def plan_activity(request: HttpRequest, number: str, payload: ActivityIn) -> Any:
            """A call, a visit, a question or a task."""
            item = self.writable(number, actor_of(request))
            return Status(
                201, actions.add_activity(item.pk, by=actor_of(request), **payload.model_dump())
            )

    def attachments(self, router: Router) -> None:
        @router.get(
            "/{number}/attachments", response={200: Page[AttachmentOut], **READING},
            operation_id=self.name("attachments"), summary="Files",
        )  # fmt: skip
        def attachments(request: HttpRequest, number: str, asked: Query[Paging]) -> Any:
            """The files that you may read. Each says where its content is handed out."""
            files = self.lines(Attachment, request, number)
            return paged(files, asked, NEWEST, attachment_drawn)

        @router.post(
            "/{number}/attachments", response={201: AttachmentOut, **ACTING},
            operation_id=self.name("attach"), summary="Attach a file",
        )  # fmt: skip
        def attach(
            request: HttpRequest, number: str, about: Form[AttachmentIn], file: File[UploadedFile]
        ) -> Any:
            """A file of up to 25 MB, checked for what it really is."""
            item = self.writable(number, actor_of(request))
            kept = actions.attach(
                item.pk, file=file, by=actor_of(request), **about.model_dump()
            )  # fmt: skip
            return Status(201, attachment_drawn(kept))
