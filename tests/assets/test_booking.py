"""Booking over time: what is free, what counts as what, and what is refused."""

from datetime import timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.db.backends.postgresql.psycopg_any import DateRange
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from steadwork.assets import actions
from steadwork.assets.counts import Counts, counts, counts_by
from steadwork.assets.jobs import release_lapsed_holds
from steadwork.assets.models import Asset, AssetChange, Booking
from steadwork.kernel.actor import SYSTEM
from steadwork.kernel.audit import Entry
from steadwork.kernel.clock import now, today
from steadwork.kernel.errors import Conflict, DomainError, Invalid, Missing, NotPermitted, Taken
from tests.cast import day
from tests.factories import AssetFactory, LicenseFactory, SiteFactory

KINDS = ["hold", "reserved", "occupied", "blocked"]


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    wishes=st.lists(
        st.tuples(
            st.integers(0, 3),
            st.sampled_from(["hold", "blocked"]),
            st.integers(0, 14),
            st.none() | st.integers(0, 6),
            st.booleans(),
        ),
        max_size=14,
    ),
    gap=st.integers(0, 2),
)
def test_whatever_is_booked_nothing_overlaps_and_the_counts_add_up(town, wishes, gap):
    Booking.objects.all().delete()
    town.product.turnover_nights = gap
    town.product.save()
    for bed, kind, start, length, expired in wishes:
        period = town.nights(start, None if length is None else start + length)
        try:
            booking = actions.claim(town.beds[bed].pk, kind, period, reason="x", by=SYSTEM)
        except DomainError:
            continue
        if kind == "hold" and expired:
            Booking.objects.filter(pk=booking.pk).update(expires_at=now())
    living = list(Booking.objects.living(now()))

    for number in range(0, 24, 3):
        date = day(number)
        on_date = counts(Asset.objects.all(), date)
        claims = [b for b in living if date in b.claim]
        assert on_date.total == 4
        assert on_date.total == on_date.taken + on_date.held + on_date.blocked + on_date.free
        assert len({b.asset_id for b in claims}) == len(claims)
        assert on_date.free == 4 - len(claims)
        held = [b for b in claims if b.kind == "hold" and date in b.period]
        assert on_date.held == len(held)
        free = Asset.objects.all().free(
            DateRange(date, date + timedelta(days=1)), Booking.objects.all(), now()
        )
        assert set(free.values_list("pk", flat=True)) == {
            bed.pk for bed in town.beds if bed.pk not in {b.asset_id for b in claims}
        }


def test_each_kind_counts_as_what_it_is(town, desk, manager):
    actions.hold(town.beds[0].pk, town.nights(), by=desk.actor)
    actions.block(town.beds[1].pk, start=day(0), end=day(3), reason="repair", by=manager.actor)
    town.active(town.beds[2])
    actions.set_status(town.beds[3].pk, status="maintenance", by=manager.actor)

    assert counts(Asset.objects.all(), today()) == Counts(
        total=4, taken=1, held=1, blocked=2, free=0
    )
    assert counts(Asset.objects.all(), today()).usable == 2


def test_the_nights_between_two_stays_count_as_blocked(town):
    town.product.turnover_nights = 2
    town.product.save()
    town.accepted(start=0, end=5)

    assert counts(Asset.objects.all(), day(4)).taken == 1
    assert counts(Asset.objects.all(), day(5)).blocked == 1
    assert counts(Asset.objects.all(), day(7)).free == 4


def test_a_lapsed_hold_does_not_count_and_gives_way(town, desk):
    held = actions.hold(town.beds[0].pk, town.nights(), minutes=1, by=desk.actor)

    with time_machine.travel(now() + timedelta(minutes=2), tick=True):
        assert counts(Asset.objects.all(), today()).held == 0
        again = actions.hold(town.beds[0].pk, town.nights(), by=desk.actor)

    held.refresh_from_db()
    assert (held.release_reason, again.released_at) == ("hold lapsed", None)


def test_counts_are_given_for_each_product_or_site(town):
    other = AssetFactory(product=town.product, provider=town.provider, commissioned_on=day(-1))
    found = counts_by(Asset.objects.all(), today(), "site")

    assert found[(town.site.pk,)].total == 4
    assert found[(None,)].total == 1
    assert other.site is None


