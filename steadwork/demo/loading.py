"""Loads the town in parts. Each part is one transaction, and leaves an entry that it is there.

A load that was killed goes on with the parts that are missing; a second load finds them all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from random import Random

import structlog
from django.db import connection, transaction
from django.utils import timezone

from steadwork.demo import agency, inventory
from steadwork.demo.almanac import Almanac
from steadwork.demo.counties import LAKESHORE, RIVERBEND, County
from steadwork.demo.haste import savepoints
from steadwork.demo.history import History
from steadwork.demo.homes import FAMILY, FOSTER, GROUP, SHELTER, Home
from steadwork.demo.scenes import Scenes
from steadwork.demo.town import Town
from steadwork.kernel.actor import SYSTEM
from steadwork.kernel.audit import Entry, record
from steadwork.kernel.clock import at
from steadwork.parties.models import Organization

log = structlog.get_logger(__name__)
SEED = 1887
LOADED = "demo.loaded"
LOCK = 5_290_551
Tell = Callable[[datetime], None]

#: The year of Riverbend in two halves, which may be lived side by side.
HALVES = (
    {home.name for home in (*FOSTER[::2], *GROUP[::2], *SHELTER[::2])},
    {home.name for home in (*FOSTER[1::2], *GROUP[1::2], *SHELTER[1::2], *FAMILY)},
)
PARTS = ("agency", "half 0", "half 1", "next county", "today")


def silently(moment: datetime) -> None:
    """For those who need no progress told."""


def host_of(county: County) -> Organization:
    return Organization.objects.get(kind="host", name=county.name, parent=None)


def is_there(part: str) -> bool:
    return Entry.objects.filter(action=LOADED, note=part).exists()


def missing() -> list[str]:
    """The parts of the town that still have to be built."""
    return [part for part in PARTS if not is_there(part)]


@contextmanager
def building(part: str) -> Iterator[bool]:
    """One transaction, and one loader at a time. False when the part is there already."""
    with transaction.atomic(), savepoints(False):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK + PARTS.index(part)])
        wanted = not is_there(part)
        yield wanted
        if wanted:
            record(LOADED, host_of(RIVERBEND), by=SYSTEM, note=part)


def build_agency(almanac: Almanac, county: County = RIVERBEND) -> None:
    """The agency, its providers, and everything that stands still."""
    with building("agency") as wanted:
        if wanted:
            settle(almanac, county)


def settle(almanac: Almanac, county: County) -> Town:
    with at(almanac.ago(400)):
        town = Town(agency.found(county), county)
    rng = Random(SEED)  # noqa: S311 — a story, not a secret
    for home in sorted(county.homes, key=lambda each: -each.joined):
        inventory.register(home, town, almanac, rng)
    return town


def live(town: Town, homes: tuple[Home, ...], almanac: Almanac, seed: int, tell: Tell) -> None:
    """A year of some of the houses. In a small town every way of asking is tried sooner."""
    houses = [town.house(home) for home in homes]
    every = 4 if len(homes) > 9 else 2
    told(History(town, houses, almanac, Random(SEED + seed), every).live(tell))  # noqa: S311


def told(refused: list[str]) -> None:
    """In a town without mistakes there is nothing to tell."""
    for sentence in refused:
        log.warning("demo.refused", sentence=sentence)


def live_half(half: int, almanac: Almanac, tell: Tell, county: County = RIVERBEND) -> None:
    with building(f"half {half}") as wanted:
        if wanted:
            homes = tuple(home for home in county.homes if home.name in HALVES[half])
            live(Town(host_of(county), county), homes, almanac, half, tell)


def build_next_county(almanac: Almanac) -> None:
    with building("next county") as wanted:
        if wanted:
            live(settle(almanac, LAKESHORE), LAKESHORE.homes, almanac, 7, silently)


def set_today(almanac: Almanac, county: County = RIVERBEND) -> None:
    """What lies on the desks this morning."""
    with building("today") as wanted:
        if wanted:
            town = Town(host_of(county), county)
            told(Scenes(town, almanac, Random(SEED + 9)).play())  # noqa: S311


def load_here(county: County = RIVERBEND) -> None:
    """The whole town, one part after the other, in this process."""
    almanac = Almanac(timezone.now())
    build_agency(almanac, county)
    for half in range(len(HALVES)):
        live_half(half, almanac, silently, county)
    build_next_county(almanac)
    set_today(almanac, county)
