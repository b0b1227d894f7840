"""The one clock of the house. The demo and the tests may set it; nothing else may."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils import timezone

_moment: ContextVar[datetime | None] = ContextVar("moment", default=None)


def now() -> datetime:
    """This instant, aware, in UTC."""
    return _moment.get() or timezone.now()


def today(time_zone: str | None = None) -> date:
    """The date on the wall where the time zone is; the house's own zone when none is given."""
    zone = ZoneInfo(time_zone) if time_zone else timezone.get_default_timezone()
    return now().astimezone(zone).date()


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Everything inside happens at this moment."""
    token = _moment.set(moment)
    try:
        yield
    finally:
        _moment.reset(token)
