"""What a person needs of a place, and whether a place fits. Pure, but for ``fitting``."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol

from django.db.models import Q
from django.utils.translation import gettext as _

from steadwork.assets import features


class Place(Protocol):
    min_age: int
    max_age: int
    genders: list[str]
    features: list[str]


@dataclass(frozen=True, slots=True)
class Need:
    """Ages in years on the first and on the last night; no name, no address, no story."""

    age: int | None = None
    age_at_end: int | None = None
    gender: str = ""
    features: frozenset[str] = field(default_factory=frozenset)
    languages: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        return {
            "age": self.age,
            "age_at_end": self.age_at_end,
            "gender": self.gender,
            "features": sorted(self.features),
            "languages": list(self.languages),
        }

    @classmethod
    def of_json(cls, data: dict[str, Any]) -> Need:
        return cls(
            age=data.get("age"),
            age_at_end=data.get("age_at_end"),
            gender=data.get("gender", ""),
            features=frozenset(data.get("features", ())),
            languages=tuple(data.get("languages", ())),
        )

    def fitting(self) -> Q:
        """The condition that a place fits, for the database. Says the same as ``misfits``."""
        fits = Q(features__contains=sorted(self.features)) if self.features else Q()
        if self.gender in ("female", "male"):
            fits &= Q(genders=[]) | Q(genders__contains=[self.gender])
        if self.age is not None:
            fits &= Q(min_age__lte=self.age, max_age__gte=self.oldest)
        return fits

    @property
    def oldest(self) -> int:
        return max(age for age in (self.age, self.age_at_end) if age is not None)

    def misfits(self, place: Place) -> list[str]:
        """Why the place does not fit, each in a sentence; empty when it does."""
        reasons = []
        if self.age is not None and self.age < place.min_age:
            reasons.append(_("It is for people of %(age)s and older.") % {"age": place.min_age})
        if self.age is not None and self.oldest > place.max_age:
            reasons.append(_("It is for people up to %(age)s.") % {"age": place.max_age})
        if place.genders and self.gender in ("female", "male") and self.gender not in place.genders:
            reasons.append(_("It is for another gender."))
        missing = sorted(self.features - set(place.features))
        if missing:
            names = ", ".join(features.FEATURES.label(code, said={}) for code in missing)
            reasons.append(_("It does not have: %(names)s.") % {"names": names})
        return reasons


def age_on(birth_date: date, day: date) -> int:
    """Full years. Somebody born on 29 February has a birthday on 1 March in other years."""
    before = (day.month, day.day) < (birth_date.month, birth_date.day)
    return day.year - birth_date.year - before
