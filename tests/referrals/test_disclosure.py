"""What a provider may read at each level (P 2.15), from the one table of every door."""

import pytest

from steadwork.referrals.models import ReferralOrder
from steadwork.referrals.visibility import DISCLOSURE
from steadwork.work.disclosure import Disclosure, Level, Masked
from steadwork.work.visibility import level_for, with_level

ENDED = {
    "number", "state", "submitted_at", "answered_at", "arrived_on", "departed_on", "closed_at",
    "reason", "reason_label",
}  # fmt: skip
OFFERED = ENDED | {
    "host", "title", "partner", "priority", "opened_at", "due_at", "product", "product_name",
    "period", "asset", "unit_price", "price_words", "currency", "price_unit", "need",
    "need_words", "message", "reason_text", "expected_on", "turn",
}  # fmt: skip
PERSON = {"contact", "account", "owner"}
NEVER = {
    "benefit", "contracted", "offer_group", "parent", "organization", "sensitivity", "basis",
    "version",
}  # fmt: skip


def test_before_the_answer_a_provider_reads_the_need_and_no_person():
    assert set(DISCLOSURE.fields(Level.OFFERED)) == OFFERED
    assert PERSON.isdisjoint(DISCLOSURE.fields(Level.OFFERED))


def test_having_accepted_it_reads_the_person():
    assert set(DISCLOSURE.fields(Level.ACCEPTED)) == OFFERED | PERSON


def test_after_the_end_it_keeps_the_number_and_its_own_dates():
    assert set(DISCLOSURE.fields(Level.ENDED)) == ENDED


def test_a_stranger_reads_nothing():
    assert DISCLOSURE.fields(None) == []


def test_what_is_the_hosts_alone_is_not_in_the_table():
    assert NEVER.isdisjoint(DISCLOSURE.table)
    assert {field.name for field in ReferralOrder._meta.get_fields()} >= NEVER - {"offer_group"}


def test_a_field_that_nobody_named_stays_with_the_host():
    table = Disclosure({"number": Level.ENDED})

    assert table.opens("number", Level.OFFERED)
    assert not table.opens("story", Level.ACCEPTED)
    assert table.opens("story", Level.FULL)


@pytest.mark.parametrize(
    ("state", "level"),
    [
        ("submitted", "offered"),
        ("in_review", "offered"),
        ("waitlisted", "offered"),
        ("accepted", "accepted"),
        ("active", "accepted"),
        ("completed", "ended"),
        ("ended_early", "ended"),
        ("rejected", "ended"),
        ("cancelled", "ended"),
        ("withdrawn", "ended"),
        ("expired", "ended"),
    ],
)
def test_the_level_follows_the_state(town, coordinator, desk, state, level):
    order = town.order_in(state)

    assert level_for(coordinator.actor, order) == level
    assert level_for(desk.actor, order) == Level.FULL
    rows = with_level(ReferralOrder.objects.visible_to(coordinator.actor), coordinator.actor)
    assert [row.level for row in rows] == [level]


@pytest.mark.parametrize("level", [Level.OFFERED, Level.ENDED, None])
def test_through_a_partners_eyes_there_is_no_name_birth_date_or_address(town, level):
    order = ReferralOrder.objects.get(pk=town.submitted().pk)
    seen = DISCLOSURE.reader(order, level)

    shown = {field.name: getattr(seen, field.name) for field in ReferralOrder._meta.fields}
    words = " ".join(str(value) for value in shown.values())

    for secret in ("Mia", "Kowalski", str(town.child.birth_date), str(town.child.pk)):
        assert secret not in words
    assert seen.contact is None
    assert seen.contact_id is None
    assert seen.account_id is None
    assert str(seen) == order.number


def test_through_the_hosts_eyes_it_is_the_row_itself(town):
    order = town.submitted()

    assert DISCLOSURE.reader(order, Level.FULL) is order


def test_a_masked_row_hides_its_own_insides(town):
    masked = Masked(town.submitted(), DISCLOSURE, Level.OFFERED)

    assert masked.get_state_display() == "Submitted"
    assert masked.benefit_id is None
    with pytest.raises(AttributeError):
        masked._state  # noqa: B018


def test_the_need_profile_names_nobody(town):
    order = town.submitted()

    assert set(order.need) == {"age", "age_at_end", "gender", "features", "languages"}
