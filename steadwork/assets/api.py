"""Places for machines: the list, the counts of any date, nights, and blocks."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Query, Router, Schema, Status
from pydantic import Field

from steadwork.assets import actions
from steadwork.assets.counts import Counts, counts_by
from steadwork.assets.features import BLOCK_REASONS
from steadwork.assets.models import Asset, Booking
from steadwork.kernel.actor import Actor
from steadwork.kernel.clock import now, today
from steadwork.kernel.errors import Invalid
from steadwork.kernel.verdict import require
from steadwork.web.requests import actor_of
from steadwork.web.rest import ACTING, READING, Day, In, Nights, Page, Paging, nights, one, paged
from steadwork.web.screens.filters import Search, clean
from steadwork.work.api import Drawn, Ref

router = Router()
BY = {"product": "product", "site": "site", "provider": "provider"}


class PlaceSite(Schema):
    id: UUID
    name: str
    city: str


class PlaceOut(Schema):
    """One place: a bed, a room."""

    id: UUID = Field(description="What `asset_id` means in other verbs.")
    number: str = Field(examples=["PL-104"])
    name: str = Field(examples=["Bed 3"])
    status: str
    product: Ref
    provider: Ref
    site: PlaceSite | None
    license: str | None
    min_age: int
    max_age: int
    genders: list[str] = Field(description="Empty: everybody.")
    features: list[str] = Field(description="Codes of the list `asset.feature`.")
    commissioned_on: date
    decommissioned_on: date | None


class NightsOut(Schema):
    """A claim on a place. Never who sleeps there."""

    id: UUID
    kind: str = Field(examples=["blocked"])
    period: Nights
    reason: str
    expires_at: datetime | None = Field(description="When a hold gives way by itself.")


class CountsOut(Schema):
    """`total` is the sum of the other four."""

    total: int
    taken: int
    held: int
    blocked: int
    free: int


class CountsOf(CountsOut):
    id: UUID | None
    name: str


class CountsOnDay(CountsOut):
    on: date
    by: list[CountsOf]


class BlockIn(In):
    start: Day
    end: Day | None = Field(None, description="First day free again. Absent: until lifted.")
    reason: str = Field(max_length=60, description="A code of the list `asset.block_reason`.")


def places(actor: Actor) -> Any:
    require(actor.can("asset.see"))
    rows = Asset.objects.visible_to(actor)
    return rows.select_related("product", "provider", "site", "license")


def drawn(row: Any) -> Drawn:
    own = {name: getattr(row, name) for name in PlaceOut.model_fields}
    return {**own, "license": row.license.number if row.license else None}


def booking_drawn(row: Any) -> Drawn:
    own = {name: getattr(row, name) for name in NightsOut.model_fields}
    return {**own, "period": nights(row.period)}


@router.get("", response={200: Page[PlaceOut], **READING}, summary="Places")
def list_places(
    request: HttpRequest,
    asked: Query[Paging],
    status: Literal["active", "maintenance", "inactive", "retired"] | None = None,
    product: UUID | None = None,
    provider: UUID | None = None,
    q: Annotated[str, Field(max_length=200, description="Words in number or name.")] = "",
) -> Any:
    """The host sees all of its partners' places, a provider its own."""
    filters = {"status": status, "product_id": product, "provider_id": provider}
    wanted = {name: value for name, value in filters.items() if value}
    rows = Search("number", "name").found(places(actor_of(request)), clean(q))
    return paged(rows.filter(**wanted), asked, ["name", "id"], drawn)


@router.get("/counts", response={200: CountsOnDay, **READING}, summary="Counts on a date")
def counts(
    request: HttpRequest,
    on: Annotated[Day | None, Field(description="Absent: today.")] = None,
    by: Literal["product", "site", "provider"] | None = None,
) -> Any:
    """Total, taken, held, blocked and free on any date; computed from bookings, never typed."""
    day, rows = on or today(), places(actor_of(request)).select_related(None)
    fields = (f"{by}_id", f"{by}__name") if by else ()
    found = counts_by(rows, day, *fields)
    parts = [
        {"id": key[0], "name": key[1] or "", **tally(of)} for key, of in found.items() if by
    ]  # fmt: skip
    total: Drawn = {name: sum(tally(of)[name] for of in found.values()) for name in TALLY}
    return {"on": day, **total, "by": sorted(parts, key=lambda part: str(part["name"]))}


TALLY = tuple(CountsOut.model_fields)


def tally(of: Counts) -> dict[str, int]:
    return {name: getattr(of, name) for name in TALLY}


@router.get("/{number}", response={200: PlaceOut, **READING}, summary="One place")
def read_place(request: HttpRequest, number: str) -> Any:
    """What it is, where, for whom."""
    return drawn(one(places(actor_of(request)), number=number))


@router.get("/{number}/nights", response={200: Page[NightsOut], **READING}, summary="Its nights")
def list_nights(request: HttpRequest, number: str, asked: Query[Paging]) -> Any:
    """Claims that are alive, the latest made first."""
    actor = actor_of(request)
    place = one(places(actor), number=number)
    rows: Any = Booking.objects.visible_to(actor)
    rows = rows.filter(asset_id=place.pk).living(now())
    return paged(rows, asked, ["-created_at", "-id"], booking_drawn)


@router.post("/{number}/block", response={201: NightsOut, **ACTING}, summary="Block")
def block(request: HttpRequest, number: str, payload: BlockIn) -> Any:
    """Take a place out of use for a time. Refused while somebody has it."""
    actor = actor_of(request)
    place = one(places(actor), number=number)
    require(actor.can("asset.keep"))
    if payload.reason not in dict(BLOCK_REASONS.choices(actor.host_id)):
        raise Invalid(_("Choose a reason."), code="REASON_REQUIRED")
    booking = actions.block(place.pk, by=actor, **payload.model_dump())
    return Status(201, booking_drawn(booking))


@router.post(
    "/{number}/nights/{booking_id}/unblock", response={200: NightsOut, **ACTING},
    summary="Lift a block",
)  # fmt: skip
def unblock(request: HttpRequest, number: str, booking_id: UUID) -> Any:
    """The place is free again. A stay is ended on its order, not here."""
    actor = actor_of(request)
    place = one(places(actor), number=number)
    booking = one(Booking.objects.visible_to(actor).filter(asset_id=place.pk), pk=booking_id)
    return booking_drawn(actions.unblock(booking.pk, by=actor))
