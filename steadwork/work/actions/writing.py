"""Notes, activities and files: what people put on an item, and for whom."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext as _

from steadwork.kernel.actor import Actor
from steadwork.kernel.audience import Audience
from steadwork.kernel.audit import record
from steadwork.kernel.clock import now
from steadwork.kernel.constraints import refusing
from steadwork.kernel.errors import Conflict, Invalid
from steadwork.kernel.verdict import require
from steadwork.parties.models import Position
from steadwork.work.disclosure import Level
from steadwork.work.files import accepted_type
from steadwork.work.models import Activity, Attachment, Note, WorkItem, Written
from steadwork.work.visibility import level_for, may_write

#: Audiences that reach beyond the two sides of one conversation.
WIDER = frozenset({Audience.PARTNERS, Audience.CUSTOMER})


def authorship(item: WorkItem, audience: str, partner_id: UUID | None, by: Actor) -> dict[str, Any]:
    """Who writes, and for whom. A partner at less than *accepted* may speak to the host alone."""
    require(may_write(by, item))
    if audience == Audience.PARTNER:
        usual = sharing_organization(item, by) if by.is_partner else item.partner_id
        partner_id = partner_id or usual
        if by.is_partner and partner_id not in by.organizations:
            partner_id = None
        if partner_id is None or not item.shares.filter(partner_id=partner_id).exists():
            raise Invalid(_("Choose one of the partners on this item."))
    elif audience in WIDER and by.is_partner and level_for(by, item) != Level.ACCEPTED:
        raise Invalid(_("Until the answer is yes you can write to the agency only."))
    return {
        "item_id": item.pk,
        "host_id": item.host_id,
        "author_user_id": by.user_id,
        "author_name": by.name,
        "author_organization_id": by.organization_id,
        "author_organization_name": by.organization_name,
        "side": by.side,
        "audience": audience,
        "partner_id": partner_id if audience == Audience.PARTNER else None,
        "created_at": now(),
    }


def sharing_organization(item: WorkItem, by: Actor) -> UUID | None:
    """Through which of the actor's organizations the item came."""
    mine = item.shares.filter(partner_id__in=by.organizations)
    return mine.values_list("partner_id", flat=True).first()


def noted(action: str, written: Written, item: WorkItem, by: Actor, note: str = "") -> None:
    """The entry has the audience of what was written, and never more of its text."""
    record(action, item, by=by, note=note, audience=written.audience, partner_id=written.partner_id)


@transaction.atomic
def add_note(
    item_id: UUID, *, text: str, audience: str = Audience.SIDE, partner_id: UUID | None = None,
    by: Actor,
) -> Note:  # fmt: skip
    """Write a remark. It cannot be changed, only corrected by a new one."""
    item = WorkItem.objects.seen(item_id, by)
    if not text.strip():
        raise Invalid(_("Write something first."))
    who = authorship(item, audience, partner_id, by)
    note: Note = Note.objects.create(text=text, **who)
    noted("note.added", note, item, by)
    return note


@transaction.atomic
def correct_note(note_id: UUID, *, text: str, by: Actor) -> Note:
    """A new version beside the old one; both stay."""
    old: Note = Note.objects.seen(note_id, by)
    if old.author_user_id != by.user_id:
        raise Invalid(_("Only %(who)s can correct this note.") % {"who": old.author_name})
    item = WorkItem.objects.seen(old.item_id, by)
    who = authorship(item, old.audience, old.partner_id, by)
    with refusing(
        work_note_supersedes_id_key=lambda: Conflict(_("This note was corrected already."))
    ):
        note: Note = Note.objects.create(text=text, supersedes=old, **who)
    noted("note.corrected", note, item, by)
    return note


@transaction.atomic
def add_activity(
    item_id: UUID,
    *,
    kind: str,
    description: str,
    due_at: datetime | None = None,
    assignee_id: UUID | None = None,
    audience: str = Audience.SIDE,
    partner_id: UUID | None = None,
    by: Actor,
) -> Activity:
    """Something to do on an item: a call, a visit, a question."""
    item = WorkItem.objects.seen(item_id, by)
    if not description.strip():
        raise Invalid(_("Say what there is to do."))
    who = authorship(item, audience, partner_id, by)
    if assignee_id:
        Position.objects.seen(assignee_id, by)
    activity: Activity = Activity.objects.create(
        type=kind,
        description=description,
        due_at=due_at,
        assignee_id=assignee_id or (by.position_id if audience == Audience.AUTHOR else None),
        **who,
    )
    noted("activity.added", activity, item, by, note=description)
    return activity


@transaction.atomic
def finish_activity(activity_id: UUID, *, by: Actor, dropped: bool = False) -> Activity:
    """Done, or no longer needed."""
    activity: Activity = Activity.objects.locked(activity_id, by)
    item = WorkItem.objects.seen(activity.item_id, by)
    require(may_write(by, item))
    if activity.status != Activity.Status.OPEN:
        raise Conflict(_("This was finished already."))
    activity.status = Activity.Status.DROPPED if dropped else Activity.Status.DONE
    activity.done_at = now()
    activity.save(update_fields=["status", "done_at", "updated_at"])
    noted(f"activity.{activity.status}", activity, item, by, note=activity.description)
    return activity


@transaction.atomic
def attach(
    item_id: UUID,
    *,
    file: File[bytes],
    description: str = "",
    audience: str = Audience.SIDE,
    partner_id: UUID | None = None,
    by: Actor,
) -> Attachment:
    """Keep a file on an item, after a look at its size and at what it really is."""
    item = WorkItem.objects.seen(item_id, by)
    name, media_type = accepted_type(file)
    who = authorship(item, audience, partner_id, by)
    attachment = Attachment(
        name=name,
        media_type=media_type,
        size=file.size,
        sha256=digest_of(file),
        description=description,
        **who,
    )
    attachment.file.save(name, file, save=False)
    attachment.save(force_insert=True)
    noted("attachment.added", attachment, item, by, note=name)
    return attachment


def digest_of(file: File[bytes]) -> str:
    sha = hashlib.sha256()
    for chunk in file.chunks():
        sha.update(chunk)
    file.seek(0)
    return sha.hexdigest()
