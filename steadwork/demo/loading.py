"""Loads the town in parts. Each part is one transaction, and leaves an entry that it is there.

A load that was killed goes on with the parts that are missing; a second load finds them all.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from random import Random

from django.db import connection, transaction
from django.utils import timezone

from steadwork.demo import agency, inventory, roster
from steadwork.demo.almanac import Almanac
from steadwork.demo.history import History
from steadwork.demo.homes import HOMES, Home
from steadwork.demo.personas import AGENCY
from steadwork.demo.shelf import PRODUCTS
from steadwork.demo.town import AGENCY_DOMAIN, Town
from steadwork.kernel.actor import SYSTEM
from steadwork.kernel.audit import Entry, record
from steadwork.kernel.clock import at
from steadwork.parties.models import Organization

SEED = 1887
LOADED = "demo.loaded"
ONE_LOADER = 5_290_551
Tell = Callable[[str], None]


def town_host() -> Organization | None:
    return Organization.objects.filter(kind="host", name=AGENCY, parent=None).first()


def missing(part: str) -> bool:
    """Whether this part of the town still has to be built."""
    return not Entry.objects.filter(action=LOADED, note=part).exists()


def finish(part: str) -> None:
    host = town_host()
    if host is not None:
        record(LOADED, host, by=SYSTEM, note=part)


def lock(number: int = 0) -> None:
    """Two loaders at once: the second waits, and then finds that nothing is missing."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ONE_LOADER + number])


@transaction.atomic
def build_agency(almanac: Almanac, homes: tuple[Home, ...]) -> None:
    """The agency, its providers, and everything that stands still."""
    lock()
    if not missing("agency"):
        return
    with at(almanac.ago(400)):
        host = agency.found(AGENCY, roster.UNITS, roster.SEATS, PRODUCTS, AGENCY_DOMAIN)
    town, rng = Town(host), Random(SEED)  # noqa: S311 — a story, not a secret
    for home in sorted(homes, key=lambda each: -each.joined):
        inventory.register(home, town, almanac, rng)
    finish("agency")


@transaction.atomic
def live_history(
    almanac: Almanac, homes: tuple[Home, ...], part: int, every: int, tell: Callable[[datetime], None]
) -> None:
    """A year of some of the houses."""
    lock(1 + part)
    host = town_host()
    if host is None or not missing(f"history {part}"):
        return
    town = Town(host)
    houses = [town.house(home) for home in homes]
    History(town, houses, almanac, Random(SEED + part), every).live(tell)  # noqa: S311
    finish(f"history {part}")


def load(tell: Tell, homes: tuple[Home, ...] = HOMES, every: int = 3) -> None:
    almanac = Almanac(timezone.now())
    build_agency(almanac, homes)
    live_history(almanac, homes, 0, every, lambda moment: None)
