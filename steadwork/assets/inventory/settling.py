"""What must happen so that one night's counts become true. Pure: no database.

People's bookings are never touched. They count towards what the file says; what is left is
brought about on the other places. When that cannot be done, the answer is a sentence.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import NamedTuple
from uuid import UUID

from django.utils.translation import gettext as _

from steadwork.assets.inventory.plan import CountRow

TAKEN, BLOCKED = "occupied", "blocked"
"""The kinds of booking that an import makes."""


@dataclass(slots=True)
class Place:
    """One place of a pile as it is on the night.

    ``people`` is how people use it (taken, blocked or ''), ``ours`` the kind of the import's own
    booking; at most one of the two is set. ``booking`` is the id of ours.
    """

    id: UUID
    ordinal: int
    commissioned: date
    decommissioned: date | None = None
    retired: bool = False
    people: str = ""
    ours: str = ""
    booking: UUID | None = None

    def exists(self, night: date) -> bool:
        ended = self.decommissioned is not None and self.decommissioned <= night
        return not self.retired and self.commissioned <= night and not ended

    @property
    def withdrawn(self) -> bool:
        """Taken back by a later file about the very night on which it came."""
        return self.retired and self.decommissioned == self.commissioned + timedelta(days=1)


class Trouble(NamedTuple):
    """Why the counts cannot come true: taken, free or blocked, the numbers, and in words."""

    column: str
    value: str
    wrong: str
    mend: str


@dataclass(slots=True)
class Settlement:
    """The steps, in the order in which they are taken."""

    release: list[UUID] = field(default_factory=list)
    retire: list[Place] = field(default_factory=list)
    revive: list[Place] = field(default_factory=list)
    create: list[int] = field(default_factory=list)
    book: list[tuple[Place | int, str]] = field(default_factory=list)


def settle(
    row: CountRow, known: Collection[Place], needed_later: Callable[[Iterable[Place]], set[int]]
) -> Settlement | Trouble:
    """The steps from the places that are known to what the row says.

    ``needed_later`` answers which places (by ordinal) people have booked for later nights; it is
    asked only when places must go.
    """
    steps = Settlement()
    there = sorted((p for p in known if p.exists(row.night)), key=lambda place: place.ordinal)
    taken = sum(place.people == "taken" for place in there)
    blocked = sum(place.people == "blocked" for place in there)
    if taken > row.taken:
        return _too_many("taken", taken, row.taken)
    if blocked > row.blocked:
        return _too_many("blocked", blocked, row.blocked)
    surplus = len(there) - row.total
    if surplus > 0:
        gone = _leaving(there, surplus, needed_later)
        if len(gone) < surplus:
            return _too_many("free", len(there) - len(gone), row.total)
        steps.retire = gone
        steps.release += [place.booking for place in gone if place.booking]
        there = [place for place in there if place not in gone]
    elif surplus < 0:
        _more(steps, row, known, -surplus)
    _use(steps, [*there, *steps.revive], row.taken - taken, row.blocked - blocked)
    return steps


def _too_many(count: str, people: int, said: int) -> Trouble:
    wrong = {
        "taken": _("People have booked more places for this night than the file says are taken."),
        "blocked": _("People have blocked more places for this night than the file says."),
        "free": _("People have booked more places than the file says there are."),
    }[count]
    mend = _("Correct the number, or end the bookings that are not true.")
    return Trouble(count, f"{people} > {said}", wrong, mend)


def _leaving(
    there: list[Place], surplus: int, needed_later: Callable[[Iterable[Place]], set[int]]
) -> list[Place]:
    """Which places go: the last ones that nobody uses or has booked for later."""
    idle = [place for place in there if not place.people]
    needed = needed_later(idle)
    return [place for place in reversed(idle) if place.ordinal not in needed][:surplus]


def _more(steps: Settlement, row: CountRow, known: Collection[Place], wanted: int) -> None:
    """Bring places back that were there before, then make new ones after the last number."""
    away = [p for p in known if not p.exists(row.night) and (not p.retired or p.withdrawn)]
    steps.revive = sorted(away, key=lambda place: place.ordinal)[:wanted]
    last = max((place.ordinal for place in known), default=0)
    steps.create = list(range(last + 1, last + 1 + wanted - len(steps.revive)))


def _use(steps: Settlement, there: list[Place], taken: int, blocked: int) -> None:
    """Keep our bookings as far as they still hold, release the others, make what is missing."""
    open_to_us: list[Place | int] = []
    missing = {TAKEN: taken, BLOCKED: blocked}
    for place in there:
        if place.people:
            continue
        if place.ours and missing.get(place.ours, 0) > 0:
            missing[place.ours] -= 1
            continue
        if place.booking:
            steps.release.append(place.booking)
        open_to_us.append(place)
    open_to_us += steps.create
    kinds = [TAKEN] * missing[TAKEN] + [BLOCKED] * missing[BLOCKED]
    steps.book += zip(open_to_us, kinds, strict=False)
