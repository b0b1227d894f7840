"""What is going to happen, in the order in which it will."""

from __future__ import annotations

import heapq
from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import count

from steadwork.demo.haste import one_step
from steadwork.kernel import clock
from steadwork.kernel.errors import DomainError

Event = Callable[[], object]


class Diary:
    """Events by moment. Each happens with the clock of the house set to its moment."""

    def __init__(self) -> None:
        self.entries: list[tuple[datetime, int, Event]] = []
        self.order = count()
        self.refused: list[str] = []

    def at(self, moment: datetime, event: Event) -> None:
        heapq.heappush(self.entries, (moment, next(self.order), event))

    def after(self, hours: float, event: Event) -> None:
        """So many hours from the moment that is being lived."""
        self.at(clock.now() + timedelta(hours=hours), event)

    def live(self, until: datetime, tell: Callable[[datetime], None]) -> None:
        """Let everything happen up to a moment. What would come later has not happened yet."""
        while self.entries and self.entries[0][0] <= until:
            moment, _order, event = heapq.heappop(self.entries)
            tell(moment)
            with clock.at(moment):
                self.happen(event)

    def happen(self, event: Event) -> None:
        """What the house refuses does not happen, and the town goes on without it."""
        try:
            with one_step():
                event()
        except DomainError as refusal:
            self.refused.append(f"{clock.now():%Y-%m-%d %H:%M} {refusal}")
