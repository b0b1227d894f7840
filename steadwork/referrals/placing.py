"""Finding a place: which ones fit, are free, contracted and near; and why the others are not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from math import cos, radians
from typing import Any
from uuid import UUID

from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Case, F, FloatField, QuerySet, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import ACos, Cast, Cos, Greatest, Least, Radians, Sin
from django.utils.translation import gettext as _

from steadwork.assets.models import Asset, Booking
from steadwork.assets.needs import Need, age_on
from steadwork.kernel.actor import Actor
from steadwork.kernel.clock import now
from steadwork.kernel.leads import in_turn
from steadwork.parties.models import Contact, Organization, Partnership, Site
from steadwork.parties.visibility import partners_of
from steadwork.pricing.contracts import contracted

EARTH_KM = 6371.0
DEGREE_KM = 111.2


@dataclass(frozen=True, slots=True)
class Wish:
    """What a worker looks for. Distances are kilometres from ``(latitude, longitude)``."""

    product_id: UUID
    period: DateRange
    need: Need
    latitude: float | None = None
    longitude: float | None = None
    within_km: float | None = None

    @property
    def located(self) -> bool:
        return self.latitude is not None and self.longitude is not None


def need_of(person: Contact, period: DateRange, features: frozenset[str]) -> Need:
    """The need profile: what a provider may know of the person before it says yes."""
    born: date | None = person.birth_date
    last = period.upper or period.lower
    return Need(
        age=age_on(born, period.lower) if born else None,
        age_at_end=age_on(born, last) if born else None,
        gender=person.gender if person.gender in ("female", "male") else "",
        features=features,
        languages=tuple(person.languages),
    )


def candidates(wish: Wish, actor: Actor, size: int = 50) -> list[Asset]:
    """The nearest free places that fit, each with ``distance`` in km or None.

    Two statements: who may be asked, a short list; then house after house, the nearest first, and
    no further than the page is long. Places whose house is nowhere come last.
    """
    asked = referable(wish, actor)
    found = fitting(wish, actor)
    found = found.free(wish.period, Booking.objects.all(), now())  # type: ignore[attr-defined]
    order = ("provider__name", "name", "id")
    if wish.located:
        found = found.filter(provider__in=asked)
        near = nearest(Site.objects.exclude(latitude=None), wish, "")
        page = in_turn(near.values_list("pk", "distance"), found, "site_id", order, size)
    else:
        names = Organization.objects.filter(pk__in=asked).order_by("name")
        page = in_turn(names.values_list("pk", "name"), found, "provider_id", order, size)
    together = ("provider", "site", "license")
    places = list(nearest(page, wish).select_related(*together))
    if wish.located and not wish.within_km and len(places) < size:
        nowhere = nearest(found.filter(site__latitude=None), wish).select_related(*together)
        places += nowhere[: size - len(places)]
    return places


def suitable(wish: Wish, actor: Actor) -> QuerySet[Asset]:
    """Places of the product at providers that may be asked, and that fit."""
    return fitting(wish, actor).filter(provider__in=referable(wish, actor))


def fitting(wish: Wish, actor: Actor) -> QuerySet[Asset]:
    """Places of the product that fit, whoever has them."""
    mine = Asset.objects.visible_to(actor)
    return mine.filter(wish.need.fitting(), product_id=wish.product_id)


def referable(wish: Wish, actor: Actor) -> list[UUID]:
    """The providers in good standing, under contract for the product on every night.

    They are few and asked for once: with their number known, the database plans well.
    """
    standing = partners_of(actor.host_id, (Partnership.Stage.REGISTERED,))
    providers = Organization.objects.filter(pk__in=standing, is_service_provider=True).filter(
        pk__in=contracted(wish.product_id, wish.period)
    )
    return list(providers.values_list("pk", flat=True))


def nearest(rows: QuerySet[Any], wish: Wish, path: str = "site__") -> QuerySet[Any]:
    """By distance when we know from where; places without coordinates come last. Of places, or
    of houses, whose coordinates stand in the row itself."""
    last = ("provider__name", "name", "id") if path else ("id",)
    if not wish.located:
        unknown: QuerySet[Any] = rows.annotate(distance=Value(None, FloatField()))
        return unknown.order_by(*last)
    if wish.within_km:
        rows = inside_box(rows, wish, path)
    rows = rows.annotate(distance=kilometres(wish, path))
    if wish.within_km:
        rows = rows.filter(distance__lte=wish.within_km)
    ordered: QuerySet[Any] = rows.order_by(F("distance").asc(nulls_last=True), *last)
    return ordered


def inside_box(rows: QuerySet[Any], wish: Wish, path: str) -> QuerySet[Any]:
    """A cheap bound on the indexed coordinates, before the exact distance."""
    here_north, here_east = wish.latitude or 0, wish.longitude or 0
    north = (wish.within_km or 0) / DEGREE_KM
    east = north / max(cos(radians(here_north)), 0.01)
    bounds = {
        f"{path}latitude__range": (here_north - north, here_north + north),
        f"{path}longitude__range": (here_east - east, here_east + east),
    }
    inside: QuerySet[Any] = rows.filter(**bounds)
    return inside


def kilometres(wish: Wish, path: str = "site__") -> Combinable:
    """Great-circle distance; the cosine is clamped, for rounding can carry it past one.

    The clamps pass over NULL, so the unknown is said apart: it is not the other end of the earth.
    """
    here, there = Radians(Value(wish.latitude)), Radians(F(f"{path}latitude"))
    between = Radians(F(f"{path}longitude")) - Radians(Value(wish.longitude))
    cosine = Sin(here) * Sin(there) + Cos(here) * Cos(there) * Cos(between)
    clamped = Least(Greatest(cosine, Value(-1.0)), Value(1.0))
    away = Cast(ACos(clamped), FloatField()) * Value(EARTH_KM)
    nowhere = When(**{f"{path}latitude": None}, then=Value(None, FloatField()))
    return Case(nowhere, default=away, output_field=FloatField())


@dataclass(frozen=True, slots=True)
class WhyNot:
    reason: str
    count: int


def why_not(wish: Wish, actor: Actor) -> list[WhyNot]:
    """How many places of the product fell out at which step. Asked when few are left."""
    everything = Asset.objects.visible_to(actor).filter(product_id=wish.product_id)
    usable = everything.filter(status=Asset.Status.ACTIVE)
    fitting = usable.filter(wish.need.fitting())
    agreed = suitable(wish, actor).filter(status=Asset.Status.ACTIVE)
    free = agreed.free(wish.period, Booking.objects.all(), now())  # type: ignore[attr-defined]
    near = nearest(free, wish)
    steps = [step.count() for step in (everything, usable, fitting, agreed, free, near)]
    reasons = [
        _("not in use"),
        _("do not fit the need"),
        _("not under contract for the whole time"),
        _("taken for part of the time"),
        _("farther away"),
    ]
    lost = [before - after for before, after in pairwise(steps)]
    return [WhyNot(reason, n) for reason, n in zip(reasons, lost, strict=True) if n]


def full_providers(wish: Wish, actor: Actor, size: int = 10) -> list[Organization]:
    """Providers with places that fit but none free: they may be asked for their waiting list."""
    fitting = suitable(wish, actor)
    free = fitting.free(wish.period, Booking.objects.all(), now())  # type: ignore[attr-defined]
    full = Organization.objects.filter(pk__in=fitting.values("provider_id")).exclude(
        pk__in=free.values("provider_id")
    )
    return list(full.order_by("name", "id")[:size])
