"""Arrival and departure: the order is the request, the booking the fact."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from steadwork.assets import actions as assets
from steadwork.assets.models import Booking
from steadwork.kernel import wall
from steadwork.kernel.actor import Actor
from steadwork.kernel.audience import Audience
from steadwork.kernel.clock import today
from steadwork.kernel.errors import Conflict, Invalid
from steadwork.kernel.verdict import require
from steadwork.referrals.actions.locks import turn_of
from steadwork.referrals.codes import END_REASONS, require_reason
from steadwork.referrals.models import LiveOrder, ReferralOrder
from steadwork.referrals.states import State
from steadwork.referrals.visibility import may
from steadwork.work.actions import advance, end_share


@transaction.atomic
def arrive(order_id: UUID, *, on: date | None = None, by: Actor) -> ReferralOrder:
    """The person moved in."""
    order: ReferralOrder = ReferralOrder.objects.locked(order_id, by)
    require(may(by, "arrive", order))
    order.MOVES.target("arrive", order.state)
    day = on or today()
    if day > today():
        raise Invalid(_("An arrival is recorded on the day itself or later."))
    if day not in order.period:
        raise Invalid(_("That day is outside the nights of this order."))
    booking = booked(order, Booking.Kind.RESERVED)
    assets.occupy(booking.pk, by=by)
    order.arrived_on = day
    return advance(
        order, "arrive", by=by, turn=turn_of(State.ACTIVE), audience=Audience.PARTNER,
        changes={"arrived_on": [None, day]},
    )  # fmt: skip


@transaction.atomic
def depart(
    order_id: UUID, *, on: date | None = None, reason: str, reason_text: str = "", by: Actor
) -> ReferralOrder:
    """The person left: the nights from that day on are free at once."""
    order: ReferralOrder = ReferralOrder.objects.locked(order_id, by)
    require(may(by, "depart", order))
    order.MOVES.target("depart", order.state)
    day = on or today()
    require_reason(END_REASONS, reason, reason_text, order.host_id)
    if day < order.arrived_on or day > today():  # type: ignore[operator]
        raise Invalid(_("The day lies between the arrival and today."))
    booking = booked(order, Booking.Kind.OCCUPIED)
    planned = order.period.upper
    if planned is None or day < planned:
        assets.shorten(booking.pk, end=day, by=by)
    early = planned is not None and day < planned and reason != "planned"
    order.departed_on, order.reason, order.reason_text = day, reason, reason_text.strip()
    changes: dict[str, list[Any]] = {
        "departed_on": [None, day],
        "reason": ["", reason],
        "reason_text": ["", order.reason_text],
    }
    return leave(order, "end_early" if early else "depart", by, changes)


def leave(
    order: ReferralOrder, move: str, by: Actor, changes: dict[str, list[Any]]
) -> ReferralOrder:
    """The stay is over: its booking stays as a fact of the past, the share ends."""
    done = advance(order, move, by=by, audience=Audience.PARTNER, changes=changes)
    with wall.lifted():
        LiveOrder.objects.filter(order=order).delete()
    for given in order.shares.filter(until=None):
        end_share(given.pk, by=by)
    return done


def booked(order: ReferralOrder, kind: str) -> Booking:
    booking: Booking | None = order.bookings.live().filter(kind=kind).first()
    if booking is None:
        raise Conflict(_("No place is booked for this order."))
    return booking
