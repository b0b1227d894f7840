"""Each verb: the right side, the wrong side, a stranger, nobody; and a refused act did nothing."""

import pytest

from steadwork.kernel.audit import Entry
from steadwork.referrals.models import ReferralOrder
from tests.cast import COORDINATOR, day, new_person

SAID = {
    "submit": {"basis": "consent"},
    "cancel": {"reason": "no_longer_needed"},
    "accept": {},
    "reject": {"reason": "location"},
    "waitlist": {"reason": "no_capacity"},
    "arrive": {},
    "depart": {"reason": "planned"},
    "open": {},
}
#: verb, state before, who, status, state after
WHO = [
    ("submit", "draft", "desk", 200, "submitted"),
    ("submit", "draft", "coordinator", 404, "draft"),
    ("cancel", "submitted", "desk", 200, "cancelled"),
    ("cancel", "submitted", "coordinator", 403, "submitted"),
    ("accept", "submitted", "coordinator", 200, "accepted"),
    ("accept", "submitted", "desk", 403, "submitted"),
    ("accept", "submitted", "agent", 404, "submitted"),
    ("reject", "in_review", "coordinator", 200, "rejected"),
    ("reject", "in_review", "desk", 403, "in_review"),
    ("waitlist", "submitted", "coordinator", 200, "waitlisted"),
    ("waitlist", "submitted", "desk", 403, "submitted"),
    ("arrive", "accepted", "coordinator", 200, "active"),
    ("arrive", "accepted", "desk", 200, "active"),
    ("depart", "active", "coordinator", 200, "completed"),
    ("open", "submitted", "coordinator", 200, "in_review"),
    ("open", "submitted", "desk", 200, "submitted"),
]
OUTSIDE = [("stranger", 404), ("other_host", 404), ("nobody", 401)]
EVERY = sorted({(verb, state) for verb, state, *_rest in WHO})
WHO += [(verb, state, who, code, state) for verb, state in EVERY for who, code in OUTSIDE]


@pytest.mark.parametrize(("verb", "before", "who", "status", "after"), WHO)
def test_who_may(town, machine, people, verb, before, who, status, after):
    order = town.order_in(before)
    entries = Entry.objects.count()
    caller = machine(people[who])

    answer = caller.post(f"/orders/{order.number}/{verb}", **SAID[verb])

    assert answer.status_code == status, answer.content
    assert ReferralOrder.objects.get(pk=order.pk).state == after
    if status == 200:
        assert answer.json()["state"] == after
    else:
        assert Entry.objects.count() == entries


def test_an_order_is_offered_to_a_second_provider(town, machine, desk, coordinator):
    order = town.submitted()
    _head, (bed,) = town.rival()

    answer = machine(desk).post(f"/orders/{order.number}/offer", asset_id=str(bed.pk))
    refused = machine(coordinator).post(f"/orders/{order.number}/offer", asset_id=str(bed.pk))

    second = answer.json()
    assert (answer.status_code, second["state"]) == (200, "draft")
    assert second["number"] != order.number
    assert second["partner"]["name"] == "West Home"
    assert refused.status_code == 403


def test_an_order_is_assigned_to_a_colleague_who_then_finds_it_in_my(
    town, machine, desk, coordinator, agent
):
    order = town.submitted()
    boss = machine(coordinator)
    seats = {seat["holder_name"]: seat["id"] for seat in boss.get("/colleagues").json()["items"]}

    answer = boss.post(f"/orders/{order.number}/assign", position_id=seats["Ana Torres"])
    refused = machine(desk).post(f"/orders/{order.number}/assign", position_id=seats["Ana Torres"])

    assert answer.status_code == 200
    assert refused.status_code == 403
    mine = machine(agent).get("/orders", show="my").json()["items"]
    assert [(row["number"], row["is_new"]) for row in mine] == [(order.number, True)]


def test_somebody_who_loses_an_order_by_answering_still_gets_an_answer(
    town, machine, coordinator, agent
):
    limited = [p for p in COORDINATOR if p not in ("referral.see_all", "referral.see_team")]
    clerk = new_person("Cleo Marsh", town.provider, town.host, limited)
    order = town.submitted()
    boss = machine(coordinator)
    boss.post(f"/orders/{order.number}/assign", position_id=str(clerk.position.pk))

    answer = machine(clerk).post(f"/orders/{order.number}/reject", reason="location")

    assert answer.status_code == 200
    assert (answer.json()["state"], answer.json()["level"]) == ("rejected", "ended")
    assert machine(clerk).get(f"/orders/{order.number}").status_code == 404


INTAKE = {
    "household": "Okello household",
    "first_name": "Ada",
    "last_name": "Okello",
    "birth_date": "2015-02-28",
    "title": "Okello",
    "category": "foster_care",
}


