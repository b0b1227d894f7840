"""What is refused on this day (P 7), each with its sentence, its code and nothing changed."""

from datetime import timedelta

import pytest
import time_machine
from django.utils.formats import date_format

from steadwork.assets import actions as assets
from steadwork.assets.models import Booking
from steadwork.cases import actions as cases
from steadwork.kernel import wall
from steadwork.kernel.actor import SYSTEM
from steadwork.kernel.clock import now
from steadwork.kernel.errors import DomainError, IllegalMove
from steadwork.parties import actions as parties
from steadwork.pricing import actions as pricing
from steadwork.referrals import actions
from steadwork.referrals.models import LiveOrder, ReferralOrder
from steadwork.work import actions as work
from tests.cast import day


def refused(act, *args, **kwargs):
    with pytest.raises(DomainError) as refusal:
        act(*args, **kwargs)
    return refusal.value


def in_words(number):
    return date_format(day(number))


def test_e1_the_last_bed_goes_to_one_and_the_other_hears_of_alternatives(town, desk):
    town.draft(town.beds[0])

    refusal = refused(town.draft, town.beds[0], recipient=town.new_child())

    assert (refusal.status, refusal.code) == (409, "ASSET_NOT_AVAILABLE")
    assert str(refusal) == (
        f"Bed 1 is taken from {in_words(0)} to {in_words(30)} (booked a moment ago); "
        f"free from {in_words(30)}. "
        "Free instead: Bed 2 (North Home), Bed 3 (North Home), Bed 4 (North Home)."
    )
    assert refusal.facts["asset"] == str(town.beds[0].pk)
    assert refusal.facts["alternatives"] == [str(bed.pk) for bed in town.beds[1:]]
    assert ReferralOrder.objects.count() == 1


def test_e1_when_nothing_is_left_it_says_so(town):
    for bed in town.beds:
        town.draft(bed, recipient=town.new_child())

    refusal = refused(town.draft, town.beds[0], recipient=town.new_child())

    assert str(refusal).endswith(
        "Nothing like it is free for the whole time. Try other dates or a wider search."
    )


def test_e2_one_may_come_on_the_day_another_leaves(town):
    town.accepted(start=0, end=10)

    second = town.accepted(start=10, end=20, recipient=town.new_child())

    assert second.state == "accepted"
    assert Booking.objects.live().filter(asset=town.beds[0]).count() == 2


def test_e2_unless_the_place_needs_nights_between_two_stays(town):
    town.product.turnover_nights = 2
    town.product.save()
    town.accepted(start=0, end=10)

    refusal = refused(town.draft, start=11, end=20, recipient=town.new_child())

    assert refusal.code == "ASSET_NOT_AVAILABLE"
    assert f"free from {in_words(12)}" in str(refusal)
    assert town.draft(start=12, end=20, recipient=town.new_child()).state == "draft"


def test_e3_an_overlap_of_one_night_is_refused_without_a_word_about_who_is_there(town):
    town.accepted(start=0, end=10)

    refusal = refused(town.draft, start=9, end=20, recipient=town.new_child())

    assert (refusal.status, refusal.code) == (409, "ASSET_NOT_AVAILABLE")
    assert in_words(0) in str(refusal)
    assert in_words(10) in str(refusal)
    assert "Mia" not in str(refusal)
    assert "RO-" not in str(refusal)


def test_e4_a_stay_without_end_shuts_out_whoever_comes_later(town):
    town.accepted(start=0, end=None)

    refusal = refused(town.draft, start=300, end=310, recipient=town.new_child())

    assert str(refusal).startswith(
        f"Bed 1 is taken from {in_words(0)} on, without an end (booked a moment ago)."
    )


def test_e5_a_hold_that_ran_out_is_taken_again_while_the_place_is_free(town, coordinator):
    order = town.submitted()

    with time_machine.travel(now() + timedelta(hours=25), tick=True):
        accepted = actions.accept(order.pk, by=coordinator.actor)

    assert accepted.state == "accepted"
    assert [b.kind for b in order.bookings.live()] == ["reserved"]


