"""In which order an order's rows are locked, and what follows from its end.

Everybody takes locks in one order: the orders of the offer group by key, then all the places that
will change by key, then the licence. Two who cross each other wait; neither ever holds what the
other needs.
"""

from __future__ import annotations

from uuid import UUID

from steadwork.assets import actions as assets
from steadwork.assets.models import Asset, Booking
from steadwork.kernel import wall
from steadwork.kernel.actor import Actor
from steadwork.referrals.models import ReferralOrder
from steadwork.referrals.states import TURNS


def turn_of(state: str) -> str:
    return TURNS.get(state, "")


def locked_group(order_id: UUID, by: Actor) -> list[ReferralOrder]:
    """The order, which the actor must see, first; then its rival offers. All locked, by key.

    A provider does not see its rivals, so the wall is lifted for the locks alone.
    """
    mine: ReferralOrder = ReferralOrder.objects.seen(order_id, by)
    with wall.lifted():
        group = list(ReferralOrder.objects.filter(offer_group=mine.offer_group).live().for_update())
    mine = ReferralOrder.objects.locked(order_id, by)
    return [mine, *(order for order in group if order.pk != mine.pk)]


def lock_held_places(group: list[ReferralOrder], wanted: Asset) -> None:
    """The place that will be booked, and those whose holds end because of it."""
    with wall.lifted():
        held = Booking.objects.live().filter(item__in=[order.pk for order in group])
        places = set(held.values_list("asset_id", flat=True))
    assets.lock_places({wanted.pk, *places})


def let_places_go(order: ReferralOrder, by: Actor) -> None:
    for booking in order.bookings.live():
        assets.release(booking.pk, reason=f"order {order.state}", by=by)
