"""What a place may have that a person may need."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from steadwork.kernel.codes import CodeList

FEATURES = CodeList(
    "asset.feature",
    {
        "wheelchair": _("Wheelchair access"),
        "ground_floor": _("Ground floor"),
        "crib": _("Crib"),
        "own_bathroom": _("Own bathroom"),
        "siblings": _("Siblings together"),
        "pets": _("Pets may come"),
        "quiet": _("Quiet surroundings"),
        "medical": _("Medical care"),
    },
)

BLOCK_REASONS = CodeList(
    "asset.block_reason",
    {
        "repair": _("Repair"),
        "cleaning": _("Cleaning"),
        "staff": _("Not enough staff"),
        "own_use": _("Own use"),
        "other": _("Another reason"),
    },
)
