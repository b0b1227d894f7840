"""Booking: who sleeps where on which nights.

Everybody who wants a place queues on its row, then on its licence; then lapsed holds are swept,
the check is made, the claim is written. The constraints of the table have the last word.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext as _

from steadwork.assets.licensing import Extra, Nights, first_full_night
from steadwork.assets.models import Asset, Booking, License
from steadwork.assets.words import alternatives, license_full, taken
from steadwork.kernel import wall
from steadwork.kernel.actor import Actor
from steadwork.kernel.audit import record
from steadwork.kernel.clock import now
from steadwork.kernel.constraints import refusing
from steadwork.kernel.errors import Conflict, Invalid, Taken
from steadwork.kernel.verdict import require
from steadwork.work.models import WorkItem

HOLD_MINUTES = 30
LAPSED = "hold lapsed"


@transaction.atomic
def hold(
    asset_id: UUID,
    period: DateRange,
    *,
    item: WorkItem | None = None,
    minutes: int = HOLD_MINUTES,
    by: Actor,
) -> Booking:
    """Keep a place for a while, so that a person can finish the form."""
    return claim(asset_id, Booking.Kind.HOLD, period, item=item, minutes=minutes, by=by)


@transaction.atomic
def reserve(
    asset_id: UUID, period: DateRange, *, item: WorkItem, client_id: UUID | None, by: Actor
) -> Booking:
    """Book a place for good. A hold of the same item on it gives way."""
    held_now = list(item.bookings.live().filter(kind=Booking.Kind.HOLD))
    lock_places({asset_id, *(held.asset_id for held in held_now)})
    for held in held_now:
        release(held.pk, reason="answered", by=by)
    return claim(asset_id, Booking.Kind.RESERVED, period, item=item, client_id=client_id, by=by)


def lock_places(asset_ids: Collection[UUID]) -> None:
    """Queue on several places at once, by key, so that two who want each other's never cross.

    It only waits: what may be done with each place is asked where it is done.
    """
    with wall.lifted():
        list(Asset.objects.filter(pk__in=asset_ids).for_update())


@transaction.atomic
def block(
    asset_id: UUID, *, start: date, end: date | None = None, reason: str, by: Actor
) -> Booking:
    """Take a place out of use for a time. Refused while somebody has it."""
    require(by.can("asset.keep"))
    if not reason.strip():
        raise Invalid(_("Say why the place is blocked."))
    return claim(asset_id, Booking.Kind.BLOCKED, DateRange(start, end), reason=reason, by=by)


@transaction.atomic
def claim(
    asset_id: UUID,
    kind: str,
    period: DateRange,
    *,
    item: WorkItem | None = None,
    client_id: UUID | None = None,
    reason: str = "",
    minutes: int = HOLD_MINUTES,
    by: Actor,
) -> Booking:
    """The one way in which nights of a place become somebody's."""
    if period.upper is not None and period.upper <= period.lower:
        raise Invalid(_("A stay has at least one night: it ends after it begins."))
    asset: Asset = Asset.objects.select_related("product").locked(asset_id, by)
    licence = lock_license(asset)
    if asset.status != Asset.Status.ACTIVE and kind != Booking.Kind.BLOCKED:
        status = {"place": asset.name, "status": asset.get_status_display().lower()}
        raise Conflict(_("%(place)s is %(status)s.") % status, code="ASSET_NOT_IN_USE")
    sweep(asset, by)
    claimed = with_turnover(asset, period, kind)
    require_free(asset, claimed, by)
    if licence and kind != Booking.Kind.BLOCKED:
        require_license(licence, period)
    booking = Booking(
        host_id=asset.host_id, provider_id=asset.provider_id, asset=asset, kind=kind,
        period=period, claim=claimed, item=item, client_id=client_id, reason=reason,
        expires_at=now() + timedelta(minutes=minutes) if kind == Booking.Kind.HOLD else None,
    )  # fmt: skip
    insert(booking)
    record(f"booking.{kind}", asset, by=by, changes={"nights": ["", nights(period)]}, note=reason)
    return booking


def lock_license(asset: Asset) -> License | None:
    """Beds under one licence share its capacity, so their callers queue on it."""
    if asset.license_id is None:
        return None
    return License.objects.for_update().only_one(asset.license_id)  # type: ignore[no-any-return]


def sweep(asset: Asset, by: Actor) -> None:
    """Holds whose time is up give way before anybody is refused because of them."""
    for stale in asset.bookings.lapsed(now()):
        let_go(stale, LAPSED, by)


def with_turnover(asset: Asset, period: DateRange, kind: str) -> DateRange:
    """The nights, and after them those in which the place is made ready."""
    gap = 0 if kind == Booking.Kind.BLOCKED else asset.product.turnover_nights
    end = period.upper and period.upper + timedelta(days=gap)
    return DateRange(period.lower, end)


def require_free(asset: Asset, claimed: DateRange, by: Actor) -> None:
    in_the_way = asset.bookings.live().filter(claim__overlap=claimed).order_by("claim").first()
    if in_the_way:
        raise Taken(
            taken(asset, in_the_way, claimed, by),
            code="ASSET_NOT_AVAILABLE",
            asset=str(asset.pk),
            alternatives=[str(place.pk) for place in alternatives(asset, claimed, by)],
        )