def test_e5_somebody_else_came_after_the_hold_ran_out(town, coordinator):
    order = town.submitted()
    with time_machine.travel(now() + timedelta(hours=25), tick=True):
        town.draft(town.beds[0], recipient=town.new_child())

        with wall.behind(coordinator.actor):
            refusal = refused(actions.accept, order.pk, by=coordinator.actor)

    assert (refusal.status, refusal.code) == (409, "HOLD_EXPIRED")
    assert str(refusal).startswith("The time for which Bed 1 was held is over. Bed 1 is taken from")
    assert "Free instead: Bed 2 (North Home)" in str(refusal)
    order.refresh_from_db()
    assert order.state == "submitted"


def test_e5_another_bed_of_the_provider_saves_the_day(town, coordinator):
    order = town.submitted()
    with time_machine.travel(now() + timedelta(hours=25), tick=True):
        town.draft(town.beds[0], recipient=town.new_child())

        accepted = actions.accept(order.pk, asset_id=town.beds[1].pk, by=coordinator.actor)

    assert (accepted.state, accepted.asset) == ("accepted", town.beds[1])


def test_e6_accepting_what_was_cancelled_says_who_and_when(town, desk, coordinator):
    order = town.submitted()
    actions.cancel(order.pk, reason="no_longer_needed", by=desk.actor)

    with wall.behind(coordinator.actor):
        refusal = refused(actions.accept, order.pk, by=coordinator.actor)

    assert (refusal.status, refusal.code) == (409, "ORDER_TERMINAL")
    assert str(refusal).startswith(f"{order.number} was cancelled by Placement Unit on")
    assert str(refusal).endswith("Nothing more can happen to it.")
    assert not Booking.objects.live().exists()


def test_e7_the_first_of_parallel_offers_wins_and_the_others_are_withdrawn(town, desk, coordinator):
    first = town.submitted()
    west, (bed,) = town.rival()
    second = actions.offer(first.pk, asset_id=bed.pk, by=desk.actor)
    actions.submit(second.pk, basis="consent", by=desk.actor)

    with wall.behind(coordinator.actor):
        actions.accept(first.pk, by=coordinator.actor)

    second.refresh_from_db()
    assert second.state == "withdrawn"
    assert not bed.bookings.live().exists()
    with wall.behind(west.actor):
        refusal = refused(actions.accept, second.pk, by=west.actor)
    assert (refusal.status, refusal.code) == (409, "OFFER_TAKEN")
    assert str(refusal) == (
        "Another provider accepted first. This offer is closed and your place is free again."
    )


def test_e7_a_rival_that_is_still_a_draft_goes_too(town, desk, coordinator):
    first = town.submitted()
    _west, (bed,) = town.rival()
    second = actions.offer(first.pk, asset_id=bed.pk, by=desk.actor)

    actions.accept(first.pk, by=coordinator.actor)

    second.refresh_from_db()
    assert (second.state, bed.bookings.live().count()) == ("withdrawn", 0)


def test_e7_a_provider_is_offered_the_same_once(town, desk):
    first = town.submitted()

    refusal = refused(actions.offer, first.pk, asset_id=town.beds[1].pk, by=desk.actor)

    assert str(refusal) == "North Home has this offer already."


def test_e7_after_the_answer_nothing_more_is_offered(town, desk):
    first = town.accepted()
    _west, (bed,) = town.rival()

    refusal = refused(actions.offer, first.pk, asset_id=bed.pk, by=desk.actor)

    assert str(refusal) == "There is an answer already. Nothing more can be offered."


def test_e8_one_benefit_has_one_live_order(town, desk):
    benefit = town.benefit()
    first = town.draft(benefit=benefit)

    refusal = refused(town.draft, town.beds[1], benefit=benefit)

    assert (refusal.status, refusal.code) == (422, "BENEFIT_HAS_LIVE_ORDER")
    assert str(refusal) == (
        f"{first.number} asks for this benefit already. Cancel it first, or offer it to a second "
        "provider from there."
    )
    assert ReferralOrder.objects.count() == 1


@pytest.mark.parametrize("end", ["rejected", "cancelled", "withdrawn", "expired", "completed"])
def test_e8_after_its_end_another_may_be_made(town, end):
    benefit = town.benefit()
    town.order_in(end, benefit=benefit)
    start = town.beds[1] if end == "completed" else town.beds[0]

    assert town.draft(start, benefit=benefit).state == "draft"
    assert LiveOrder.objects.count() == 1


def test_e10_a_case_with_a_live_order_is_not_closed(town, desk):
    order = town.accepted()

    refusal = refused(cases.close, town.case.pk, by=desk.actor)

    assert refusal.code == "CASE_HAS_OPEN_PARTS"
    assert str(refusal) == f"Still open: {order.number}. Cancel or end these first."


