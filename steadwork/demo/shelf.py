"""What the two agencies buy."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

STANDARD, THERAPEUTIC, EMERGENCY, ROOM = "standard", "therapeutic", "emergency", "family-room"

PRODUCTS: dict[str, dict[str, Any]] = {
    STANDARD: {
        "name": "Foster Care Standard Bed", "unit": "week",
        "description": "A bed, meals and everyday care in a licensed family home.",
        "features": ["crib", "siblings", "pets", "wheelchair", "ground_floor"],
    },
    THERAPEUTIC: {
        "name": "Therapeutic Foster Bed", "unit": "week",
        "description": "A bed with carers trained for children who have been through a lot.",
        "features": ["quiet", "medical", "own_bathroom"],
    },
    EMERGENCY: {
        "name": "Emergency Shelter Bed", "unit": "night", "open_ended": False,
        "description": "A bed for tonight, day and night staffed, for up to ninety nights.",
        "features": ["wheelchair", "own_bathroom", "pets"],
    },
    ROOM: {
        "name": "Family Shelter Room", "unit": "night", "open_ended": False,
        "turnover_nights": 1,
        "description": "A room of their own for a family; one night between two stays to clean.",
        "features": ["crib", "siblings", "own_bathroom", "wheelchair"],
    },
}  # fmt: skip

PRICES = {
    STANDARD: (Decimal("385.00"), "week"),
    THERAPEUTIC: (Decimal("742.00"), "week"),
    EMERGENCY: (Decimal("61.50"), "night"),
    ROOM: (Decimal("118.00"), "night"),
}

#: Shortest, usual and longest stay in nights.
STAYS = {
    STANDARD: (25, 150, 320),
    THERAPEUTIC: (30, 160, 320),
    EMERGENCY: (8, 48, 89),
    ROOM: (20, 70, 120),
}
