"""The verbs of cases: open, grant, close, reopen; who may, and what is refused."""

import pytest

from steadwork.cases import actions
from steadwork.cases.models import Benefit, Case
from steadwork.kernel.actor import SYSTEM
from steadwork.kernel.audit import Entry
from steadwork.kernel.errors import Conflict, DomainError, IllegalMove, Invalid
from tests.cast import day
from tests.factories import ContactFactory


def open_case(town, by, **about):
    facts = {
        "title": "Kowalski",
        "category": "shelter",
        "account_id": town.household.pk,
        "contact_id": town.child.pk,
    }
    return actions.open_case(**{**facts, **about}, by=by)


def test_a_case_begins_with_a_number_an_owner_and_an_entry(town, desk):
    case = open_case(town, desk.actor, title=" Kowalski ", priority="high")

    assert case.number.startswith("BC-")
    assert (case.title, case.state, case.stage, case.turn) == ("Kowalski", "active", "open", "host")
    assert (case.host_id, case.organization_id) == (town.host.pk, desk.organization.pk)
    assert case.owner_id == desk.position.pk
    assert Entry.objects.get(subject_id=case.pk).action == "case.opened"


@pytest.mark.parametrize(
    ("about", "sentence"),
    [
        ({"title": "  "}, "A case needs a name"),
        ({"category": "magic"}, "Choose one of the categories"),
    ],
)
def test_a_case_that_makes_no_sense_is_refused(town, desk, about, sentence):
    with pytest.raises(Invalid, match=sentence):
        open_case(town, desk.actor, **about)


def test_a_case_is_about_somebody_of_the_household(town, desk):
    stranger = ContactFactory(host=town.host)

    with pytest.raises(Invalid, match="Ada Example does not belong to Kowalski household"):
        open_case(town, desk.actor, contact_id=stranger.pk)


WHO = ["desk", "manager", "coordinator", "agent", "stranger", "other_host"]
VERBS = {
    "open": lambda t, by: open_case(t, by),
    "grant": lambda t, by: actions.grant_benefit(
        t.case.pk, product_id=t.product.pk, recipient_id=t.child.pk, starts_on=day(0), by=by
    ),
    "close": lambda t, by: actions.close(t.case.pk, by=by),
}
MATRIX = {
    #       desk manager coordinator agent stranger other_host
    "open": [200, 200, 403, 403, 403, 404],
    "grant": [200, 200, 404, 404, 404, 404],
    "close": [200, 200, 404, 404, 404, 404],
}


@pytest.mark.parametrize("who", WHO)
@pytest.mark.parametrize("verb", sorted(MATRIX))
def test_who_may_and_the_refused_act_changed_nothing(request, town, verb, who):
    by = request.getfixturevalue(who).actor
    before = (Case.objects.count(), Benefit.objects.count(), Entry.objects.count())

    try:
        VERBS[verb](town, by)
        status = 200
    except DomainError as refusal:
        status = refusal.status

    assert status == MATRIX[verb][WHO.index(who)]
    after = (Case.objects.count(), Benefit.objects.count(), Entry.objects.count())
    assert (after == before) is (status != 200)


@pytest.mark.parametrize("end", [0, -1])
def test_a_stay_has_at_least_one_night(town, end):
    with pytest.raises(Invalid, match="at least one night"):
        town.benefit(0, end)


def test_a_product_may_need_an_end(town):
    town.product.open_ended = False
    town.product.save()

    with pytest.raises(Invalid, match="Foster Care Standard Bed needs an end"):
        town.benefit(0, None)


def test_a_benefit_is_for_somebody_of_the_household(town):
    with pytest.raises(Invalid, match="does not belong to this household"):
        town.benefit(recipient=ContactFactory(host=town.host))


def test_a_closed_case_grants_nothing_until_it_is_open_again(town, desk):
    closed = actions.close(town.case.pk, note="all is well", by=desk.actor)
    assert (closed.state, closed.stage, closed.turn) == ("closed", "done", "")
    assert closed.closed_at
    with pytest.raises(Conflict) as refusal:
        town.benefit()
    assert refusal.value.code == "CASE_CLOSED"
    with pytest.raises(IllegalMove):
        actions.close(town.case.pk, by=desk.actor)

    again = actions.reopen(town.case.pk, by=desk.actor)

    assert (again.state, again.stage, again.turn, again.closed_at) == (
        "active",
        "open",
        "host",
        None,
    )
    assert town.benefit().status == "approved"


def test_benefits_follow_their_case(town, desk, coordinator, other_host):
    benefit = town.benefit()

    assert list(Benefit.objects.visible_to(desk.actor)) == [benefit]
    assert not Benefit.objects.visible_to(coordinator.actor).exists()
    assert not Benefit.objects.visible_to(other_host.actor).exists()


def test_the_category_may_be_one_that_the_host_added(town, desk):
    from steadwork.kernel.codes import Code

    Code.objects.create(
        host_id=town.host.pk, list_name="case.category", code="kinship", labels={"en": "Kinship"}
    )

    assert open_case(town, desk.actor, category="kinship").category == "kinship"


def test_only_the_hosts_people_open_cases(town):
    with pytest.raises(DomainError):
        open_case(town, SYSTEM)