@pytest.mark.parametrize(
    ("who", "status"), [("desk", 201), ("coordinator", 403), ("stranger", 403), ("nobody", 401)]
)
def test_who_may_open_a_case(town, machine, people, who, status):
    answer = machine(people[who]).post("/cases", **INTAKE)

    assert answer.status_code == status
    if status == 201:
        case = answer.json()
        assert case["contact"]["first_name"] == "Ada"
        assert case["household"] == [case["contact"]]
        assert case["moves"] == ["close"]


@pytest.mark.parametrize(
    ("who", "status"),
    [("desk", 200), ("coordinator", 404), ("stranger", 404), ("other_host", 404), ("nobody", 401)],
)
@pytest.mark.parametrize("path", ["", "/places", "/notes", "/timeline", "/attachments"])
def test_who_may_read_a_case(town, machine, people, who, status, path):
    asked = {"product": str(town.product.pk), "starts_on": day(0)} if path == "/places" else {}

    answer = machine(people[who]).get(f"/cases/{town.case.number}{path}", **asked)

    assert answer.status_code == status


@pytest.mark.parametrize(
    ("who", "status"), [("desk", 200), ("coordinator", 404), ("other_host", 404), ("nobody", 401)]
)
def test_who_may_close_and_reopen_a_case(town, machine, people, who, status):
    caller, path = machine(people[who]), f"/cases/{town.case.number}"

    assert caller.post(f"{path}/close", note="done").status_code == status
    town.case.refresh_from_db()
    assert town.case.state == ("closed" if status == 200 else "active")
    assert caller.post(f"{path}/reopen").status_code == status


def test_the_whole_day_through_the_api(town, machine, desk, coordinator):
    worker, home = machine(desk), machine(coordinator)
    path = f"/cases/{town.case.number}"

    found = worker.get(f"{path}/places", product=town.product.pk, starts_on=day(0)).json()
    assert [place["name"] for place in found["places"]] == ["Bed 1", "Bed 2", "Bed 3", "Bed 4"]
    benefit = worker.post(
        f"{path}/benefits", product_id=str(town.product.pk), recipient_id=str(town.child.pk),
        starts_on=str(day(0)), ends_on=str(day(30)),
    )  # fmt: skip
    assert benefit.status_code == 201
    bed = found["places"][2]["id"]
    order = worker.post(f"{path}/orders", benefit_id=benefit.json()["id"], asset_id=bed)
    assert (order.status_code, order.json()["case"]) == (201, town.case.number)
    here = f"/orders/{order.json()['number']}"
    worker.post(f"{here}/submit", basis="consent", message="She likes dogs.")

    assert home.get(here).json()["is_new"] is True
    opened = home.post(f"{here}/open").json()
    assert (opened["state"], opened["is_new"]) == ("in_review", False)
    accepted = home.post(f"{here}/accept").json()
    assert (accepted["state"], accepted["contact"]["first_name"]) == ("accepted", "Mia")
    counted = home.get("/places/counts", by="product").json()
    assert (counted["total"], counted["taken"], counted["free"]) == (4, 1, 3)
    assert home.post(f"{here}/arrive").json()["state"] == "active"
    left = home.post(f"{here}/depart", reason="reunified").json()
    assert (left["state"], left["level"]) == ("ended_early", "ended")


@pytest.mark.parametrize(("verb", "before"), [("accept", "submitted"), ("arrive", "accepted")])
def test_a_verb_that_needs_no_words_needs_no_body(town, machine, coordinator, verb, before):
    order = town.order_in(before)

    answer = machine(coordinator).client.generic("POST", f"/api/v1/orders/{order.number}/{verb}")

    assert answer.status_code == 200, answer.content


def test_a_place_is_blocked_and_the_block_is_lifted(town, machine, coordinator, desk, stranger):
    home, place = machine(coordinator), f"/places/{town.beds[0].number}"
    said = {"start": str(day(0)), "end": str(day(3)), "reason": "repair"}

    assert machine(stranger).post(f"{place}/block", **said).status_code == 404
    assert machine(desk).post(f"{place}/block", **said).status_code == 403
    blocked = home.post(f"{place}/block", **said)
    assert (blocked.status_code, blocked.json()["kind"]) == (201, "blocked")
    assert home.get("/places/counts").json()["blocked"] == 1
    key = blocked.json()["id"]
    assert [row["id"] for row in home.get(f"{place}/nights").json()["items"]] == [key]
    other = f"/places/{town.beds[1].number}/nights/{key}/unblock"
    assert home.post(other).status_code == 404
    assert machine(stranger).post(f"{place}/nights/{key}/unblock").status_code == 404
    assert machine(desk).post(f"{place}/nights/{key}/unblock").status_code == 403
    assert home.post(f"{place}/nights/{key}/unblock").status_code == 200
    assert home.get("/places/counts").json()["blocked"] == 0


def test_a_block_says_why_by_a_code(town, machine, coordinator):
    answer = machine(coordinator).post(
        f"/places/{town.beds[0].number}/block", start=str(day(0)), reason="weather"
    )

    assert (answer.status_code, answer.json()["code"]) == (422, "REASON_REQUIRED")
