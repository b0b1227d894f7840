"""Who somebody is now: built from seats and responsibilities at each request."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from steadwork.kernel.actor import SYSTEM, Side
from steadwork.kernel.clock import now, today
from steadwork.parties import actions
from steadwork.parties.actors import actor_for
from steadwork.parties.models import Grant, Holding, Partnership, Release
from tests.cast import AGENT, COORDINATOR, new_host, new_person, new_provider
from tests.factories import ContactFactory, PositionFactory, UserFactory


def test_a_caseworker_stands_on_the_hosts_side_in_a_unit(desk, agency, unit):
    actor = desk.actor

    assert (actor.side, actor.host_id, actor.organization_id) == (Side.HOST, agency.pk, unit.pk)
    assert actor.organizations == {unit.pk}
    assert (actor.name, actor.organization_name) == ("Dana Whitfield", "Placement Unit")
    assert actor.holds_primarily
    assert not actor.behind_the_wall


def test_a_provider_stands_behind_the_wall(coordinator, agency, provider):
    actor = coordinator.actor

    assert (actor.side, actor.host_id) == (Side.PARTNER, agency.pk)
    assert actor.organizations == {provider.pk}
    assert {p for p in actor.permissions if p.count("_") or p in COORDINATOR} == set(COORDINATOR)
    assert actor.behind_the_wall


def test_it_takes_one_statement(desk):
    with CaptureQueriesContext(
        connection,
    ) as statements:
        actor_for(desk.user)

    assert len(statements) == 1


def test_organizations_are_the_own_one_and_all_below_it(agency, unit):
    team = actions.create_unit(parent_id=unit.pk, name="Night Team", by=SYSTEM)
    head = new_person("Head", agency, agency, [])

    assert head.actor.organizations == {agency.pk, unit.pk, team.pk}


def test_reports_are_all_seats_below_and_not_the_own_one(manager, desk, unit, agency):
    trainee = new_person("Trainee", unit, agency, [], above=desk)

    assert manager.actor.reports == {desk.position.pk, trainee.position.pk}
    assert desk.actor.reports == {trainee.position.pk}
    assert trainee.actor.reports == set()


def test_a_responsibility_counts_for_a_partner_while_it_is_released(agent):
    assert set(AGENT) <= agent.actor.permissions

    Release.objects.filter(organization=agent.organization).delete()

    assert agent.actor.permissions == set()


def test_what_was_released_to_a_partner_reaches_its_sub_organizations(agency, provider):
    branch = actions.create_unit(parent_id=provider.pk, name="Branch", by=SYSTEM)
    person = new_person("Bo", branch, agency, AGENT)
    Release.objects.update(organization=provider)

    assert set(AGENT) <= person.actor.permissions
    assert person.actor.organizations == {branch.pk}


def test_a_revoked_right_is_gone_at_the_next_request(desk):
    assert desk.actor.can("case.open")

    Grant.objects.filter(user=desk.user).delete()

    assert not desk.actor.can("case.open")


def test_a_responsibility_of_one_host_gives_nothing_at_another(coordinator, agency):
    other = new_host("Lakeside")
    Partnership.objects.create(
        host=other, partner=coordinator.organization, stage="registered", registered_at=now()
    )
    second = actions.seat(
        coordinator.position.pk, user_id=coordinator.user.pk, host_id=other.pk, by=SYSTEM
    )

    there = actor_for(coordinator.user, second.pk)

    assert (there.host_id, there.permissions) == (other.pk, frozenset())
    assert coordinator.actor.host_id == agency.pk


@pytest.mark.parametrize("stage", ["suspended", "terminated", "prospect", "qualified"])
def test_without_a_registered_partnership_nobody_has_a_seat(coordinator, stage):
    Partnership.objects.update(stage=stage)

    assert coordinator.actor.side == Side.PUBLIC
    assert coordinator.actor.position_id is None
    assert coordinator.actor.permissions == set()


def test_suspending_takes_the_seats_and_resuming_gives_them_back(town, manager, coordinator):
    actions.suspend_partner(town.partnership.pk, reason="safety", by=manager.actor)
    assert coordinator.actor.position_id is None

    actions.resume_partner(town.partnership.pk, reason="checked", by=manager.actor)

    assert coordinator.actor.position_id == coordinator.position.pk


def test_a_seat_counts_from_its_first_day_to_the_day_before_its_last(desk):
    Holding.objects.update(since=today(), until=today() + timedelta(days=2))

    sides = []
    for days in range(-1, 3):
        with time_machine.travel(now() + timedelta(days=days), tick=False):
            sides.append(actor_for(desk.user).side.value)

    assert sides == ["public", "host", "host", "public"]


def test_one_switches_between_seats_and_the_primary_one_comes_first(desk, agency):
    first = desk.actor.position_id
    seat = PositionFactory(organization=agency)
    other = actions.seat(seat.pk, user_id=desk.user.pk, host_id=agency.pk, by=SYSTEM)

    assert actor_for(desk.user).position_id == first
    assert actor_for(desk.user, other.pk).position_id == seat.pk


def test_a_seat_of_somebody_else_cannot_be_chosen(desk, manager):
    assert actor_for(desk.user, manager.holding.pk).position_id == desk.position.pk


def test_who_only_shares_a_seat_does_not_hold_it_primarily(desk, agency):
    second = UserFactory()
    actions.seat(desk.position.pk, user_id=second.pk, host_id=agency.pk, by=SYSTEM)

    assert actor_for(second).position_id == desk.position.pk
    assert not actor_for(second).holds_primarily
    assert desk.actor.holds_primarily


def test_a_customer_has_the_household_and_no_seat(agency):
    user = UserFactory()
    contact = ContactFactory(host=agency, user=user)
    contact.account_id = make_account(agency)
    contact.save()

    actor = actor_for(user)

    assert (actor.side, actor.host_id) == (Side.CUSTOMER, agency.pk)
    assert actor.accounts == {contact.account_id}
    assert actor.behind_the_wall


def make_account(agency):
    from tests.factories import AccountFactory

    return AccountFactory(host=agency).pk


def test_somebody_without_seat_and_household_is_the_public(db):
    assert actor_for(UserFactory()).side == Side.PUBLIC


def test_an_agent_of_another_provider_is_another_actor(agent, stranger):
    assert agent.actor.organizations.isdisjoint(stranger.actor.organizations)
    assert agent.actor.host_id == stranger.actor.host_id


def test_a_circle_of_organizations_does_not_turn_for_ever(agency, provider):
    branch = actions.create_unit(parent_id=provider.pk, name="Branch", by=SYSTEM)
    provider.parent = branch
    provider.save()
    person = new_person("Bo", branch, agency, AGENT)

    assert person.actor.organizations == {branch.pk, provider.pk}


def test_new_provider_is_a_partner_at_once(agency):
    assert new_provider(agency, "East Home").hosts.get().stage == "registered"
