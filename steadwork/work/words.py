"""The trail in words: what an entry says to somebody who reads the timeline."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from steadwork.kernel.actor import Actor
from steadwork.kernel.audit import Entry
from steadwork.kernel.codes import CodeList
from steadwork.work.disclosure import Level
from steadwork.work.models import WorkItem

#: What an action is called on the timeline. Moves are named by their noun's table.
ACTIONS = {
    "case.opened": gettext_lazy("Case opened"),
    "case.benefit_granted": gettext_lazy("Benefit granted"),
    "referral.opened": gettext_lazy("Order drafted"),
    "referral.submit": gettext_lazy("Order submitted"),
    "referral.review": gettext_lazy("Opened by the provider"),
    "referral.accept": gettext_lazy("Accepted"),
    "referral.reject": gettext_lazy("Rejected"),
    "referral.waitlist": gettext_lazy("Put on the waiting list"),
    "referral.cancel": gettext_lazy("Cancelled"),
    "referral.withdraw": gettext_lazy("Offer withdrawn"),
    "referral.lapse": gettext_lazy("Lapsed without an answer"),
    "referral.arrive": gettext_lazy("Moved in"),
    "referral.depart": gettext_lazy("Moved out"),
    "referral.end_early": gettext_lazy("Moved out early"),
    "share.given": gettext_lazy("Shared"),
    "share.ended": gettext_lazy("Sharing ended"),
    "share.primary_changed": gettext_lazy("Primary partner changed"),
    "team.added": gettext_lazy("Added to the team"),
    "team.removed": gettext_lazy("Left the team"),
    "team.primary_changed": gettext_lazy("Owner changed"),
    "note.added": gettext_lazy("Note written"),
    "note.corrected": gettext_lazy("Note corrected"),
    "activity.added": gettext_lazy("Activity planned"),
    "activity.done": gettext_lazy("Activity done"),
    "activity.dropped": gettext_lazy("Activity dropped"),
    "attachment.added": gettext_lazy("File attached"),
    "disclosure.made": gettext_lazy("Read by the partner"),
}

ICONS = {
    "note": "notebook-pen",
    "activity": "calendar-check",
    "attachment": "paperclip",
    "team": "users",
    "share": "share-2",
    "disclosure": "eye",
}

TONES = {"referral.accept": "good", "referral.reject": "danger", "referral.waitlist": "warning"}

#: Changes that the headline says already, or that mean nothing to a reader.
UNSAID = frozenset(
    {
        "fields",
        "version",
        "stage",
        "turn",
        "closed_at",
        "asset",
        "answered_at",
        "due_at",
        "submitted_at",
        "message",
        "basis",
        "priority",
    }
)

FIELDS = {
    "state": gettext_lazy("Status"),
    "reason": gettext_lazy("Reason"),
    "reason_text": gettext_lazy("In other words"),
    "expected_on": gettext_lazy("Place expected on"),
    "partner": gettext_lazy("Partner"),
    "team": gettext_lazy("Team"),
    "owner": gettext_lazy("Owner"),
    "benefit": gettext_lazy("Benefit"),
    "arrived_on": gettext_lazy("Arrived"),
    "departed_on": gettext_lazy("Left"),
    "nights": gettext_lazy("Nights"),
    "status": gettext_lazy("Status"),
}


def told(entry: Entry, actor: Actor, level: str | None) -> dict[str, Any]:
    """An entry as the timeline component draws it, for this reader.

    Of what others did, a partner reads the fields that its level opens, and their names and words
    only once it has accepted.
    """
    noun = entry.action.partition(".")[0]
    theirs = actor.is_partner and entry.organization_id not in actor.organizations
    unnamed = theirs and level != Level.ACCEPTED
    why = str(Level(entry.note).label) if entry.note in Level.values else entry.note
    return {
        "what": headline(entry),
        "who": "" if unnamed else entry.user_name or _("Steadwork"),
        "where": entry.organization_name,
        "at": entry.at,
        "why": "" if unnamed else why,
        "changes": changed(entry, level if theirs else Level.FULL),
        "icon": ICONS.get(noun, ""),
        "tone": TONES.get(entry.action, "plain"),
    }


def headline(entry: Entry) -> str:
    if entry.action in ACTIONS:
        return str(ACTIONS[entry.action])
    noun, _dot, move = entry.action.partition(".")
    machine = getattr(WorkItem.kinds().get(noun), "MOVES", None)
    if machine and move in machine.moves:
        return str(machine.label(move))
    return entry.action.replace(".", ": ").replace("_", " ").capitalize()


def changed(entry: Entry, level: str | None) -> list[tuple[str, str, str]]:
    """(label, before, after) of the changes that say something and that the level opens."""
    noun = WorkItem.kinds().get(entry.action.partition(".")[0], WorkItem)
    machine = getattr(noun, "MOVES", None)
    found: list[tuple[str, str, str]] = []
    for name, (before, after) in entry.changes.items():
        if name in UNSAID or not (before or after):
            continue
        if level != Level.FULL and not noun.DISCLOSURE.opens(name, level):
            continue
        values = [before, after]
        if name == "state" and machine:
            values = [machine.states(value).label for value in values]
        if name == "reason":
            values = [reason_label(entry, value) for value in values]
        was, now = (str(value or "") for value in values)
        found.append((str(FIELDS.get(name, name)), was, now))
    return found


def reason_label(entry: Entry, code: str) -> str:
    """The word for a coded reason, from whichever list of the noun knows it."""
    noun = entry.action.partition(".")[0]
    for name, known in CodeList.register.items():
        if name.startswith(f"{noun}.") and code in known:
            return known.label(code, entry.host_id)
    return code
