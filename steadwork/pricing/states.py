"""The states of an agreement: negotiated, in force, cancelled."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from steadwork.kernel.states import Machine, Move


class AgreementState(TextChoices):
    CURRENT = "current", _("Current")
    ACTIVE = "active", _("Active")
    CANCELLED = "cancelled", pgettext_lazy("agreement", "Cancelled")


S = AgreementState
AGREEMENT_MOVES = Machine(
    AgreementState,
    {S.CURRENT: "open", S.ACTIVE: "open", S.CANCELLED: "dropped"},
    activate=Move({S.CURRENT}, S.ACTIVE, _("Put in force")),
    cancel=Move({S.CURRENT, S.ACTIVE}, S.CANCELLED, _("Cancel agreement")),
)
