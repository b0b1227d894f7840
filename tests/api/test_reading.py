"""What each one sees; reading writes nothing; what one may not see does not exist."""

import pytest
from django.db import connection

from steadwork.kernel import wall
from steadwork.kernel.audit import Entry
from steadwork.parties.models import Organization, Site
from steadwork.referrals.models import ReferralOrder
from steadwork.work.models import Share, WorkItem
from tests.cast import new_beds, new_provider
from tests.factories import PartnerFactory, ServiceFactory, SiteFactory

SIGNED_IN = ["/me", "/colleagues", "/cases", "/orders", "/places", "/places/counts", "/products"]
SIGNED_IN += ["/codes", "/codes/referral.reason"]


@pytest.mark.parametrize("path", SIGNED_IN)
def test_nobody_is_told_to_sign_in_and_never_sent_to_a_page(machine, db, path):
    answer = machine().get(path)

    assert (answer.status_code, answer.json()["code"]) == (401, "NOT_SIGNED_IN")
    assert answer["WWW-Authenticate"] == 'Bearer realm="Steadwork"'
    assert answer["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("path", SIGNED_IN)
@pytest.mark.parametrize("who", ["desk", "coordinator"])
def test_both_sides_may_ask(town, machine, people, who, path):
    assert machine(people[who]).get(path).status_code == 200


def test_somebody_without_responsibilities_is_refused(town, machine):
    from tests.cast import new_person

    idle = machine(new_person("Ida Frey", town.provider, town.host, []))

    answers = [idle.get(path).status_code for path in ("/orders", "/cases", "/places")]
    assert answers == [403, 403, 403]


def test_me_says_who_and_from_which_seat(machine, coordinator):
    me = machine(coordinator).get("/me").json()

    assert (me["name"], me["side"], me["organization"]) == ("Pat Okafor", "partner", "North Home")
    assert me["position_id"] == str(coordinator.position.pk)
    assert "referral.answer" in me["permissions"]
    assert me["by_token"] is False


def test_reading_is_not_opening(town, machine, coordinator):
    order = town.submitted()
    home, before = machine(coordinator), set(Entry.objects.values_list("pk", flat=True))

    listed = home.get("/orders").json()["items"]
    read = home.get(f"/orders/{order.number}").json()

    assert [row["is_new"] for row in listed] == [True]
    assert (read["is_new"], read["state"]) == (True, "submitted")
    assert [entry.action for entry in Entry.objects.exclude(pk__in=before)] == ["disclosure.made"]
    assert Share.objects.get(item_id=order.pk).first_seen_at is None
    assert home.get("/orders").json()["items"][0]["is_new"] is True


def test_a_draft_does_not_exist_for_the_provider(town, machine, coordinator):
    order = town.draft()

    unknown = machine(coordinator).get("/orders/RO-1")
    hidden = machine(coordinator).get(f"/orders/{order.number}")

    assert hidden.status_code == 404
    assert hidden.content == unknown.content


def test_the_same_number_of_another_host_is_unknown_here(town, machine, other_host):
    order = town.submitted()
    ReferralOrder.objects.filter(pk=order.pk).update(number="RO-7")
    copy = WorkItem.objects.get(pk=order.pk)

    assert machine(town.desk).get("/orders/RO-7").json()["number"] == copy.number
    assert machine(other_host).get("/orders/RO-7").status_code == 404
    assert machine(other_host).get("/orders").json()["items"] == []


def test_two_hosts_may_use_one_number_and_each_gets_its_own(town, machine, other_host):
    from steadwork.cases import actions as cases
    from steadwork.cases.models import Case

    theirs = cases.take_in(
        household="Lake", first_name="Lo", last_name="Lake", title="Lake", category="shelter",
        by=other_host.actor,
    )  # fmt: skip
    Case.objects.filter(pk=theirs.pk).update(number=town.case.number)

    path = f"/cases/{town.case.number}"
    assert machine(town.desk).get(path).json()["title"] == "Kowalski"
    assert machine(other_host).get(path).json()["title"] == "Lake"


def test_the_show_list_of_orders(town, machine, desk, coordinator, agent):
    order = town.submitted()
    number = [order.number]

    def shown(person, scope):
        items = machine(person).get("/orders", show=scope).json()["items"]
        return [row["number"] for row in items]

    assert [shown(desk, s) for s in ("my", "team", "all", "across")] == [number, number, number, []]
    assert [shown(coordinator, s) for s in ("my", "team", "all")] == [[], [], number]
    assert shown(agent, "all") == []
    assert machine(desk).get("/orders", show="everything").status_code == 422


def test_orders_by_state(town, machine, desk):
    town.submitted()
    rejected = town.rejected(town.beds[1])

    found = machine(desk).get("/orders", state="rejected").json()["items"]
    assert [row["number"] for row in found] == [rejected.number]
    assert machine(desk).get("/orders", state="lost").status_code == 422


def test_a_provider_sees_its_own_places_alone(town, machine, coordinator, desk):
    rival = new_provider(town.host, "East Home")
    (bed,) = new_beds(rival, town.product, 1)

    own = machine(coordinator).get("/places").json()["items"]
    every = machine(desk).get("/places", q="Bed").json()["items"]

    assert [place["provider"]["name"] for place in own] == ["North Home"] * 4
    assert len(every) == 5
    assert machine(coordinator).get(f"/places/{bed.number}").status_code == 404
    assert machine(desk).get(f"/places/{bed.number}").json()["site"] is None
    one = machine(desk).get("/places", provider=str(rival.pk), product=str(town.product.pk))
    assert [place["number"] for place in one.json()["items"]] == [bed.number]


def test_counts_by_provider(town, machine, desk):
    new_beds(new_provider(town.host, "East Home"), town.product, 2)

    counted = machine(desk).get("/places/counts", by="provider", on="2199-12-31").json()

    assert counted["total"] == 6
    assert [(part["name"], part["total"]) for part in counted["by"]] == [
        ("East Home", 2),
        ("North Home", 4),
    ]


def test_why_few_places_are_left(town, machine, desk):
    town.submitted()
    path = f"/cases/{town.case.number}/places"

    found = machine(desk).get(path, product=town.product.pk, starts_on="2026-01-01").json()
    wanting = machine(desk).get(
        path, product=town.product.pk, starts_on="2199-01-01", features=["crib", "pets"]
    )

    assert found["why_not"] != []
    assert wanting.json()["places"] == []
    assert {"reason": "do not fit the need", "count": 4} in wanting.json()["why_not"]


def test_a_search_that_makes_no_sense_says_where(town, machine, desk):
    path = f"/cases/{town.case.number}/places"
    asked = {"product": town.product.pk, "starts_on": "2027-05-02"}

    backwards = machine(desk).get(path, ends_on="2027-05-01", **asked).json()
    strange = machine(desk).get(path, features="wings", **asked).json()

    assert [error["field"] for error in backwards["errors"]] == ["query.ends_on"]
    assert [error["field"] for error in strange["errors"]] == ["query.features"]


def test_the_directory_is_for_everybody(machine, db):
    shown = PartnerFactory(name="Open Door", identifier="open-door", listed=True)
    PartnerFactory(name="Closed Door")
    service = ServiceFactory(organization=shown, name="Legal aid")
    SiteFactory(organization=shown, name="Secret", is_confidential=True)
    SiteFactory(organization=shown, name="Office")
    public = machine()

    organizations = public.get("/organizations", q="door").json()["items"]
    services = public.get("/services", organization="open-door").json()["items"]

    assert [row["identifier"] for row in organizations] == ["open-door"]
    assert [(row["name"], row["organization_name"]) for row in services] == [
        ("Legal aid", "Open Door")
    ]
    one = public.get("/organizations/open-door").json()
    assert [site["name"] for site in one["sites"]] == ["Office"]
    assert public.get(f"/services/{service.pk}").json()["sites"] == []
    assert Site.objects.count() == 2
    hidden = Organization.objects.get(name="Closed Door").identifier
    assert public.get(f"/organizations/{hidden}").status_code == 404
    assert public.get("/services/nothing").status_code == 404


def test_codes_come_with_words_and_unknown_lists_are_unknown(machine, coordinator):
    home = machine(coordinator)

    reasons = home.get("/codes/referral.reason").json()
    assert reasons["codes"][0] == {"code": "no_capacity", "label": "No free place"}
    assert "referral.reason" in home.get("/codes").json()
    assert home.get("/codes/nothing").status_code == 404


@pytest.mark.parametrize(
    ("asked", "language"), [("es-MX,en;q=0.5", "es"), ("fr", "en"), ("", "en"), ("*;;q=x", "en")]
)
def test_an_answer_comes_in_the_language_that_was_asked_for(machine, coordinator, asked, language):
    client = machine(coordinator).client

    for path in ("/me", "/orders/RO-1"):
        answer = client.get(f"/api/v1{path}", headers={"Accept-Language": asked})
        assert answer["Content-Language"] == language
        assert "Accept-Language" in answer["Vary"]


def test_what_the_public_may_read_is_read_behind_the_wall(machine, town, coordinator, monkeypatch):
    roles = []

    def spying(execute, sql, params, many, context):
        if "parties_organization" in str(sql) and "listed" in str(sql):
            with connection.cursor() as cursor:
                cursor.cursor.execute("SELECT current_setting('role')")
                roles.append(cursor.cursor.fetchone()[0])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(spying):
        machine().get("/organizations")
        machine(coordinator).get("/organizations")

    assert set(roles) == {wall.ROLE}


def test_a_provider_reads_and_acts_behind_the_wall(town, machine, coordinator, desk):
    order, roles = town.submitted(), []

    def spying(execute, sql, params, many, context):
        if "work_workitem" in str(sql):
            with connection.cursor() as cursor:
                cursor.cursor.execute("SELECT current_setting('role')")
                roles.append(cursor.cursor.fetchone()[0])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(spying):
        machine(coordinator).get(f"/orders/{order.number}")
    assert set(roles) == {wall.ROLE}
    roles.clear()
    with connection.execute_wrapper(spying):
        machine(coordinator).post(f"/orders/{order.number}/open")
    assert wall.ROLE in roles
    roles.clear()
    with connection.execute_wrapper(spying):
        machine(desk).get(f"/orders/{order.number}")
    assert set(roles) == {"none"}
