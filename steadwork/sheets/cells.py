"""What a cell says, as a value. Nothing here evaluates anything."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache

from django.utils.translation import gettext as _

from steadwork.kernel.errors import Invalid

WHOLE = re.compile(r"[+-]?\d{1,15}(?:\.0{1,10})?")
CLOCK = re.compile(
    r"(\d{1,2})(?:[:.h](\d{2}))?(?::\d{2}(?:\.\d+)?)?\s*(?:([ap])\.?\s*m?\.?)?(?:Z|[+-]\d{2}:?\d{2})?",
    re.IGNORECASE,
)
QUOTED = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.|_.|\*.')


def as_text(raw: str, dated: bool, since_1904: bool = False) -> str:
    """A number as a workbook stores it, as a person sees it: ``12``, ``0.5``, ``2024-01-31``."""
    try:
        number = float(raw)
    except ValueError:
        return raw
    if dated:
        return _moment(number, since_1904)
    if raw.lstrip("-").isdigit() and len(raw) < 16:
        return raw
    return str(int(number)) if number.is_integer() and abs(number) < 1e15 else f"{number:.15g}"


def _moment(serial: float, since_1904: bool) -> str:
    start = datetime(1904, 1, 1, tzinfo=UTC) if since_1904 else datetime(1899, 12, 30, tzinfo=UTC)
    try:
        moment = start + timedelta(seconds=round(serial * 86_400))
    except OverflowError:
        return f"{serial:.15g}"
    if 0 <= serial < 1:
        return f"{moment:%H:%M}"
    return f"{moment:%Y-%m-%d}" if serial == int(serial) else f"{moment:%Y-%m-%dT%H:%M:%S}"


def is_date_format(code: str) -> bool:
    """Whether a number format shows a day or a time."""
    return any(letter in "dmyhs" for letter in QUOTED.sub("", code).split(";")[0].lower())


def whole(text: str) -> int:
    """A whole number, which may be below zero. '' is 0. Raises Invalid in words."""
    text = text.strip()
    if not text:
        return 0
    if not WHOLE.fullmatch(text):
        raise Invalid(_("This is not a whole number."), mend=_("Write digits only, such as 12."))
    return int(text.partition(".")[0])


def count(text: str) -> int:
    """A number of things: whole, not negative. '' is 0. Raises Invalid in words."""
    number = whole(text)
    if number < 0:
        raise Invalid(_("This number is below zero."), mend=_("Write 0 or more."))
    return number


@lru_cache(4096)
def day(text: str, formats: tuple[str, ...] = ()) -> date:
    """A date in one of the formats (strptime), or as ISO 8601. Raises Invalid in words."""
    for form in formats:
        try:
            return datetime.strptime(text.strip(), form).replace(tzinfo=UTC).date()
        except ValueError:
            continue
    try:
        return datetime.fromisoformat(text.strip()).date()
    except ValueError as error:
        raise Invalid(
            _("This is not a date that can be read."),
            mend=_("Write it as 2024-01-31, or add its format to the mapping."),
        ) from error


@lru_cache(4096)
def clock(text: str) -> time:
    """A time of day: 9:00, 09:00:00, 9am, 5.30 p.m., 24:00 as midnight. Raises Invalid in words."""
    hit = CLOCK.fullmatch(text.strip())
    if hit:
        hour, minute, half = int(hit[1]), int(hit[2] or 0), (hit[3] or "").lower()
        if half and 1 <= hour <= 12:
            hour = hour % 12 + (12 if half == "p" else 0)
        if hour == 24 and minute == 0:
            hour = 0
        if hour < 24 and minute < 60 and (half or ":" in text or "." in text or "h" in text):
            return time(hour, minute)
    raise Invalid(
        _("This is not a time of day that can be read."), mend=_("Write it as 09:00 or 17:30.")
    )


def degrees(text: str, most: int) -> float:
    """A latitude (``most`` 90) or longitude (180). Raises Invalid in words."""
    try:
        number = float(text.strip().replace(",", ".") if "." not in text else text.strip())
    except ValueError as error:
        raise Invalid(
            _("This is not a number of degrees."), mend=_("Write it as -79.3832.")
        ) from error
    if not -most <= number <= most:
        raise Invalid(
            _("This many degrees are not on earth."),
            mend=_("Latitude is between -90 and 90, longitude between -180 and 180."),
        )
    return number
