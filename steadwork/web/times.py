"""Moments, days and periods in the words that people use."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from steadwork.kernel.clock import now


def day_words(day: date) -> str:
    """today, yesterday, tomorrow, 3 May, 3 May 2019."""
    today = timezone.localtime(now()).date()
    near = {-1: _("yesterday"), 0: _("today"), 1: _("tomorrow")}
    distance = (day - today).days
    if distance in near:
        return near[distance]
    return date_format(day, "j M" if day.year == today.year else "j M Y")


def moment_words(moment: datetime) -> str:
    """today 14:20 where the reader is. Far away from now the hour no longer matters."""
    local = timezone.localtime(moment)
    words = day_words(local.date())
    if abs(now() - moment) > timedelta(days=300):
        return words
    return f"{words} {clock_words(moment)}"


def clock_words(moment: datetime) -> str:
    return f"{timezone.localtime(moment):%H:%M}"


def full_words(value: date | datetime) -> str:
    """Nothing left out: the day of the week, the year, the hour and the zone."""
    if not isinstance(value, datetime):
        return full_day(value, get_language())
    local = timezone.localtime(value)
    return f"{full_day(local.date(), get_language())}, {local:%H:%M %Z}"


@lru_cache(maxsize=4096)
def full_day(day: date, language: str | None) -> str:
    """A list names the same few days again and again."""
    return date_format(day, _("l, j F Y"))


def said(value: date | datetime) -> str:
    return moment_words(value) if isinstance(value, datetime) else day_words(value)


def time_html(value: date | datetime) -> SafeString:
    """A time element: short on the screen, whole on hover, exact for machines."""
    return format_html(
        '<time datetime="{}" title="{}">{}</time>',
        value.isoformat(),
        full_words(value),
        said(value),
    )


def ends_of(period: Any) -> tuple[Any, Any]:
    """Both ends of a range or of a pair; None where it is open or empty."""
    if isinstance(period, tuple | list):
        return period[0], period[1]
    return period.lower, period.upper


def period_words(period: Any) -> str:
    lower, upper = ends_of(period)
    if lower and upper:
        return f"{said(lower)} – {said(upper)}"
    if lower:
        return _("from %(start)s") % {"start": said(lower)}
    return _("until %(end)s") % {"end": said(upper)} if upper else _("always")


def period_html(period: Any) -> SafeString:
    """The two ends as time elements. The end is the first moment that no longer belongs to it."""
    lower, upper = ends_of(period)
    if lower and upper:
        return format_html(
            '<span class="period">{} – {}</span>', time_html(lower), time_html(upper)
        )
    if lower:
        return format_html(_("from {}"), time_html(lower))
    return format_html(_("until {}"), time_html(upper)) if upper else SafeString(_("always"))