def test_places_count_from_the_day_they_came_to_the_day_they_left(town, manager):
    actions.retire(town.beds[0].pk, by=manager.actor)

    assert counts(Asset.objects.all(), today()).total == 3
    assert counts(Asset.objects.all(), day(-31)).total == 0


def test_a_stay_has_at_least_one_night(town, desk):
    for end in (0, -1):
        with pytest.raises(Invalid, match="at least one night"):
            actions.hold(town.beds[0].pk, DateRange(day(0), day(end)), by=desk.actor)


def test_a_place_is_blocked_with_a_reason_by_its_keeper(town, coordinator, desk, stranger):
    bed = town.beds[0].pk

    with pytest.raises(Invalid, match="Say why"):
        actions.block(bed, start=day(0), reason=" ", by=coordinator.actor)
    with pytest.raises(NotPermitted):
        actions.block(bed, start=day(0), reason="repair", by=desk.actor)
    with pytest.raises(Missing):
        actions.block(bed, start=day(0), reason="repair", by=stranger.actor)
    block = actions.block(bed, start=day(0), reason="repair", by=coordinator.actor)

    assert (block.kind, block.period.upper) == ("blocked", None)


def test_a_block_over_a_stay_is_refused_with_the_dates(town, coordinator):
    town.accepted(start=5, end=9)

    with pytest.raises(Taken, match="is taken from"):
        actions.block(town.beds[0].pk, start=day(0), reason="repair", by=coordinator.actor)


def test_a_block_is_lifted_and_a_stay_is_not(town, coordinator):
    order = town.accepted(town.beds[1])
    block = actions.block(town.beds[0].pk, start=day(0), reason="repair", by=coordinator.actor)

    actions.unblock(block.pk, by=coordinator.actor)

    assert counts(Asset.objects.all(), today()).blocked == 0
    with pytest.raises(Conflict, match="Only a block"):
        actions.unblock(order.bookings.live().get().pk, by=coordinator.actor)


def test_a_block_of_another_provider_does_not_exist(town, coordinator, stranger):
    block = actions.block(town.beds[0].pk, start=day(0), reason="x", by=coordinator.actor)

    with pytest.raises(Missing):
        actions.unblock(block.pk, by=stranger.actor)


def test_holds_lapse_by_themselves_and_a_second_run_finds_nothing(town, desk, capsys):
    actions.hold(town.beds[0].pk, town.nights(), minutes=1, by=desk.actor)
    kept = actions.hold(town.beds[1].pk, town.nights(), minutes=30, by=desk.actor)

    with time_machine.travel(now() + timedelta(minutes=2), tick=True):
        call_command("release_lapsed_holds", dry_run=True)
        assert release_lapsed_holds() == (1, 1)
        assert release_lapsed_holds() == (0, 0)
        call_command("release_lapsed_holds")

    assert list(Booking.objects.live()) == [kept]
    assert Entry.objects.filter(note="hold lapsed", user_name="Steadwork").count() == 1
    assert capsys.readouterr().out.splitlines() == ["due=1 released=0", "due=0 released=0"]


def test_a_hold_that_was_extended_meanwhile_stays(town, desk):
    held = actions.hold(town.beds[0].pk, town.nights(), minutes=30, by=desk.actor)

    assert not actions.release_lapsed(held.pk, by=SYSTEM)
    assert Booking.objects.live().get() == held


def test_extending_keeps_the_place_longer_and_what_is_gone_is_not_extended(town, desk):
    held = actions.hold(town.beds[0].pk, town.nights(), by=desk.actor)
    with time_machine.travel(now(), tick=False):
        longer = actions.extend_hold(held.pk, minutes=90, by=desk.actor)
        assert longer.expires_at == now() + timedelta(minutes=90)
    actions.release(held.pk, reason="x", by=desk.actor)

    with pytest.raises(Conflict, match="not held any more") as refusal:
        actions.extend_hold(held.pk, minutes=90, by=desk.actor)

    assert refusal.value.code == "HOLD_EXPIRED"


