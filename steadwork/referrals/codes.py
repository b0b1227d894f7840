"""The coded reasons and bases of referral orders (P 2.14)."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from steadwork.kernel.codes import CodeList
from steadwork.kernel.errors import Invalid

REASONS = CodeList(
    "referral.reason",
    {
        "no_capacity": _("No free place"),
        "out_of_license": _("Not covered by our licence"),
        "age_mismatch": _("Age does not fit"),
        "gender_mismatch": _("Gender does not fit"),
        "behaviour_needs": _("Behaviour needs that we cannot meet"),
        "medical_needs": _("Medical needs that we cannot meet"),
        "location": _("Location does not fit"),
        "conflict_with_resident": _("Conflict with somebody who lives here"),
        "insufficient_information": _("Not enough information"),
        "client_declined": _("The client declined"),
        "unable_to_contact": _("Nobody could be reached"),
        "other": _("Another reason"),
    },
)

CANCEL_REASONS = CodeList(
    "referral.cancel_reason",
    {
        "no_longer_needed": _("No longer needed"),
        "placed_elsewhere": _("Placed elsewhere"),
        "client_declined": _("The client declined"),
        "duplicate": _("Entered twice"),
        "no_show": _("Did not arrive"),
        "other": _("Another reason"),
    },
)

END_REASONS = CodeList(
    "referral.end_reason",
    {
        "planned": _("As planned"),
        "reunified": _("Back with the family"),
        "adopted": _("Adopted"),
        "kinship": _("With relatives"),
        "step_up": _("More care needed"),
        "step_down": _("Less care needed"),
        "provider_request": _("Provider asked for it"),
        "agency_safety": _("Agency, for safety"),
        "runaway": _("Left without word"),
        "transfer": _("Moved elsewhere"),
        "other": _("Another reason"),
    },
)

BASES = CodeList(
    "referral.basis",
    {
        "consent": _("Consent of the client or guardian"),
        "court_order": _("Court order"),
        "statute": _("Statute"),
        "emergency": _("Emergency"),
    },
)


def require_reason(reasons: CodeList, reason: str, in_words: str, host_id: UUID) -> None:
    """A reason that may be chosen today, and words when it is another one."""
    if reason not in dict(reasons.choices(host_id)):
        raise Invalid(gettext("Choose a reason."), code="REASON_REQUIRED")
    if reason == "other" and not in_words.strip():
        raise Invalid(gettext("Say which other reason."), code="REASON_REQUIRED")
