"""The table of scopes, and what must hold of it for random people and items."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings

from steadwork.cases.models import Case
from steadwork.kernel import wall
from steadwork.kernel.actor import PUBLIC, SYSTEM
from steadwork.kernel.clock import now
from steadwork.work.explaining import Facts, explain, walk
from steadwork.work.models import TeamMember, WorkItem
from tests.factories import CaseFactory, ShareFactory, TeamMemberFactory
from tests.work.people import ACTOR, PLANS, World, seen, without_seat

at_random = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.fixture
def world(db):
    return World()


@at_random
@given(plans=PLANS, who=ACTOR)
def test_scopes_nest_and_both_tellings_of_the_rules_agree(world, plans, who):
    world.arrange(plans)
    actor = world.actor(*who)
    lists = {key: seen(Case.objects.in_scope(actor, key)) for key in ("my", "team", "all")}
    across = seen(Case.objects.in_scope(actor, "across"))
    visible = seen(Case.objects.visible_to(actor))

    if {"case.see_my", "case.see_team"} <= actor.permissions:
        assert lists["my"] <= lists["team"]
    if "case.see_all" in actor.permissions:
        own = set(
            Case.objects.filter(organization__in=actor.organizations).values_list("pk", flat=True)
        )
        assert (lists["my"] & own if actor.is_host else lists["my"]) <= lists["all"]
    assert set().union(*lists.values(), across) == visible
    assert not actor.is_partner or not across
    assert visible == seen(WorkItem.objects.visible_to(actor))
    assert visible == {
        item.pk for item in WorkItem.objects.all() if walk(actor, Facts.of(item)).verdict.ok
    }


@at_random
@given(plans=PLANS, who=ACTOR)
def test_losing_a_seat_never_enlarges_a_list(world, plans, who):
    world.arrange(plans)
    actor = world.actor(*who)
    keys = ("my", "team", "all", "across")
    before = {key: seen(Case.objects.in_scope(actor, key)) for key in keys}

    homeless = without_seat(actor)
    without = {key: seen(Case.objects.in_scope(homeless, key)) for key in keys}
    TeamMember.objects.filter(position_id=actor.position_id, removed_at=None).update(
        removed_at=now(), is_primary=False
    )
    after = {key: seen(Case.objects.in_scope(actor, key)) for key in keys}

    assert all(after[key] <= before[key] for key in keys)
    assert all(without[key] <= before[key] for key in keys)


@at_random
@given(plans=PLANS, who=ACTOR)
def test_a_partner_sees_nothing_without_a_share_and_the_wall_hides_nothing_more(world, plans, who):
    world.arrange(plans)
    office, *rest = who
    actor = world.actor(4 + office % 3, *rest)
    visible = seen(Case.objects.visible_to(actor))
    shared = seen(WorkItem.objects.filter(shares__partner__in=actor.organizations))

    with wall.behind(actor):
        behind = seen(Case.objects.visible_to(actor))
        ever = seen(WorkItem._base_manager.all())

    assert visible <= shared
    assert behind == visible
    assert visible <= ever <= shared


@at_random
@given(plans=PLANS)
def test_a_customer_sees_the_open_items_of_the_own_household_alone(world, plans):
    world.arrange(plans)
    actor = world.customer(0)

    visible = seen(WorkItem.objects.visible_to(actor))

    account, host = world.accounts[0].pk, world.hosts[0].pk
    items = WorkItem.objects.filter(account=account, host=host, open_to_customer=True)
    assert visible == seen(items.exclude(sensitivity="sealed"))
    assert visible == {
        item.pk for item in WorkItem.objects.all() if walk(actor, Facts.of(item)).verdict.ok
    }
    with wall.behind(actor):
        assert seen(WorkItem.objects.visible_to(actor)) == visible


def shown(actor):
    return {key: set(Case.objects.in_scope(actor, key)) for key in ("my", "team", "all", "across")}


def test_my_is_where_my_seat_is_on_the_team(desk, manager, town):
    other = CaseFactory(host=town.host, organization=desk.organization)

    assert shown(desk.actor)["my"] == {town.case}
    assert shown(desk.actor)["all"] == {town.case, other}
    assert shown(desk.actor)["across"] == set()


def test_my_teams_is_mine_and_what_seats_below_own(desk, manager, town):
    assert shown(manager.actor)["my"] == set()
    assert shown(manager.actor)["team"] == {town.case}
    assert shown(desk.actor)["team"] == {town.case}


def test_all_is_the_own_unit_and_below_and_across_every_unit(town, manager, agency):
    elsewhere = CaseFactory(host=agency, organization=agency)

    assert shown(manager.actor)["all"] == {town.case}
    assert shown(manager.actor)["across"] == {town.case, elsewhere}


def test_an_item_without_owner_is_in_all_and_in_nobodys_my(town, desk, manager):
    waiting = CaseFactory(host=town.host, organization=desk.organization)

    assert waiting in shown(desk.actor)["all"]
    assert waiting not in shown(desk.actor)["my"] | shown(manager.actor)["team"]


def test_an_unshared_item_is_seen_by_no_partner_even_with_a_seat_on_the_team(town, agent):
    TeamMemberFactory(of=town.case, position=agent.position)

    assert not WorkItem.objects.visible_to(agent.actor).exists()


def test_a_shared_item_is_in_the_partners_all_and_in_my_of_who_is_assigned(
    town, coordinator, agent
):
    ShareFactory(of=town.case, partner=town.provider)
    assert shown(coordinator.actor) == {
        "my": set(),
        "team": set(),
        "all": {town.case},
        "across": set(),
    }
    assert shown(agent.actor)["my"] == set()

    TeamMemberFactory(of=town.case, position=agent.position)

    assert shown(agent.actor)["my"] == {town.case}
    assert shown(coordinator.actor)["team"] == {town.case}


@pytest.mark.parametrize("who", ["stranger", "other_host"])
def test_strangers_see_nothing(request, town, who):
    town.accepted()
    actor = request.getfixturevalue(who).actor

    assert not WorkItem.objects.visible_to(actor).exists()
    assert all(rows == set() for rows in shown(actor).values())
    assert not WorkItem.objects.visible_to(PUBLIC).exists()


def test_a_sealed_item_is_seen_by_its_team_alone(town, desk, manager):
    Case.objects.filter(pk=town.case.pk).update(sensitivity="sealed")

    assert Case.objects.visible_to(desk.actor).exists()
    assert not Case.objects.visible_to(manager.actor).exists()

    TeamMemberFactory(of=town.case, position=manager.position)

    assert Case.objects.visible_to(manager.actor).exists()


def test_the_show_list_offers_what_responsibilities_open(desk, manager, coordinator, agent):
    offered = {
        name: [scope.key for scope in Case.objects.all().scopes(person.actor)]
        for name, person in {
            "desk": desk, "manager": manager, "coordinator": coordinator, "agent": agent
        }.items()
    }  # fmt: skip

    assert offered == {
        "desk": ["my", "team", "all"],
        "manager": ["my", "team", "all", "across"],
        "coordinator": ["my", "team", "all"],
        "agent": ["my"],
    }


def test_a_partner_never_sees_across_organizations_whatever_it_was_given(coordinator, town):
    actor = replace(coordinator.actor, permissions=frozenset({"case.see_across"}))

    assert not Case.objects.visible_to(actor).exists()


def test_a_kind_without_permission_is_left_out_of_the_mixed_list(town, desk):
    order = town.submitted()
    everything = desk.actor
    cases_only = replace(everything, permissions=frozenset({"case.see_all"}))

    assert seen(WorkItem.objects.visible_to(everything)) == {town.case.pk, order.pk}
    assert seen(WorkItem.objects.visible_to(cases_only)) == {town.case.pk}


def test_why_one_sees_an_item_is_told_in_words(town, desk, manager, coordinator):
    answers = {
        name: str(explain(person.actor, town.case.pk, to=manager.actor).verdict.reason)
        for name, person in {"desk": desk, "manager": manager, "coordinator": coordinator}.items()
    }

    assert answers == {
        "desk": "My: the seat is on the team.",
        "manager": "My Team's: a seat below works on it.",
        "coordinator": (
            "No scope opens it. My: the organization has no share of it. "
            "My Team's: the organization has no share of it. "
            "All: the organization has no share of it. No household of theirs."
        ),
    }
    assert explain(SYSTEM, town.case.pk, to=SYSTEM).verdict.ok


def test_a_stranger_hears_the_same_of_a_secret_and_of_nothing(town, manager, stranger):
    Case.objects.filter(pk=town.case.pk).update(sensitivity="sealed")

    for person in (manager, stranger):
        secret = explain(person.actor, town.case.pk, to=person.actor)
        nothing = explain(person.actor, None, to=person.actor)
        assert secret == nothing
        assert not secret
        assert secret.steps == ()
