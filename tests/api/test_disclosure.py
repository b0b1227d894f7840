"""At each level an order has exactly the fields that the table opens."""

import pytest

from steadwork.referrals.visibility import DISCLOSURE
from steadwork.work.disclosure import Level

AROUND = {"number", "level", "is_new"}
OWN = {"case", "benefit_id", "basis", "stage"}
LEVELS = [
    ("submitted", "offered"),
    ("in_review", "offered"),
    ("waitlisted", "offered"),
    ("accepted", "accepted"),
    ("active", "accepted"),
    ("rejected", "ended"),
    ("cancelled", "ended"),
    ("withdrawn", "ended"),
    ("expired", "ended"),
    ("ended_early", "ended"),
]


@pytest.mark.parametrize(("state", "level"), LEVELS)
def test_the_fields_are_those_of_the_table(town, machine, coordinator, state, level):
    order = town.order_in(state)
    home = machine(coordinator)

    read = home.get(f"/orders/{order.number}").json()
    (listed,) = home.get("/orders").json()["items"]

    opened = set(DISCLOSURE.fields(level)) | AROUND
    assert read["level"] == level
    assert set(read) == opened | {"moves"}
    assert set(listed) == opened
    for secret in ("Mia", "Kowalski", town.case.number):
        assert (secret in str(listed)) is (level == "accepted" and secret != town.case.number)


def test_the_host_reads_all_of_it(town, machine, desk):
    order = town.accepted()

    read = machine(desk).get(f"/orders/{order.number}").json()

    assert set(read) == set(DISCLOSURE.table) | AROUND | OWN | {"moves"}
    assert read["moves"] == ["arrive", "cancel"]


def test_an_answer_to_an_act_is_drawn_at_the_level_that_it_left(town, machine, coordinator):
    first, second = town.submitted(), town.submitted(town.beds[1])
    home = machine(coordinator)

    yes = home.post(f"/orders/{first.number}/accept").json()
    no = home.post(f"/orders/{second.number}/reject", reason="location").json()

    assert set(yes) == set(DISCLOSURE.fields(Level.ACCEPTED)) | AROUND | {"moves"}
    assert set(no) == set(DISCLOSURE.fields(Level.ENDED)) | AROUND | {"moves"}


def test_the_timeline_names_nobody_of_the_host_before_the_answer_is_yes(town, machine, coordinator):
    order = town.submitted()
    home, path = machine(coordinator), f"/orders/{order.number}/timeline"

    before = home.get(path).json()["items"]
    home.post(f"/orders/{order.number}/accept")
    after = home.get(path).json()["items"]

    assert "Dana" not in str(before)
    assert {entry["who"] for entry in after if entry["action"] == "referral.submit"} == {
        "Dana Whitfield"
    }


def test_a_shared_case_shows_a_provider_no_more_than_that_it_is(town, machine, desk, coordinator):
    from steadwork.work import actions as work

    work.share(town.case.pk, partner_id=town.provider.pk, by=desk.actor)

    read = machine(coordinator).get(f"/cases/{town.case.number}").json()

    assert read == {"number": town.case.number, "level": "offered", "is_new": True}
