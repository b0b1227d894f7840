"""Scarce places, taken at the same second through real connections."""

import random
from collections import Counter
from itertools import combinations
from threading import Barrier

import pytest
from django.db import connection

from steadwork.assets import actions as assets
from steadwork.assets.actions import booking as booking_actions
from steadwork.assets.jobs import release_lapsed_holds
from steadwork.assets.models import Booking
from steadwork.kernel.clock import now
from steadwork.kernel.querysets import HouseQuerySet
from steadwork.referrals import actions
from steadwork.referrals.models import ReferralOrder
from tests.cast import day
from tests.factories import ContactFactory
from tests.races.together import inside, outside, together

pytestmark = pytest.mark.django_db(transaction=True)


def overlaps():
    """Pairs of live bookings of one place that share a night."""
    live = Booking.objects.live().order_by("pk")
    return [
        (one, other)
        for one, other in combinations(live, 2)
        if one.asset_id == other.asset_id
        and one.claim.lower < other.claim.upper
        and other.claim.lower < one.claim.upper
    ]


def test_hundreds_of_holds_on_few_beds_never_overlap(town, desk):
    by, beds = desk.actor, town.beds[:3]
    wishes = [
        (random.choice(beds).pk, town.nights(start, start + random.randint(1, 6)))
        for start in random.choices(range(12), k=240)
    ]

    came = together(*(inside(by, assets.hold, *wish) for wish in wishes))

    assert set(came) <= {"done", "ASSET_NOT_AVAILABLE"}
    assert overlaps() == []
    assert Booking.objects.live().count() == came.count("done")
    assert came.count("done") >= 3


def test_hundreds_of_holds_and_accepts_on_few_beds_never_overlap(town, desk, coordinator):
    orders = []
    for number in range(12):
        child = ContactFactory(host=town.host, account=town.household, first_name=f"C{number}")
        benefit = town.benefit(start=number % 3 * 10, end=number % 3 * 10 + 12, recipient=child)
        order = actions.draft(benefit.pk, provider_id=town.provider.pk, by=desk.actor)
        orders.append(actions.submit(order.pk, basis="consent", by=desk.actor))
    by, host = coordinator.actor, desk.actor
    acts = [
        outside(by, actions.accept, order.pk, asset_id=bed.pk)
        for order in orders
        for bed in town.beds
    ]
    acts += [
        inside(host, assets.hold, random.choice(town.beds).pk, town.nights(start, start + 8))
        for start in random.choices(range(30), k=160)
    ]
    random.shuffle(acts)

    came = Counter(together(*acts))

    assert set(came) <= {"done", "ASSET_NOT_AVAILABLE", "LICENSE_FULL", "ILLEGAL_MOVE"}
    assert overlaps() == []
    accepted = ReferralOrder.objects.filter(state="accepted")
    assert all(order.bookings.live().get().kind == "reserved" for order in accepted)
    assert Booking.objects.live().count() == came["done"]


def test_the_last_place_under_a_licence_goes_to_one_of_two_beds(town, coordinator):
    town.license.capacity = 1
    town.license.save()
    by = coordinator.actor
    orders = [
        town.submitted(bed, recipient=town.new_child(str(number)))
        for number, bed in enumerate(town.beds)
    ]

    came = together(*(outside(by, actions.accept, order.pk) for order in orders))

    assert sorted(came) == ["LICENSE_FULL", "LICENSE_FULL", "LICENSE_FULL", "done"]
    assert Booking.objects.live().filter(kind="reserved").count() == 1


def test_one_child_accepted_at_two_places_sleeps_in_one(town, coordinator):
    first, second = town.submitted(town.beds[0]), town.submitted(town.beds[1])
    by = coordinator.actor

    came = together(*(outside(by, actions.accept, order.pk) for order in (first, second)))

    assert sorted(came) == ["CLIENT_HAS_A_PLACE", "done"]


def test_two_who_want_each_others_places_wait_and_do_not_block_each_other(town, coordinator):
    by, (one, other) = coordinator.actor, town.beds[:2]
    for turn in range(8):
        start = turn * 10
        first = town.submitted(one, start=start, end=start + 5)
        second = town.submitted(other, start=start + 5, end=start + 10)

        came = together(
            outside(by, actions.accept, first.pk, asset_id=other.pk),
            outside(by, actions.accept, second.pk, asset_id=one.pk),
        )

        assert came == ["done", "done"]
    assert overlaps() == []


def test_a_hold_is_swept_once_however_many_sweep(town, desk):
    for bed in town.beds:
        assets.hold(bed.pk, town.nights(), by=desk.actor)
    Booking.objects.update(expires_at=now())

    together(*[release_lapsed_holds] * 6)

    released = Booking.objects.filter(release_reason="hold lapsed")
    assert released.count() == 4
    assert Booking.objects.live().count() == 0


def test_sweeping_and_taking_at_once_leaves_one_holder(town, desk):
    by, bed = desk.actor, town.beds[0]
    for _ in range(5):
        assets.hold(bed.pk, town.nights(), by=by)
        Booking.objects.live().update(expires_at=now())

        came = together(
            release_lapsed_holds,
            inside(by, assets.hold, bed.pk, town.nights()),
            inside(by, assets.hold, bed.pk, town.nights()),
        )

        assert sorted(came) == ["ASSET_NOT_AVAILABLE", "done", "done"]
        assert overlaps() == []
        assets.release(Booking.objects.live().get().pk, reason="next turn", by=by)


@pytest.fixture
def without_the_lock(monkeypatch):
    """Nobody queues, and both look before either writes."""
    looked, look = Barrier(2), booking_actions.require_free

    def and_wait(*args):
        look(*args)
        looked.wait(10)

    monkeypatch.setattr(HouseQuerySet, "for_update", lambda self: self.order_by("pk"))
    monkeypatch.setattr(booking_actions, "require_free", and_wait)


def test_without_the_lock_the_constraint_still_answers_in_words(town, desk, without_the_lock):
    take = inside(desk.actor, assets.hold, town.beds[0].pk, town.nights())

    came = together(take, take)

    assert sorted(came) == ["ASSET_NOT_AVAILABLE", "done"]
    assert overlaps() == []


def test_without_lock_and_constraint_the_accident_does_happen(town, desk, without_the_lock):
    (claim,) = (
        constraint
        for constraint in Booking._meta.constraints
        if constraint.name == "assets_booking_one_claim_per_asset"
    )
    take = inside(desk.actor, assets.hold, town.beds[0].pk, town.nights())

    with connection.schema_editor() as editor:
        editor.remove_constraint(Booking, claim)
    try:
        came = together(take, take)
        twice = len(overlaps())
    finally:
        Booking.objects.all().delete()
        with connection.schema_editor() as editor:
            editor.add_constraint(Booking, claim)

    assert came == ["done", "done"]
    assert twice == 1


def test_blocking_and_holding_a_place_at_once_leaves_one_of_them(town, desk, coordinator):
    by, outsider = desk.actor, coordinator.actor
    for bed in town.beds:
        came = together(
            inside(by, assets.hold, bed.pk, town.nights()),
            outside(outsider, assets.block, bed.pk, start=day(0), end=day(9), reason="repair"),
        )

        assert sorted(came) == ["ASSET_NOT_AVAILABLE", "done"]
