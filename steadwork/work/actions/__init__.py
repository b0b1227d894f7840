"""The verbs that every work item has. Nouns build their own moves on ``begin`` and ``advance``."""

from steadwork.work.actions.items import advance, begin, see
from steadwork.work.actions.shares import change_level, end_share, make_primary_partner, share
from steadwork.work.actions.team import add_member, assign_owner, make_primary, remove_member
from steadwork.work.actions.writing import (
    add_activity,
    add_note,
    attach,
    correct_note,
    finish_activity,
)

__all__ = [
    "add_activity",
    "add_member",
    "add_note",
    "advance",
    "assign_owner",
    "attach",
    "begin",
    "change_level",
    "correct_note",
    "end_share",
    "finish_activity",
    "make_primary",
    "make_primary_partner",
    "remove_member",
    "see",
    "share",
]
