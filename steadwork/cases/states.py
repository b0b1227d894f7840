"""The states of a benefits case. Approval and referral to third parties will join the table."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from steadwork.kernel.states import Machine, Move


class State(TextChoices):
    ACTIVE = "active", _("Active")
    CLOSED = "closed", _("Closed")


MOVES = Machine(
    State,
    {State.ACTIVE: "open", State.CLOSED: "done"},
    close=Move({State.ACTIVE}, State.CLOSED, _("Close case")),
    reopen=Move({State.CLOSED}, State.ACTIVE, _("Reopen case")),
)
