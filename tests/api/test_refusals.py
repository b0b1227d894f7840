"""The refusals of the day, by their stable codes (E1 to E8), as problem answers."""

import pytest

from steadwork.referrals import actions
from steadwork.referrals.models import ReferralOrder
from tests.cast import day


def code(answer):
    assert answer["Content-Type"] == "application/problem+json"
    body = answer.json()
    assert body["status"] == answer.status_code
    assert body["type"] == f"urn:steadwork:problem:{body['code'].lower().replace('_', '-')}"
    return body["status"], body["code"]


def test_e1_the_last_bed_went_to_somebody_else(town, machine, desk):
    town.submitted()
    child = town.new_child()
    bed = town.beds[0]

    answer = machine(desk).post(
        f"/cases/{town.case.number}/orders", product_id=str(town.product.pk),
        recipient_id=str(child.pk), starts_on=str(day(0)), ends_on=str(day(30)),
        asset_id=str(bed.pk),
    )  # fmt: skip

    assert code(answer) == (409, "ASSET_NOT_AVAILABLE")
    assert answer.json()["facts"]["asset"] == str(bed.pk)
    free = {str(other.pk) for other in town.beds[1:]}
    assert set(answer.json()["facts"]["alternatives"]) == free
    assert "Bed 1 is taken" in answer.json()["detail"]
    assert ReferralOrder.objects.count() == 1


def test_e2_a_stay_may_begin_on_the_day_another_ends(town, machine, desk):
    town.submitted(end=10)

    answer = machine(desk).post(
        f"/cases/{town.case.number}/orders", product_id=str(town.product.pk),
        recipient_id=str(town.new_child().pk), starts_on=str(day(10)), ends_on=str(day(20)),
        asset_id=str(town.beds[0].pk),
    )  # fmt: skip

    assert answer.status_code == 201


@pytest.mark.parametrize(("start", "end"), [(9, 20), (5, None)])
def test_e3_and_e4_one_night_in_common_is_too_much(town, machine, desk, start, end):
    town.submitted(end=10)

    answer = machine(desk).post(
        f"/cases/{town.case.number}/orders", product_id=str(town.product.pk),
        recipient_id=str(town.new_child().pk), starts_on=str(day(start)),
        ends_on=end and str(day(end)), asset_id=str(town.beds[0].pk),
    )  # fmt: skip

    assert code(answer) == (409, "ASSET_NOT_AVAILABLE")


def test_e5_the_hold_ran_out_and_somebody_else_came(town, machine, coordinator):
    order = town.submitted()
    order.bookings.update(expires_at=order.submitted_at)
    other = town.submitted(town.beds[0], recipient=town.new_child())
    actions.accept(other.pk, by=coordinator.actor)

    answer = machine(coordinator).post(f"/orders/{order.number}/accept")

    assert code(answer)[0] == 409
    assert code(answer)[1] in ("ASSET_NOT_AVAILABLE", "HOLD_EXPIRED")


def test_e6_the_order_was_cancelled_meanwhile(town, machine, coordinator):
    order = town.cancelled()

    answer = machine(coordinator).post(f"/orders/{order.number}/accept")

    assert code(answer) == (409, "ORDER_TERMINAL")
    assert "Placement Unit" in answer.json()["detail"]
    assert "Dana Whitfield" not in answer.json()["detail"]


def test_e7_another_provider_accepted_first(town, machine, coordinator):
    order = town.submitted()
    rival, (bed,) = town.rival()
    second = actions.offer(order.pk, asset_id=bed.pk, by=town.desk.actor)
    actions.submit(second.pk, basis="consent", by=town.desk.actor)
    machine(rival).post(f"/orders/{second.number}/accept")

    answer = machine(coordinator).post(f"/orders/{order.number}/accept")

    assert code(answer) == (409, "OFFER_TAKEN")


def test_e8_one_live_order_for_a_benefit(town, machine, desk):
    benefit = town.benefit()
    town.draft(benefit=benefit)

    answer = machine(desk).post(
        f"/cases/{town.case.number}/orders", benefit_id=str(benefit.pk),
        asset_id=str(town.beds[1].pk),
    )  # fmt: skip

    assert code(answer) == (422, "BENEFIT_HAS_LIVE_ORDER")


def test_a_move_that_the_state_does_not_allow(town, machine, coordinator):
    order = town.accepted()

    answer = machine(coordinator).post(f"/orders/{order.number}/depart", reason="planned")

    assert code(answer) == (409, "ILLEGAL_MOVE")
    assert answer.json()["facts"] == {"move": "depart", "state": "accepted"}


@pytest.mark.parametrize("verb", ["reject", "waitlist"])
def test_an_answer_has_a_reason_of_the_list(town, machine, coordinator, verb):
    order = town.submitted()
    home = machine(coordinator)

    unknown = home.post(f"/orders/{order.number}/{verb}", reason="mood")
    wordless = home.post(f"/orders/{order.number}/{verb}", reason="other", reason_text="  ")

    assert [code(unknown), code(wordless)] == [(422, "REASON_REQUIRED")] * 2


def test_a_case_with_an_open_order_stays_open(town, machine, desk):
    order = town.submitted()

    answer = machine(desk).post(f"/cases/{town.case.number}/close")

    assert code(answer) == (409, "CASE_HAS_OPEN_PARTS")
    assert order.number in answer.json()["detail"]


def test_the_benefit_is_of_this_case(town, machine, desk):
    from steadwork.cases import actions as cases

    other = cases.take_in(
        household="Lake", first_name="Lo", last_name="Lake", title="Lake", category="shelter",
        by=desk.actor,
    )  # fmt: skip

    answer = machine(desk).post(
        f"/cases/{other.number}/orders", benefit_id=str(town.benefit().pk),
        asset_id=str(town.beds[0].pk),
    )  # fmt: skip

    assert code(answer) == (404, "NOT_FOUND")


def test_an_order_needs_a_benefit_or_what_makes_one(town, machine, desk):
    answer = machine(desk).post(
        f"/cases/{town.case.number}/orders", product_id=str(town.product.pk)
    )

    assert code(answer) == (422, "VALIDATION")
    assert [error["field"] for error in answer.json()["errors"]] == [
        "body.recipient_id",
        "body.starts_on",
    ]


def test_a_refused_act_of_a_provider_leaves_nothing_behind(town, machine, coordinator):
    order = town.submitted()
    bed = town.beds[1]
    other = town.accepted(bed, recipient=town.new_child())

    answer = machine(coordinator).post(f"/orders/{order.number}/accept", asset_id=str(bed.pk))

    assert code(answer) == (409, "ASSET_NOT_AVAILABLE")
    assert order.bookings.live().get().kind == "hold"
    assert other.bookings.live().get().kind == "reserved"
