"""Filters of a list. Each reads its own part of the address and answers with rows and chips.

Whatever stands in the address, the answer is a page: what a filter does not understand becomes a
sentence, and the list is empty rather than wrong.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from typing import Any, cast

from django.db import models
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from steadwork.kernel.actor import Actor
from steadwork.web.screens.columns import field_at

Words = str | Promise
Choices = Iterable[tuple[Any, Any]] | Callable[[Actor], Iterable[tuple[Any, Any]]]
LONGEST = 200
SEARCH = gettext_lazy("Search")


@dataclass(frozen=True, slots=True)
class Chip:
    """One active filter in words, and the address parameters that taking it away removes."""

    label: str
    words: str
    without: tuple[tuple[str, str], ...]


@dataclass(slots=True)
class Applied:
    """What a filter made of the address."""

    rows: QuerySet[Any]
    chips: list[Chip] = field(default_factory=list)
    sentences: list[str] = field(default_factory=list)


def clean(text: str) -> str:
    """An input without what no database takes, and not longer than anyone types."""
    return text.replace("\x00", "").strip()[:LONGEST]


@dataclass(frozen=True)
class Filter:
    name: str
    label: Words | None = None
    template = "web/list/_choice.html"

    def bound(self, model: type[models.Model]) -> Filter:
        if self.label is not None:
            return self
        known = field_at(model, self.name)
        words = known.verbose_name if known else self.name.replace("_", " ")
        return replace(self, label=capfirst(words))

    @property
    def parameters(self) -> list[str]:
        return [self.name]

    def apply(self, rows: QuerySet[Any], asked: QueryDict, actor: Actor) -> Applied:
        raise NotImplementedError

    def control(self, asked: QueryDict, actor: Actor) -> dict[str, Any]:
        """What the template of this filter needs."""
        raise NotImplementedError

    def unknown(self, value: str) -> str:
        return _("“%(value)s” is not something %(label)s can be.") % {
            "value": clean(value)[:60],
            "label": self.label,
        }


@dataclass(frozen=True)
class OneOf(Filter):
    """One or more of the values that a column may have."""

    choices: Choices | None = field(default=None, kw_only=True)
    model: type[models.Model] | None = field(default=None, kw_only=True, repr=False)

    def bound(self, model: type[models.Model]) -> Filter:
        return replace(cast("OneOf", super().bound(model)), model=model)

    def options(self, actor: Actor) -> dict[str, str]:
        found: Iterable[tuple[Any, Any]]
        if callable(self.choices):
            found = self.choices(actor)
        elif self.choices is not None:
            found = self.choices
        else:
            known = field_at(self.model, self.name) if self.model else None
            found = known.flatchoices if known is not None else ()
        return {str(value): str(words) for value, words in found if value not in (None, "")}

    def apply(self, rows: QuerySet[Any], asked: QueryDict, actor: Actor) -> Applied:
        wanted = [value for value in asked.getlist(self.name) if value][:LONGEST]
        if not wanted:
            return Applied(rows)
        options = self.options(actor)
        known = [value for value in wanted if value in options]
        strange = [value for value in wanted if value not in options]
        rows = rows.filter(**{f"{self.name}__in": known}) if known else rows.none()
        chips = [Chip(str(self.label), options[v], ((self.name, v),)) for v in known]
        chips += [Chip(str(self.label), clean(v)[:60], ((self.name, v),)) for v in strange]
        return Applied(rows, chips, [self.unknown(value) for value in strange[:1]])

    def control(self, asked: QueryDict, actor: Actor) -> dict[str, Any]:
        chosen = set(asked.getlist(self.name))
        options = self.options(actor).items()
        return {
            "kind": "checkbox",
            "chosen": len(chosen & {value for value, _words in options}),
            "options": [(value, words, value in chosen) for value, words in options],
        }


@dataclass(frozen=True)
class YesNo(Filter):
    """A question with two answers. ``where`` replaces the column of the same name."""

    where: Q | None = field(default=None, kw_only=True)

    def apply(self, rows: QuerySet[Any], asked: QueryDict, actor: Actor) -> Applied:
        wanted = asked.get(self.name, "")
        if not wanted:
            return Applied(rows)
        answers = {"yes": _("yes"), "no": _("no")}
        chip = Chip(
            str(self.label),
            answers.get(wanted, clean(wanted)[:60]),
            ((self.name, wanted),),
        )
        if wanted not in answers:
            return Applied(rows.none(), [chip], [self.unknown(wanted)])
        where = self.where if self.where is not None else Q(**{self.name: True})
        return Applied(rows.filter(where if wanted == "yes" else ~where), [chip])

    def control(self, asked: QueryDict, actor: Actor) -> dict[str, Any]:
        now = asked.get(self.name, "")
        options = [("", _("either")), ("yes", _("yes")), ("no", _("no"))]
        return {
            "kind": "radio",
            "chosen": int(bool(now)),
            "options": [(value, words, value == now) for value, words in options],
        }


@dataclass(frozen=True, init=False)
class Search(Filter):
    """Words typed by a person: every word must stand in one of the columns."""

    names: tuple[str, ...] = ()
    using: Callable[[QuerySet[Any], str], QuerySet[Any]] | None = None
    template = "web/list/_search.html"

    def __init__(
        self,
        *names: str,
        label: Words = SEARCH,
        using: Callable[[QuerySet[Any], str], QuerySet[Any]] | None = None,
    ) -> None:
        for key, value in {
            "name": "q",
            "label": label,
            "names": names,
            "using": using,
        }.items():
            object.__setattr__(self, key, value)

    def bound(self, model: type[models.Model]) -> Filter:
        return self

    def apply(self, rows: QuerySet[Any], asked: QueryDict, actor: Actor) -> Applied:
        typed = asked.get("q", "")
        text = clean(typed)
        if not text:
            return Applied(rows)
        chip = Chip(str(self.label), text, (("q", typed),))
        said = [_("Only the first 200 characters were searched.")] if len(typed) > LONGEST else []
        return Applied(self.found(rows, text), [chip], said)

    def found(self, rows: QuerySet[Any], text: str) -> QuerySet[Any]:
        if self.using:
            return self.using(rows, text)
        for word in text.split()[:8]:
            hit = Q()
            for name in self.names:
                hit |= Q(**{f"{name}__icontains": word})
            rows = rows.filter(hit)
        return rows

    def control(self, asked: QueryDict, actor: Actor) -> dict[str, Any]:
        return {"kind": "search", "chosen": 0, "typed": clean(asked.get("q", ""))}


@dataclass(frozen=True)
class DateBetween(Filter):
    """From a day to a day, both included, in the reader's zone."""

    template = "web/list/_dates.html"

    def bound(self, model: type[models.Model]) -> Filter:
        exact = isinstance(field_at(model, self.name), models.DateTimeField)
        return replace(cast("DateBetween", super().bound(model)), exact=exact)

    exact: bool = field(default=False, kw_only=True)

    @property
    def parameters(self) -> list[str]:
        return [f"{self.name}_from", f"{self.name}_to"]

    def apply(self, rows: QuerySet[Any], asked: QueryDict, actor: Actor) -> Applied:
        result = Applied(rows)
        for parameter, words in zip(self.parameters, (_("from"), _("until")), strict=True):
            typed = asked.get(parameter, "")
            if not typed:
                continue
            day = day_of(typed)
            result.chips.append(
                Chip(f"{self.label} {words}", clean(typed)[:60], ((parameter, typed),))
            )
            if day is None:
                result.rows = result.rows.none()
                result.sentences.append(self.unknown(typed))
            else:
                result.rows = result.rows.filter(self.bound_by(parameter, day))
        return result

    def bound_by(self, parameter: str, day: date) -> Q:
        first = parameter.endswith("_from")
        if not self.exact:
            return Q(**{f"{self.name}__{'gte' if first else 'lte'}": day})
        edge = day if first else day + timedelta(days=1)
        moment = timezone.make_aware(datetime.combine(edge, time.min))
        return Q(**{f"{self.name}__{'gte' if first else 'lt'}": moment})

    def control(self, asked: QueryDict, actor: Actor) -> dict[str, Any]:
        typed = [clean(asked.get(parameter, ""))[:60] for parameter in self.parameters]
        fields = zip(self.parameters, (_("From"), _("Until")), typed, strict=True)
        return {
            "kind": "dates",
            "chosen": sum(map(bool, typed)),
            "fields": list(fields),
        }


def day_of(text: str) -> date | None:
    """A day as browsers write it. The ends of the calendar are left out: they have no neighbour."""
    try:
        day = date.fromisoformat(clean(text))
    except ValueError:
        return None
    return day if 1 < day.year < 9999 else None
