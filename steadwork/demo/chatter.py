"""What people write about a stay: notes for their own side and for the other, things to do."""

from __future__ import annotations

from datetime import timedelta
from random import Random
from typing import TYPE_CHECKING
from uuid import UUID

from steadwork.demo import prose
from steadwork.demo.agency import seat_of
from steadwork.demo.diary import Diary
from steadwork.kernel import clock
from steadwork.work import actions as work

if TYPE_CHECKING:
    from steadwork.demo.stays import Ask


class Chatter:
    """A little of it on every stay, never the same."""

    def __init__(self, diary: Diary, rng: Random) -> None:
        self.diary, self.rng = diary, rng

    def before(self, ask: Ask, order: UUID) -> None:
        """Between the yes and the arrival."""
        if self.rng.random() < 0.3:
            text = self.rng.choice(prose.TO_PARTNER)
            work.add_note(order, text=text, audience="partner", by=ask.worker)
        if self.rng.random() < 0.25:
            work.add_note(ask.client.file.pk, text=self.rng.choice(prose.HOST_NOTES), by=ask.worker)
        if self.rng.random() < 0.45:
            self.plan(ask)

    def during(self, ask: Ask, order: UUID) -> None:
        """In the first days of a stay."""
        if self.rng.random() < 0.35:
            text = self.rng.choice(prose.FROM_PARTNER)
            work.add_note(order, text=text, audience="partner", by=ask.house.lead)
        if self.rng.random() < 0.1:
            text = self.rng.choice(prose.AMONG_PARTNERS)
            work.add_note(order, text=text, by=ask.house.lead)

    def plan(self, ask: Ask) -> None:
        """Something to do on the case, which is mostly done in time."""
        kind, what = self.rng.choice(prose.TO_DO)
        days = self.rng.uniform(3, 16)
        planned = work.add_activity(
            ask.client.file.pk, kind=kind, description=what, assignee_id=seat_of(ask.worker),
            due_at=clock.now() + timedelta(days=days), by=ask.worker,
        )  # fmt: skip
        if self.rng.random() < 0.85:
            dropped = self.rng.random() < 0.1
            done = lambda: self.finish(planned.pk, ask, dropped)  # noqa: E731
            self.diary.after(24 * days * self.rng.uniform(0.4, 1.1), done)

    def finish(self, activity: UUID, ask: Ask, dropped: bool) -> None:
        work.finish_activity(activity, dropped=dropped, by=ask.worker)
