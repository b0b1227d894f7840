"""The verbs of referral orders: the host asks, the provider answers, somebody stays."""

from steadwork.referrals.actions.answering import accept, assign, read, reject, review, waitlist
from steadwork.referrals.actions.asking import cancel, draft, lapse, offer, place, submit, withdraw
from steadwork.referrals.actions.staying import arrive, depart

__all__ = [
    "accept",
    "arrive",
    "assign",
    "cancel",
    "depart",
    "draft",
    "lapse",
    "offer",
    "place",
    "read",
    "reject",
    "review",
    "submit",
    "waitlist",
    "withdraw",
]