def require_license(licence: License, period: DateRange) -> None:
    """Room under the licence on every night, variances included."""
    if period.lower not in licence.validity:
        raise Conflict(
            _("Licence %(number)s does not cover that day.") % {"number": licence.number},
            code="LICENSE_NOT_VALID",
        )
    bookings = Booking.objects.live().filter(
        asset__license=licence, period__overlap=period, kind__in=["reserved", "occupied"]
    )
    stays = [Nights(p.lower, p.upper) for p in bookings.values_list("period", flat=True)]
    extras = [
        Extra(Nights(v.validity.lower, v.validity.upper), v.extra) for v in licence.variances.all()
    ]
    wanted = Nights(period.lower, period.upper)
    full = first_full_night(wanted, stays, licence.capacity, extras)
    if full:
        raise Taken(license_full(licence, full), code="LICENSE_FULL", night=full.isoformat())


def insert(booking: Booking) -> None:
    asset = booking.asset
    with refusing(
        assets_booking_one_claim_per_asset=lambda: Taken(
            _("%(place)s was taken at this moment.") % {"place": asset.name},
            code="ASSET_NOT_AVAILABLE",
        ),
        assets_booking_a_client_sleeps_in_one_place=lambda: Conflict(
            _("This person already has a place for part of that time."),
            code="CLIENT_HAS_A_PLACE",
        ),
    ):
        booking.save(force_insert=True)


def nights(period: DateRange) -> str:
    return f"{period.lower} – {period.upper or '…'}"


@transaction.atomic
def extend_hold(booking_id: UUID, *, minutes: int, by: Actor) -> Booking:
    """Keep a held place longer, for instance until the provider has answered."""
    booking = locked_booking(booking_id, by)
    if booking.kind != Booking.Kind.HOLD or booking.released_at:
        raise Conflict(_("This place is not held any more."), code="HOLD_EXPIRED")
    booking.expires_at = now() + timedelta(minutes=minutes)
    booking.save(update_fields=["expires_at", "updated_at"])
    return booking


@transaction.atomic
def occupy(booking_id: UUID, *, by: Actor) -> Booking:
    """Somebody moved in."""
    booking = locked_booking(booking_id, by)
    if booking.kind != Booking.Kind.RESERVED or booking.released_at:
        raise Conflict(_("Nobody is expected in this place."))
    booking.kind = Booking.Kind.OCCUPIED
    booking.save(update_fields=["kind", "updated_at"])
    record("booking.occupied", booking.asset, by=by)
    return booking


@transaction.atomic
def shorten(booking_id: UUID, *, end: date, by: Actor) -> Booking | None:
    """The nights from ``end`` on are free at once. A stay of no night is released whole."""
    booking = locked_booking(booking_id, by)
    if end <= booking.period.lower:
        return release(booking_id, reason="no night stayed", by=by)
    booking.period = DateRange(booking.period.lower, end)
    booking.claim = with_turnover(booking.asset, booking.period, booking.kind)
    booking.save(update_fields=["period", "claim", "updated_at"])
    record(
        "booking.shortened", booking.asset, by=by, changes={"nights": ["", nights(booking.period)]}
    )
    return booking


@transaction.atomic
def release(booking_id: UUID, *, reason: str, by: Actor) -> Booking:
    """Give the nights back. A second time changes nothing."""
    booking = locked_booking(booking_id, by)
    if booking.released_at is None:
        let_go(booking, reason, by)
    return booking


@transaction.atomic
def release_lapsed(booking_id: UUID, *, by: Actor) -> bool:
    """Give back a hold whose time is up. One that was extended or answered meanwhile stays."""
    booking = locked_booking(booking_id, by)
    due = Booking.objects.lapsed(now()).filter(pk=booking.pk).exists()
    if due:
        let_go(booking, LAPSED, by)
    return due


@transaction.atomic
def unblock(booking_id: UUID, *, by: Actor) -> Booking:
    """A blocked place is in use again."""
    require(by.can("asset.keep"))
    booking = locked_booking(booking_id, by)
    if booking.kind != Booking.Kind.BLOCKED:
        raise Conflict(_("Only a block can be lifted here; a stay is ended on its order."))
    return release(booking_id, reason="unblocked", by=by)


def let_go(booking: Booking, reason: str, by: Actor) -> None:
    booking.released_at, booking.release_reason = now(), reason
    booking.save(update_fields=["released_at", "release_reason", "updated_at"])
    record("booking.released", booking.asset, by=by, note=reason)


def locked_booking(booking_id: UUID, by: Actor) -> Booking:
    """The booking, after queueing on its asset like everybody else."""
    asset_id = Booking.objects.filter(pk=booking_id).values_list("asset_id", flat=True).first()
    Asset.objects.locked(asset_id, by)
    booking: Booking = Booking.objects.select_related("asset__product").only_one(booking_id)
    return booking
