"""The town's calendar: every date in it is so many days before today."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from django.utils import timezone

YEAR = 365


@dataclass(frozen=True, slots=True)
class Almanac:
    """The moment at which the town is built, and the days before it."""

    now: datetime

    @property
    def today(self) -> date:
        return timezone.localtime(self.now).date()

    def day(self, ago: int) -> date:
        return self.today - timedelta(days=ago)

    def on(self, day: date, hour: float = 9.0) -> datetime:
        """That hour of that day on the clock in town."""
        start = datetime.combine(day, time(), tzinfo=timezone.get_default_timezone())
        return start + timedelta(hours=hour)

    def ago(self, days: int, hour: float = 9.0) -> datetime:
        return self.on(self.day(days), hour)

    def morning(self, moment: datetime, rng: Random) -> datetime:
        """Office hours of that day."""
        return self.on(timezone.localtime(moment).date(), rng.uniform(8.5, 14))

    def soon(self, moment: datetime, minutes: float) -> datetime:
        """So many minutes later, but never later than now: nothing lies in the future."""
        return min(moment + timedelta(minutes=minutes), max(self.now, moment))

    def minutes_ago(self, minutes: float) -> datetime:
        return self.now - timedelta(minutes=minutes)
