"""Whether a licence leaves room on every night. Pure: dates and numbers, no database."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple


class Nights(NamedTuple):
    """A half-open stretch of nights. No end means for ever."""

    start: date
    end: date | None

    def has(self, night: date) -> bool:
        return self.start <= night and (self.end is None or night < self.end)


class Extra(NamedTuple):
    """So many more people than the licence says, for a time."""

    nights: Nights
    more: int


def first_full_night(
    wanted: Nights, stays: list[Nights], capacity: int, extras: Iterable[Extra] = ()
) -> date | None:
    """The first night on which one more stay would be one too many; None when there is room.

    The number of people only rises where a stay begins and the limit only falls where a variance
    ends, so it is enough to look at those nights.
    """
    extras = list(extras)
    turning = {wanted.start}
    turning |= {stay.start for stay in stays if wanted.has(stay.start)}
    turning |= {x.nights.end for x in extras if x.nights.end and wanted.has(x.nights.end)}
    for night in sorted(turning):
        limit = capacity + sum(extra.more for extra in extras if extra.nights.has(night))
        if sum(stay.has(night) for stay in stays) >= limit:
            return night
    return None
