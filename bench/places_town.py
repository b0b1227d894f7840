"""100,000 places and 1,000,000 bookings of one host. Seeded, and placed around today."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from bench.ground import PICK, bare, fill, settle

TOWN = Path(__file__).with_suffix(".sql")


def build(assets: int, bookings: int) -> None:
    """Fill a migrated, empty database."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(PICK)
    with bare(["assets_asset", "assets_booking"]):
        fill(TOWN.read_text(), assets=assets, bookings=bookings)
    settle()


def worker() -> Any:
    """Somebody of the host who may see every place."""
    from steadwork.kernel.actor import Actor, Side
    from steadwork.parties.models import Organization

    host = Organization.objects.get(identifier="county")
    return Actor(
        side=Side.HOST,
        host_id=host.pk,
        organization_id=host.pk,
        organizations=frozenset([host.pk]),
        permissions=frozenset({"asset.see", "agreement.see", "party.see"}),
    )