def test_e14_a_time_partly_outside_the_contract_is_refused_with_the_part_that_is_in(town):
    refusal = refused(town.draft, start=-60, end=10)

    assert (refusal.status, refusal.code) == (422, "NOT_CONTRACTED_FOR_PERIOD")
    assert str(refusal) == (
        f"The agreement covers only part of that time: from {in_words(-30)} on."
    )


def test_t2_without_an_agreement_nothing_is_ordered(town, manager):
    pricing.cancel(town.agreement.pk, by=manager.actor)

    refusal = refused(town.draft)

    assert refusal.code == "NOT_CONTRACTED_FOR_PERIOD"
    assert str(refusal) == "There is no agreement with this provider for this product and time."


def test_e15_a_suspended_provider_gets_no_new_orders(town, manager, desk):
    order = town.draft()
    parties.suspend_partner(town.partnership.pk, reason="safety", by=manager.actor)

    drafting = refused(town.draft, town.beds[1], recipient=town.new_child())
    submitting = refused(actions.submit, order.pk, basis="consent", by=desk.actor)

    assert {drafting.code, submitting.code} == {"PROVIDER_NOT_REFERABLE"}
    assert str(drafting) == "North Home takes no new referrals: suspended."


def test_e17_beds_share_the_capacity_of_their_licence(town, coordinator):
    town.license.capacity = 1
    town.license.save()
    town.accepted(town.beds[0])

    refusal = refused(town.draft, town.beds[1], recipient=town.new_child())

    assert (refusal.status, refusal.code) == (409, "LICENSE_FULL")
    assert str(refusal) == (
        f"Licence IL-7 allows 1 people at one time and is full on {in_words(0)}. "
        "Choose other dates, another place, or ask for a variance."
    )


def test_e17_with_a_variance_there_is_room_for_its_time(town, manager):
    town.license.capacity = 1
    town.license.save()
    town.accepted(town.beds[0])
    assets.allow_more(
        town.license.pk,
        extra=1,
        valid_from=day(0),
        valid_until=day(10),
        reason="siblings",
        by=manager.actor,
    )

    refusal = refused(town.draft, town.beds[1], recipient=town.new_child())
    order = town.accepted(town.beds[1], start=0, end=10, recipient=town.new_child())

    assert refusal.facts["night"] == day(10).isoformat()
    assert order.state == "accepted"


def test_e17_between_hold_and_accept_the_licence_may_fill(town, coordinator):
    town.license.capacity = 1
    town.license.save()
    first = town.submitted(town.beds[0])
    second = town.submitted(town.beds[1], recipient=town.new_child())
    actions.accept(first.pk, by=coordinator.actor)

    refusal = refused(actions.accept, second.pk, by=coordinator.actor)

    assert refusal.code == "LICENSE_FULL"
    second.refresh_from_db()
    assert second.state == "submitted"
    assert [b.kind for b in second.bookings.live()] == ["hold"]


def test_a_licence_that_is_not_valid_that_day_covers_nobody(town):
    town.license.validity = town.nights(5, 60)
    town.license.save()

    refusal = refused(town.draft, start=0, end=10)

    assert (refusal.status, refusal.code) == (409, "LICENSE_NOT_VALID")
    assert str(refusal) == "Licence IL-7 does not cover that day."


def test_e22_an_agent_joins_after_its_organization(town, agent, desk):
    order = town.draft()

    refusal = refused(work.add_member, order.pk, position_id=agent.position.pk, by=desk.actor)

    assert (refusal.status, refusal.code) == (409, "PARTNER_NOT_ON_CASE")
    assert "Add the organization first." in str(refusal)


def test_e39_a_person_sleeps_in_one_place(town, coordinator):
    town.accepted(town.beds[0])
    second = town.submitted(town.beds[1])

    refusal = refused(actions.accept, second.pk, by=coordinator.actor)

    assert (refusal.status, refusal.code) == (409, "CLIENT_HAS_A_PLACE")
    assert str(refusal) == "This person already has a place for part of that time."


def test_a_place_that_does_not_fit_is_refused_with_reasons(town, manager):
    assets.change_asset(town.beds[0].pk, min_age=12, genders=["male"], by=manager.actor)

    refusal = refused(town.draft)

    assert (refusal.status, refusal.code) == (422, "DOES_NOT_FIT")
    assert str(refusal) == "It is for people of 12 and older. It is for another gender."


