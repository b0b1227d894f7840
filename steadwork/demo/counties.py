"""The two agencies of the demo: the big one, and the one next door that must see nothing of it."""

from __future__ import annotations

from dataclasses import dataclass

from steadwork.demo import roster
from steadwork.demo.homes import HOMES, LAKESHORE_HOMES, Home
from steadwork.demo.personas import AGENCY
from steadwork.demo.roster import Seat
from steadwork.demo.shelf import EMERGENCY, PRODUCTS, STANDARD


@dataclass(frozen=True, slots=True)
class County:
    """An agency before it exists: everything that is known about it in advance."""

    name: str
    domain: str
    units: tuple[str, ...]
    seats: tuple[Seat, ...]
    homes: tuple[Home, ...]
    workers: dict[str, tuple[str, ...]]
    products: tuple[str, ...]

    def supervisor_of(self, key: str) -> str:
        return next(seat.above for seat in self.seats if seat.key == key)


RIVERBEND = County(
    AGENCY, "riverbend.example", roster.UNITS, roster.SEATS, HOMES, roster.WORKERS, tuple(PRODUCTS)
)
LAKESHORE = County(
    "Lakeshore County", "lakeshore.example", (), roster.LAKESHORE_SEATS, LAKESHORE_HOMES,
    dict.fromkeys(roster.WORKERS, ("owen",)), (STANDARD, EMERGENCY),
)  # fmt: skip
