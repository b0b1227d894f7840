"""Who may do what on a referral order, and what a provider may read of it (P 2.15)."""

from __future__ import annotations

from datetime import datetime

from steadwork.kernel.actor import Actor
from steadwork.referrals.states import LIVE, OFFERED
from steadwork.work.disclosure import Disclosure, Level
from steadwork.work.visibility import WorkItemQuerySet

#: field → the first level that reads it. What is not named stays with the host.
DISCLOSURE = Disclosure(
    {
        "number": Level.ENDED,
        "state": Level.ENDED,
        "submitted_at": Level.ENDED,
        "answered_at": Level.ENDED,
        "arrived_on": Level.ENDED,
        "departed_on": Level.ENDED,
        "closed_at": Level.ENDED,
        "reason": Level.ENDED,
        "reason_label": Level.ENDED,
        "host": Level.OFFERED,
        "title": Level.OFFERED,
        "partner": Level.OFFERED,
        "priority": Level.OFFERED,
        "opened_at": Level.OFFERED,
        "due_at": Level.OFFERED,
        "product": Level.OFFERED,
        "product_name": Level.OFFERED,
        "period": Level.OFFERED,
        "asset": Level.OFFERED,
        "unit_price": Level.OFFERED,
        "price_words": Level.OFFERED,
        "currency": Level.OFFERED,
        "price_unit": Level.OFFERED,
        "need": Level.OFFERED,
        "need_words": Level.OFFERED,
        "message": Level.OFFERED,
        "reason_text": Level.OFFERED,
        "expected_on": Level.OFFERED,
        "turn": Level.OFFERED,
        "contact": Level.ACCEPTED,
        "owner": Level.ACCEPTED,
        "account": Level.ACCEPTED,
    }
)

HOST_MOVES = frozenset({"submit", "cancel", "offer"})
ANSWERS = frozenset({"accept", "reject", "waitlist"})
STAY = frozenset({"arrive", "depart"})


class ReferralQuerySet(WorkItemQuerySet):
    def visible_to(self, actor: Actor) -> ReferralQuerySet:
        """A draft has no share yet, so that a provider cannot see one."""
        return super().visible_to(actor)

    def live(self) -> ReferralQuerySet:
        return self.filter(state__in=LIVE)

    def overdue(self, at: datetime) -> ReferralQuerySet:
        """Offers whose time for an answer is up."""
        return self.filter(state__in=OFFERED, due_at__lte=at)


def may(actor: Actor, move: str, order: object) -> bool:
    """Which verbs, on an order already seen. Never widens what visible_to gave."""
    if actor.is_system:
        return True
    if move in HOST_MOVES:
        return actor.is_host and actor.can("referral.create")
    if move in ANSWERS:
        return actor.is_partner and actor.can("referral.answer")
    if move in STAY:
        return actor.can("referral.stay")
    if move == "assign":
        return actor.is_partner and actor.can("referral.assign")
    return False