def test_releasing_twice_changes_nothing(town, desk):
    held = actions.hold(town.beds[0].pk, town.nights(), by=desk.actor)

    first = actions.release(held.pk, reason="one", by=desk.actor)
    second = actions.release(held.pk, reason="two", by=desk.actor)

    assert (second.release_reason, second.released_at) == ("one", first.released_at)
    assert Entry.objects.filter(action="booking.released").count() == 1


def test_the_inventory_is_the_hosts_to_widen_and_the_providers_to_keep(
    town, manager, coordinator, desk
):
    about = {"provider_id": town.provider.pk, "product_id": town.product.pk, "name": "Bed 5"}
    for by in (coordinator.actor, desk.actor):
        with pytest.raises(NotPermitted):
            actions.add_asset(**about, by=by)
        with pytest.raises(NotPermitted):
            actions.retire(town.beds[0].pk, by=by)

    bed = actions.add_asset(**about, by=manager.actor)
    actions.change_asset(bed.pk, features=["crib"], by=coordinator.actor)

    change = AssetChange.objects.get(asset=bed)
    assert (change.before, change.after) == ({"features": []}, {"features": ["crib"]})
    entry = Entry.objects.get(action="asset.changed")
    assert entry.changes == {"features": ["", "crib"]}


def test_changing_nothing_leaves_no_trace(town, coordinator):
    actions.change_asset(town.beds[0].pk, name="Bed 1", by=coordinator.actor)

    assert not AssetChange.objects.exists()


def test_what_a_provider_may_not_change_is_named(town, coordinator):
    with pytest.raises(Invalid, match="This cannot be changed here: license_id, provider_id"):
        actions.change_asset(
            town.beds[0].pk, provider_id=None, license_id=None, by=coordinator.actor
        )
    with pytest.raises(Invalid, match="lowest age is above"):
        actions.change_asset(town.beds[0].pk, min_age=9, max_age=8, by=coordinator.actor)


def test_e38_a_booked_place_is_not_retired(town, manager):
    town.accepted(start=0, end=5)

    with pytest.raises(Conflict, match="Bed 1 is booked") as refusal:
        actions.retire(town.beds[0].pk, by=manager.actor)

    assert refusal.value.code == "ASSET_BOOKED"
    retired = actions.retire(town.beds[0].pk, on=day(5), by=manager.actor)
    assert (retired.status, retired.decommissioned_on) == ("retired", day(5))
    with pytest.raises(Conflict, match="was retired"):
        actions.set_status(town.beds[0].pk, status="active", by=manager.actor)


def test_a_place_belongs_to_a_partner_of_the_host_and_stands_on_its_site(town, manager, stranger):
    about = {"product_id": town.product.pk, "name": "Bed", "by": manager.actor}
    foreign = SiteFactory()

    with pytest.raises(Missing):
        actions.add_asset(provider_id=foreign.organization_id, **about)
    with pytest.raises(Invalid, match="site belongs to somebody else"):
        actions.add_asset(provider_id=town.provider.pk, site_id=foreign.pk, **about)
    with pytest.raises((Invalid, Missing)):
        actions.add_asset(provider_id=town.provider.pk, license_id=LicenseFactory().pk, **about)


def test_places_of_others_do_not_exist(town, stranger, other_host, coordinator, desk):
    seen = {
        name: Asset.objects.visible_to(person.actor).count()
        for name, person in {
            "own": coordinator, "host": desk, "stranger": stranger, "other": other_host
        }.items()
    }  # fmt: skip

    assert seen == {"own": 4, "host": 4, "stranger": 0, "other": 0}


def test_a_variance_has_a_number_an_end_a_reason_and_somebody_who_answers(town, manager):
    good = {"extra": 1, "valid_from": day(0), "valid_until": day(9), "reason": "siblings"}

    for bad in ({"extra": 0}, {"valid_until": day(0)}, {"reason": " "}):
        with pytest.raises(Invalid, match="number, an end and a reason"):
            actions.allow_more(town.license.pk, **{**good, **bad}, by=manager.actor)
    with pytest.raises(Invalid, match="approved by a person"):
        actions.allow_more(town.license.pk, **good, by=SYSTEM)
    variance = actions.allow_more(town.license.pk, **good, by=manager.actor)

    assert variance.approver_name == "Mara Lindqvist"