def test_a_place_under_repair_is_not_held(town, manager):
    assets.set_status(town.beds[0].pk, status="maintenance", by=manager.actor)

    refusal = refused(town.draft)

    assert (refusal.code, str(refusal)) == ("ASSET_NOT_IN_USE", "Bed 1 is under repair.")


def test_no_order_without_a_basis_for_sharing(town, desk):
    order = town.draft()

    refusal = refused(actions.submit, order.pk, basis="", by=desk.actor)

    assert (refusal.code, str(refusal)) == ("NO_BASIS", "Say on what basis the need is shared.")
    assert not order.shares.exists()


@pytest.mark.parametrize("verb", ["reject", "waitlist"])
@pytest.mark.parametrize(
    ("reason", "text", "sentence"),
    [
        ("", "", "Choose a reason."),
        ("because", "", "Choose a reason."),
        ("other", " ", "Say which other reason."),
    ],
)
def test_a_no_needs_a_reason(town, coordinator, verb, reason, text, sentence):
    order = town.submitted()
    act = getattr(actions, verb)

    refusal = refused(act, order.pk, reason=reason, reason_text=text, by=coordinator.actor)

    assert (refusal.status, refusal.code) == (422, "REASON_REQUIRED")
    assert str(refusal) == sentence
    order.refresh_from_db()
    assert order.state == "submitted"


def test_cancelling_and_leaving_need_a_reason_too(town, desk, coordinator):
    order = town.active()
    draft = town.draft(town.beds[1], recipient=town.new_child())

    assert refused(actions.cancel, draft.pk, reason="", by=desk.actor).code == "REASON_REQUIRED"
    assert (
        refused(actions.depart, order.pk, reason="other", by=coordinator.actor).code
        == "REASON_REQUIRED"
    )


def test_without_a_place_nothing_is_accepted(town, desk, coordinator):
    order = actions.draft(town.benefit().pk, provider_id=town.provider.pk, by=desk.actor)
    actions.submit(order.pk, basis="consent", by=desk.actor)

    refusal = refused(actions.accept, order.pk, by=coordinator.actor)
    accepted = actions.accept(order.pk, asset_id=town.beds[2].pk, by=coordinator.actor)

    assert (refusal.code, str(refusal)) == ("PLACE_REQUIRED", "Choose a place.")
    assert accepted.asset == town.beds[2]


def test_a_place_of_another_provider_is_not_accepted_with(town, coordinator):
    order = town.submitted()
    _west, (bed,) = town.rival()

    refusal = refused(actions.accept, order.pk, asset_id=bed.pk, by=coordinator.actor)

    assert refusal.status == 404


def test_arrivals_and_departures_lie_in_their_time(town, coordinator):
    order = town.accepted(start=-3, end=10)
    by = coordinator.actor

    assert str(refused(actions.arrive, order.pk, on=day(1), by=by)) == (
        "An arrival is recorded on the day itself or later."
    )
    assert str(refused(actions.arrive, order.pk, on=day(-4), by=by)) == (
        "That day is outside the nights of this order."
    )
    actions.arrive(order.pk, on=day(-2), by=by)
    for on in (day(-3), day(1)):
        refusal = refused(actions.depart, order.pk, on=on, reason="planned", by=by)
        assert str(refusal) == "The day lies between the arrival and today."


def test_the_same_form_twice_is_refused_the_second_time(town, desk, coordinator):
    order = town.submitted()

    again = refused(actions.submit, order.pk, basis="consent", by=desk.actor)
    actions.accept(order.pk, by=coordinator.actor)
    twice = refused(actions.accept, order.pk, by=coordinator.actor)

    assert isinstance(again, IllegalMove)
    assert isinstance(twice, IllegalMove)
    assert str(twice) == (
        "“Accept” is not possible while the state is Accepted. "
        "Possible now: Record arrival, Cancel order."
    )
    assert order.bookings.live().count() == 1


def test_only_the_system_withdraws_and_lets_lapse(town, manager):
    order = town.submitted()

    assert refused(actions.withdraw, order.pk, by=manager.actor).status == 403
    assert refused(actions.lapse, order.pk, by=manager.actor).status == 403
    assert str(refused(actions.lapse, order.pk, by=SYSTEM)) == (
        "The provider still has time to answer."
    )
