"""Finding a place: which ones fit, are free, contracted and near; and why the others are not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from math import cos, radians
from uuid import UUID

from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import F, FloatField, Q, QuerySet, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import ACos, Cast, Cos, Greatest, Least, Radians, Sin
from django.utils.translation import gettext as _

from steadwork.assets.models import Asset, Booking
from steadwork.assets.needs import Need, age_on
from steadwork.kernel.actor import Actor
from steadwork.kernel.clock import now
from steadwork.parties.models import Contact, Organization, Partnership
from steadwork.parties.visibility import partners_of
from steadwork.pricing.contracts import contracted_for

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
    """The nearest free places that fit, one statement, each with ``distance`` in km or None."""
    found = suitable(wish, actor)
    found = found.free(wish.period, Booking.objects.all(), now())  # type: ignore[attr-defined]
    found = nearest(found, wish)
    return list(found.select_related("provider", "site", "license")[:size])


def suitable(wish: Wish, actor: Actor) -> QuerySet[Asset]:
    """Places of the product at partners in good standing, that fit and are under contract."""
    standing = partners_of(actor.host_id, (Partnership.Stage.REGISTERED,))
    return Asset.objects.visible_to(actor).filter(
        wish.need.fitting(),
        Q(provider__in=standing),
        contracted_for(wish.period),
        product_id=wish.product_id,
        provider__is_service_provider=True,
    )


def nearest(places: QuerySet[Asset], wish: Wish) -> QuerySet[Asset]:
    """By distance when we know from where; places without coordinates come last."""
    if not wish.located:
        return places.annotate(distance=Value(None, FloatField())).order_by(
            "provider__name", "name", "id"
        )
    if wish.within_km:
        places = inside_box(places, wish)
    places = places.annotate(distance=kilometres(wish))
    if wish.within_km:
        places = places.filter(distance__lte=wish.within_km)
    return places.order_by(F("distance").asc(nulls_last=True), "provider__name", "name", "id")


def inside_box(places: QuerySet[Asset], wish: Wish) -> QuerySet[Asset]:
    """A cheap bound on the indexed coordinates, before the exact distance."""
    north = (wish.within_km or 0) / DEGREE_KM
    east = north / max(cos(radians(wish.latitude or 0)), 0.01)
    return places.filter(
        site__latitude__range=((wish.latitude or 0) - north, (wish.latitude or 0) + north),
        site__longitude__range=((wish.longitude or 0) - east, (wish.longitude or 0) + east),
    )


def kilometres(wish: Wish) -> Combinable:
    """Great-circle distance; the cosine is clamped, for rounding can carry it past one."""
    here, there = Radians(Value(wish.latitude)), Radians(F("site__latitude"))
    between = Radians(F("site__longitude")) - Radians(Value(wish.longitude))
    cosine = Sin(here) * Sin(there) + Cos(here) * Cos(there) * Cos(between)
    clamped = Least(Greatest(cosine, Value(-1.0)), Value(1.0))
    return Cast(ACos(clamped), FloatField()) * Value(EARTH_KM)


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
