"""The states of a referral order, whose next step each one is, and the table of moves."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from steadwork.kernel.states import Machine, Move


class State(TextChoices):
    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Submitted")
    IN_REVIEW = "in_review", _("In review")
    WAITLISTED = "waitlisted", _("Waitlisted")
    ACCEPTED = "accepted", _("Accepted")
    ACTIVE = "active", _("Staying")
    COMPLETED = "completed", _("Completed")
    ENDED_EARLY = "ended_early", _("Ended early")
    REJECTED = "rejected", _("Rejected")
    CANCELLED = "cancelled", _("Cancelled")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    EXPIRED = "expired", _("Expired")


S = State
OFFERED: frozenset[str] = frozenset({S.SUBMITTED, S.IN_REVIEW, S.WAITLISTED})
AGREED: frozenset[str] = frozenset({S.ACCEPTED, S.ACTIVE})
LIVE: frozenset[str] = frozenset({S.DRAFT}) | OFFERED | AGREED

STAGES: dict[str, str] = {
    **dict.fromkeys(LIVE, "open"),
    **dict.fromkeys((S.COMPLETED, S.ENDED_EARLY), "done"),
    **dict.fromkeys((S.REJECTED, S.CANCELLED, S.WITHDRAWN, S.EXPIRED), "dropped"),
}

#: Whose next step it is. Only open orders have one.
TURNS: dict[str, str] = {
    S.DRAFT: "host",
    S.SUBMITTED: "partner",
    S.IN_REVIEW: "partner",
    S.WAITLISTED: "host",
    S.ACCEPTED: "partner",
    S.ACTIVE: "partner",
}

MOVES = Machine(
    State,
    STAGES,
    submit=Move({S.DRAFT}, S.SUBMITTED, _("Submit order")),
    accept=Move(OFFERED, S.ACCEPTED, _("Accept")),
    waitlist=Move({S.SUBMITTED, S.IN_REVIEW}, S.WAITLISTED, _("Waitlist")),
    reject=Move(OFFERED, S.REJECTED, _("Reject")),
    arrive=Move({S.ACCEPTED}, S.ACTIVE, _("Record arrival")),
    depart=Move({S.ACTIVE}, S.COMPLETED, _("Record departure")),
    cancel=Move({S.DRAFT, *OFFERED, S.ACCEPTED}, S.CANCELLED, _("Cancel order")),
    review=Move({S.SUBMITTED}, S.IN_REVIEW, _("Open for review")),
    withdraw=Move({S.DRAFT, *OFFERED}, S.WITHDRAWN, _("Withdraw offer")),
    lapse=Move(OFFERED, S.EXPIRED, _("Let lapse")),
    end_early=Move({S.ACTIVE}, S.ENDED_EARLY, _("End early")),
)

#: Moves that no button offers: they follow from something else that happened.
BY_CONSEQUENCE = frozenset({"review", "withdraw", "lapse", "end_early"})
