"""What an inventory comes to, once read: providers, sites, and counts by night, ready to load.

The counts lie in a file of their own outside memory, so that a plan of a million rows is small.
"""

from __future__ import annotations

import pickle
import tempfile
import weakref
from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import IO, NamedTuple

from steadwork.assets.inventory.mapping import Mapping


class SiteRow(NamedTuple):
    """Where places are. ``key`` is unique within the source."""

    key: str
    organization: str
    name: str
    address: str = ""
    city: str = ""
    region: str = ""
    postal_code: str = ""
    country: str = ""
    latitude: float | None = None
    longitude: float | None = None
    precision: str = "none"
    phone: str = ""


class OrganizationRow(NamedTuple):
    key: str
    name: str
    phone: str = ""
    email: str = ""
    url: str = ""


class CountRow(NamedTuple):
    """The places of one sort that one programme has on one night, and how they are used."""

    file: str
    row: int
    night: date
    pile: str
    organization: str
    site: str
    product: str
    noun: str
    rule: int
    who: int
    taken: int
    free: int
    blocked: int
    attributes: dict[str, str]

    @property
    def total(self) -> int:
        return self.taken + self.free + self.blocked


class Spool:
    """Counts outside memory, written in the order of the file and read night by night.

    The file has no name, and is closed with the last plan that holds it.
    """

    def __init__(self) -> None:
        self._file: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115
        weakref.finalize(self, self._file.close)
        self._places: dict[date, array[int]] = {}

    def add(self, row: CountRow) -> None:
        self._places.setdefault(row.night, array("Q")).append(self._file.tell())
        pickle.dump(tuple(row), self._file, pickle.HIGHEST_PROTOCOL)

    @property
    def nights(self) -> list[date]:
        return sorted(self._places)

    def __len__(self) -> int:
        return sum(len(places) for places in self._places.values())

    def of(self, night: date) -> Iterator[CountRow]:
        """The rows of one night, in the order of the file. The spool is this program's own."""
        for place in self._places[night]:
            if self._file.tell() != place:
                self._file.seek(place)
            yield CountRow(*pickle.load(self._file))  # noqa: S301


@dataclass(slots=True)
class InventoryPlan:
    mapping: Mapping
    organizations: dict[str, OrganizationRow] = field(default_factory=dict)
    sites: dict[str, SiteRow] = field(default_factory=dict)
    counts: Spool = field(default_factory=Spool)
    places: int = 0
    taken: int = 0
    blocked: int = 0
