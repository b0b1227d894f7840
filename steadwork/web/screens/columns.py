"""Columns and facts: how one value of a row is read, written and exported.

The same declaration serves the list, the header of a record and the export. Cells are written by
Python and not by the template engine: a list of fifty rows spends its time here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from steadwork.web import times

Words = str | Promise
NEW = gettext_lazy("New")
NOTHING = mark_safe('<span class="nothing" aria-hidden="true">–</span>')


def field_at(model: type[models.Model], path: str) -> models.Field[Any, Any] | None:
    """The model field behind a ``__`` path, or None for annotations and properties."""
    found: Any = None
    for step in path.split("__"):
        try:
            found = model._meta.get_field(step)
        except FieldDoesNotExist:
            return None
        model = found.related_model or model
    return found if isinstance(found, models.Field) else None


def read(row: Any, path: str) -> Any:
    """Walk a ``__`` path. A step that is empty ends the walk: there is nothing to show."""
    if "__" in path and path in getattr(row, "__dict__", ()):
        return row.__dict__[path]
    for step in path.split("__"):
        row = getattr(row, step)
        if row is None:
            return None
    return row


@dataclass(frozen=True)
class Column:
    """A value as text. ``link`` makes it the way into the record."""

    name: str
    label: Words | None = None
    link: bool = False
    wide: bool = field(default=False, kw_only=True)
    align = "start"
    kind = "text"  # how its cell looks; subclasses keep the look of what they are
    quiet = False  # whether the heading is for screen readers only
    model: type[models.Model] | None = field(default=None, kw_only=True, repr=False)

    def bound(self, model: type[models.Model]) -> Column:
        """The same column, knowing its model: labels and choices come from there."""
        words = self.label
        if words is None:
            known = field_at(model, self.name)
            words = capfirst(known.verbose_name) if known else capfirst(self.name.replace("_", " "))
        return replace(self, model=model, label=words)

    @property
    def joins(self) -> list[str]:
        """The relations that this column walks, for select_related."""
        path, found = self.name.split("__"), []
        for size in range(1, len(path) + 1):
            known = field_at(self.model, "__".join(path[:size])) if self.model else None
            if known is None or not known.is_relation:
                break
            found.append("__".join(path[:size]))
        return found[-1:]

    def value(self, row: Any) -> Any:
        return read(row, self.name)

    def words(self, value: Any) -> str:
        """The value for people, as plain text. Codes become their label."""
        if isinstance(value, bool):
            return _("Yes") if value else _("No")
        choices = self.choices
        return str(choices.get(value, value)) if choices else str(value)

    @property
    def choices(self) -> dict[Any, Any]:
        known = field_at(self.model, self.name) if self.model else None
        return dict(known.flatchoices) if known is not None else {}

    def text(self, row: Any) -> str:
        value = self.value(row)
        return "" if value is None or value == "" else self.words(value)

    def html(self, row: Any) -> SafeString:
        value = self.value(row)
        return NOTHING if value is None or value == "" else self.markup(value, row)

    def markup(self, value: Any, row: Any) -> SafeString:
        return conditional_escape(self.words(value))

    def plain(self, row: Any) -> Any:
        """What an export writes: numbers stay numbers, everything else is text."""
        return self.text(row)


@dataclass(frozen=True)
class Badge(Column):
    """A state: a word with a tone. The model's ``state_tones`` says which tone."""

    kind = "badge"

    def markup(self, value: Any, row: Any) -> SafeString:
        tones = getattr(self.model, f"{self.name}_tones", {})
        return badge_html(self.words(value), tones.get(value, "plain"))


def badge_html(words: Words, tone: str = "plain") -> SafeString:
    return format_html('<span class="badge badge--{}">{}</span>', tone, words)


@dataclass(frozen=True)
class Moment(Column):
    """An instant, in the reader's zone and words."""

    kind = "moment"

    def words(self, value: Any) -> str:
        return times.moment_words(value)

    def markup(self, value: Any, row: Any) -> SafeString:
        return times.time_html(value)

    def plain(self, row: Any) -> Any:
        return self.value(row)


@dataclass(frozen=True)
class Day(Column):
    """A date without an hour."""

    kind = "day"

    def words(self, value: Any) -> str:
        return times.day_words(value)

    def markup(self, value: Any, row: Any) -> SafeString:
        return times.time_html(value)

    def plain(self, row: Any) -> Any:
        return self.value(row)


@dataclass(frozen=True)
class Period(Column):
    """A range field, or two columns: ``Period("starts", until="ends")``."""

    kind = "period"
    until: str = field(default="", kw_only=True)

    def value(self, row: Any) -> Any:
        start = read(row, self.name)
        return (start, read(row, self.until)) if self.until else start

    def words(self, value: Any) -> str:
        return times.period_words(value)

    def markup(self, value: Any, row: Any) -> SafeString:
        return times.period_html(value)


@dataclass(frozen=True)
class Number(Column):
    """A figure, at the right edge, with the digits under each other."""

    kind = "number"
    decimals: int | None = field(default=None, kw_only=True)
    align = "end"

    def words(self, value: Any) -> str:
        return number_format(value, self.decimals, use_l10n=True, force_grouping=True)

    def plain(self, row: Any) -> Any:
        return self.value(row)


@dataclass(frozen=True)
class Money(Number):
    """An amount with its currency: a path on the row, or a fixed code."""

    kind = "money"
    currency: str = field(default="currency", kw_only=True)
    decimals: int | None = field(default=2, kw_only=True)

    def markup(self, value: Any, row: Any) -> SafeString:
        return format_html("{} {}", self.words(value), self.unit(row))

    def unit(self, row: Any) -> str:
        return self.currency if self.currency.isupper() else str(read(row, self.currency) or "")

    def text(self, row: Any) -> str:
        words = super().text(row)
        return f"{words} {self.unit(row)}".strip() if words else ""


@dataclass(frozen=True)
class NewMark(Column):
    """The asterisk of what this person has not opened yet."""

    kind = "new"
    name: str = "is_new"
    label: Words | None = NEW
    quiet = True

    def html(self, row: Any) -> SafeString:
        if not self.value(row):
            return mark_safe("")
        return format_html(
            '<span class="new" aria-hidden="true">*</span><span class="unseen">{}</span>',
            _("New"),
        )

    def text(self, row: Any) -> str:
        return _("New") if self.value(row) else ""


@dataclass(frozen=True)
class Fact(Column):
    """A value that is computed: ``Fact("beds", _("Beds"), of=lambda row: row.free_beds())``."""

    of: Callable[[Any], Any] | None = field(default=None, kw_only=True)

    def value(self, row: Any) -> Any:
        return self.of(row) if self.of else read(row, self.name)
