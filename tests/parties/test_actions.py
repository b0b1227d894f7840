"""The verbs of parties: who may, what follows, and what is refused in words."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from steadwork.kernel.actor import SYSTEM
from steadwork.kernel.audit import Entry
from steadwork.kernel.clock import today
from steadwork.kernel.errors import Conflict, DomainError, Invalid, Missing, NotPermitted
from steadwork.parties import actions
from steadwork.parties.models import (
    Account,
    Contact,
    Grant,
    Holding,
    Organization,
    Partnership,
    Position,
    Responsibility,
    Site,
)
from tests.factories import (
    AccountFactory,
    HostFactory,
    PartnerFactory,
    PartnershipFactory,
    PositionFactory,
    ResponsibilityFactory,
    UserFactory,
)

TABLES = [
    Account, Contact, Grant, Holding, Organization, Partnership, Position, Responsibility, Site,
    Entry,
]  # fmt: skip


def rows():
    return {model.__name__: model._base_manager.count() for model in TABLES}


VERBS = {
    "create_host": lambda _, by: actions.create_host(name="New County", by=by),
    "create_unit": lambda t, by: actions.create_unit(parent_id=t.host.pk, name="Unit", by=by),
    "create_branch": lambda t, by: actions.create_unit(parent_id=t.provider.pk, name="B", by=by),
    "register_partner": lambda t, by: actions.register_partner(
        host_id=t.host.pk, name="East Home", by=by
    ),
    "suspend_partner": lambda t, by: actions.suspend_partner(t.partnership.pk, reason="x", by=by),
    "create_seat_of_host": lambda t, by: actions.create_position(
        organization_id=t.host.pk, title="Clerk", by=by
    ),
    "create_seat_of_provider": lambda t, by: actions.create_position(
        organization_id=t.provider.pk, title="Clerk", by=by
    ),
    "define_responsibility": lambda t, by: actions.define_responsibility(
        host_id=t.host.pk, name="New", side="host", permissions=["case.open"], by=by
    ),
    "add_site": lambda t, by: actions.add_site(organization_id=t.provider.pk, name="S", by=by),
    "add_account": lambda _, by: actions.add_account(name="Family", by=by),
    "add_contact": lambda t, by: actions.add_contact(
        account_id=t.household.pk, first_name="A", last_name="B", by=by
    ),
}
YES, NO, GONE = 200, 403, 404
MATRIX = {
    #                          system manager desk coordinator stranger other_host
    "create_host": [YES, NO, NO, NO, NO, NO],
    "create_unit": [YES, YES, NO, NO, NO, GONE],
    "create_branch": [YES, YES, NO, NO, NO, GONE],
    "register_partner": [YES, YES, NO, NO, NO, NO],
    "suspend_partner": [YES, YES, NO, NO, NO, GONE],
    "create_seat_of_host": [YES, YES, NO, NO, NO, GONE],
    "create_seat_of_provider": [YES, YES, NO, YES, GONE, GONE],
    "define_responsibility": [YES, YES, NO, NO, NO, NO],
    "add_site": [YES, YES, NO, NO, NO, GONE],
    "add_account": [422, YES, YES, NO, NO, YES],
    "add_contact": [YES, YES, YES, NO, NO, GONE],
}
WHO = ["system", "manager", "desk", "coordinator", "stranger", "other_host"]


@pytest.mark.parametrize("who", WHO)
@pytest.mark.parametrize("verb", sorted(MATRIX))
def test_who_may_and_that_a_refused_act_changes_nothing(request, town, verb, who):
    by = SYSTEM if who == "system" else request.getfixturevalue(who).actor
    before = rows()

    try:
        VERBS[verb](town, by)
        status = YES
    except DomainError as refusal:
        status = refusal.status

    assert status == MATRIX[verb][WHO.index(who)]
    assert (rows() == before) is (status != YES)


def test_what_is_listed_is_seen_by_all_and_kept_by_its_own(town, other_host):
    Organization.objects.filter(pk=town.provider.pk).update(listed=True)
    theirs = other_host.actor

    assert Organization.objects.visible_to(theirs).filter(pk=town.provider.pk).exists()
    with pytest.raises(NotPermitted):
        actions.add_site(organization_id=town.provider.pk, name="S", by=theirs)
    with pytest.raises(NotPermitted):
        actions.create_position(organization_id=town.provider.pk, title="T", by=theirs)
    with pytest.raises(NotPermitted):
        actions.create_unit(parent_id=town.provider.pk, name="U", by=theirs)


def test_a_host_is_its_own_tenant_and_has_a_readable_identifier(db):
    first = actions.create_host(name="Riverbend County", by=SYSTEM)
    second = actions.create_host(name="Riverbend County", by=SYSTEM)

    assert (first.host_id, first.identifier) == (first.pk, "riverbend-county")
    assert second.identifier == "riverbend-county-2"


def test_an_identifier_that_is_taken_is_refused_in_words(agency):
    with pytest.raises(Conflict, match="riverbend-county"):
        actions.create_host(name="X", identifier="riverbend-county", by=SYSTEM)


def test_a_unit_of_a_host_belongs_to_it_and_a_branch_of_a_partner_to_nobody(agency, provider):
    unit = actions.create_unit(parent_id=agency.pk, name="Unit", by=SYSTEM)
    branch = actions.create_unit(parent_id=provider.pk, name="Branch", by=SYSTEM)

    assert (unit.kind, unit.host_id) == ("host", agency.pk)
    assert (branch.kind, branch.host_id, branch.is_service_provider) == ("partner", None, True)


def test_the_host_sees_the_branches_of_its_partners_and_no_others(manager, provider, other_host):
    branch = actions.create_unit(parent_id=provider.pk, name="Branch", by=SYSTEM)

    assert Organization.objects.visible_to(manager.actor).filter(pk=branch.pk).exists()
    assert not Organization.objects.visible_to(other_host.actor).filter(pk=branch.pk).exists()


def test_a_partner_is_registered_with_its_host_at_once(manager, agency):
    partner = actions.register_partner(host_id=agency.pk, name=" East Home ", by=manager.actor)

    assert partner.name == "East Home"
    assert partner.hosts.get().stage == "registered"
    assert Entry.objects.get(subject_id=partner.pk).action == "partner.registered"


def test_a_partner_needs_a_name(manager, agency):
    with pytest.raises(Invalid, match="needs a name"):
        actions.register_partner(host_id=agency.pk, name=" ", by=manager.actor)


def test_suspending_twice_is_refused_in_words(town, manager):
    actions.suspend_partner(town.partnership.pk, reason="safety", by=manager.actor)

    with pytest.raises(Conflict, match="North Home is Suspended already"):
        actions.suspend_partner(town.partnership.pk, reason="safety", by=manager.actor)

    entry = Entry.objects.filter(action="partner.stage_changed").get()
    assert entry.changes == {"stage": ["registered", "suspended"]}
    assert entry.note == "safety"


def test_a_seat_reports_to_a_seat_of_its_own_organization(desk, coordinator, stranger, agency):
    for organization in (desk.organization, stranger.organization):
        with pytest.raises(Invalid, match="own organization"):
            actions.create_position(
                organization_id=organization.pk,
                title="Clerk",
                parent_id=coordinator.position.pk,
                by=SYSTEM,
            )


def test_a_seat_of_a_unit_reports_to_one_above_in_the_same_agency(agency, desk):
    head = actions.create_position(organization_id=agency.pk, title="Head", by=SYSTEM)

    seat = actions.create_position(
        organization_id=desk.organization.pk, title="Lead", parent_id=head.pk, by=SYSTEM
    )

    assert seat.parent_id == head.pk


def test_the_first_holder_is_primary_and_its_name_stands_on_the_seat(agency):
    seat, one, two = PositionFactory(organization=agency), UserFactory(), UserFactory()

    first = actions.seat(seat.pk, user_id=one.pk, host_id=agency.pk, by=SYSTEM)
    second = actions.seat(seat.pk, user_id=two.pk, host_id=agency.pk, by=SYSTEM)

    seat.refresh_from_db()
    assert (first.is_primary, second.is_primary) == (True, False)
    assert seat.holder_name == one.name


def test_nobody_holds_a_seat_twice(desk, agency):
    with pytest.raises(Conflict, match="Dana Whitfield holds this seat already"):
        actions.seat(desk.position.pk, user_id=desk.user.pk, host_id=agency.pk, by=SYSTEM)


def test_seating_somebody_who_does_not_exist_is_missing(desk, agency):
    with pytest.raises(Missing):
        actions.seat(desk.position.pk, user_id=uuid4(), host_id=agency.pk, by=SYSTEM)


def test_who_leaves_a_seat_has_no_rights_at_the_next_request(desk):
    assert desk.actor.can("case.open")

    actions.unseat(desk.holding.pk, by=SYSTEM)

    assert desk.actor.position_id is None
    assert not desk.actor.can("case.open")


def test_the_longest_in_a_seat_inherits_it(agency):
    seat = PositionFactory(organization=agency)
    users = [UserFactory() for _ in range(3)]
    held = [
        actions.seat(
            seat.pk,
            user_id=user.pk,
            host_id=agency.pk,
            since=today() - timedelta(days=days),
            by=SYSTEM,
        )
        for user, days in zip(users, (0, 5, 9), strict=True)
    ]

    actions.unseat(held[0].pk, by=SYSTEM)

    seat.refresh_from_db()
    assert seat.holder_name == users[2].name
    assert [h.user for h in seat.holdings.filter(is_primary=True)] == [users[2]]


def test_the_primary_holder_stays_when_somebody_else_leaves(agency):
    seat = PositionFactory(organization=agency)
    users = [UserFactory() for _ in range(3)]
    held = [
        actions.seat(
            seat.pk,
            user_id=user.pk,
            host_id=agency.pk,
            since=today() - timedelta(days=days),
            by=SYSTEM,
        )
        for user, days in zip(users, (0, 5, 9), strict=True)
    ]

    actions.unseat(held[1].pk, by=SYSTEM)

    seat.refresh_from_db()
    assert seat.holder_name == users[0].name


def test_one_host_does_not_unseat_who_works_for_another(town, coordinator, other_host):
    PartnershipFactory(host=other_host.organization, partner=town.provider)

    with pytest.raises(NotPermitted):
        actions.unseat(coordinator.holding.pk, by=other_host.actor)

    assert coordinator.actor.position_id == coordinator.position.pk


def test_a_responsibility_holds_known_permissions_only(manager, agency):
    with pytest.raises(Invalid, match=r"No such permission: case\.fly"):
        actions.define_responsibility(
            host_id=agency.pk, name="X", side="host", permissions=["case.fly"], by=manager.actor
        )


def test_a_second_responsibility_of_the_same_name_is_refused_in_words(manager, agency):
    ResponsibilityFactory(host=agency, name="Worker")

    with pytest.raises(Conflict, match="named Worker already"):
        actions.define_responsibility(
            host_id=agency.pk, name="Worker", side="host", permissions=[], by=manager.actor
        )


def test_a_responsibility_of_the_hosts_side_is_not_released_to_a_partner(manager, agency, provider):
    responsibility = ResponsibilityFactory(host=agency, side="host")

    with pytest.raises(Invalid, match="other side"):
        actions.release(responsibility.pk, organization_id=provider.pk, by=manager.actor)


def test_a_responsibility_of_another_host_does_not_exist(manager, provider, agency):
    foreign = ResponsibilityFactory(host=HostFactory(), side="partner")

    with pytest.raises(Invalid):
        actions.release(foreign.pk, organization_id=provider.pk, by=manager.actor)
    with pytest.raises(Invalid):
        actions.grant(foreign.pk, user_id=manager.user.pk, by=manager.actor)


def test_a_delegated_administrator_hands_out_what_was_released(coordinator, agent, agency):
    released = ResponsibilityFactory(host=agency, side="partner")
    actions.release(released.pk, organization_id=coordinator.organization.pk, by=SYSTEM)

    granted = actions.grant(released.pk, user_id=agent.user.pk, by=coordinator.actor)

    assert (granted.user, granted.responsibility) == (agent.user, released)
    assert Entry.objects.filter(action="responsibility.granted", user_id=coordinator.user.pk)


@pytest.mark.parametrize("case", ["not released", "released to another", "the host's", "stranger"])
def test_a_delegated_administrator_gives_nothing_else(coordinator, agent, stranger, agency, case):
    side = "host" if case == "the host's" else "partner"
    wanted = ResponsibilityFactory(host=agency, side=side)
    to_whom = agent.user
    if case == "released to another":
        actions.release(wanted.pk, organization_id=stranger.organization.pk, by=SYSTEM)
    if case == "stranger":
        actions.release(wanted.pk, organization_id=coordinator.organization.pk, by=SYSTEM)
        to_whom = stranger.user

    with pytest.raises(NotPermitted) as refusal:
        actions.grant(wanted.pk, user_id=to_whom.pk, by=coordinator.actor)

    assert refusal.value.code == "RESPONSIBILITY_NOT_DELEGATED"
    assert not Grant.objects.filter(responsibility=wanted).exists()


def test_a_delegated_administrator_seats_people_in_its_own_seats_alone(coordinator, desk, agency):
    user = UserFactory()

    with pytest.raises(Missing):
        actions.seat(desk.position.pk, user_id=user.pk, host_id=agency.pk, by=coordinator.actor)
    held = actions.seat(
        coordinator.position.pk, user_id=user.pk, host_id=agency.pk, by=coordinator.actor
    )

    assert held.user == user


def test_granting_twice_changes_nothing_and_tells_once(manager, desk, agency):
    responsibility = ResponsibilityFactory(host=agency)

    one = actions.grant(responsibility.pk, user_id=desk.user.pk, by=manager.actor)
    two = actions.grant(responsibility.pk, user_id=desk.user.pk, by=manager.actor)

    assert one.pk == two.pk
    assert Entry.objects.filter(note=responsibility.name).count() == 1


def test_granting_to_somebody_who_does_not_exist_is_missing(manager, agency):
    responsibility = ResponsibilityFactory(host=agency)

    with pytest.raises(Missing):
        actions.grant(responsibility.pk, user_id=uuid4(), by=manager.actor)


def test_nobody_is_born_tomorrow(town, desk):
    with pytest.raises(Invalid, match="future"):
        actions.add_contact(
            account_id=town.household.pk,
            first_name="A",
            last_name="B",
            birth_date=date(2999, 1, 1),
            by=desk.actor,
        )


def test_a_household_needs_a_name(desk):
    with pytest.raises(Invalid, match="needs a name"):
        actions.add_account(name="  ", by=desk.actor)


def test_households_of_another_agency_do_not_exist(desk, town):
    foreign = AccountFactory()

    assert list(Account.objects.visible_to(desk.actor)) == [town.household]
    with pytest.raises(Missing):
        Account.objects.seen(foreign.pk, desk.actor)


def test_a_partner_sees_neither_households_nor_people_in_lists(town, coordinator):
    town.accepted()

    assert not Account.objects.visible_to(coordinator.actor).exists()
    assert not Contact.objects.visible_to(coordinator.actor).exists()


def test_a_confidential_address_is_for_its_own_and_the_host(town, coordinator, stranger, desk):
    Organization.objects.update(listed=True)
    secret = actions.add_site(
        organization_id=town.provider.pk, name="Shelter", is_confidential=True, by=SYSTEM
    )
    seen = {
        name: Site.objects.visible_to(person.actor).filter(pk=secret.pk).exists()
        for name, person in {"own": coordinator, "host": desk, "stranger": stranger}.items()
    }

    assert seen == {"own": True, "host": True, "stranger": False}


def test_partners_do_not_see_each_other_unless_listed(provider, stranger):
    seen = Organization.objects.visible_to(stranger.actor)
    assert not seen.filter(pk=provider.pk).exists()

    Organization.objects.filter(pk=provider.pk).update(listed=True)

    assert seen.filter(pk=provider.pk).exists()


def test_colleagues_are_seen_and_strangers_seats_are_not(coordinator, agent, stranger, desk):
    seats = set(Position.objects.visible_to(coordinator.actor))
    assert seats == {coordinator.position, agent.position}

    of_host = set(Position.objects.visible_to(desk.actor))
    assert {coordinator.position, stranger.position, desk.position} <= of_host


def test_a_partnership_is_seen_by_its_two_sides(town, coordinator, stranger, desk, other_host):
    people = {"own": coordinator, "host": desk, "stranger": stranger, "other": other_host}
    seen = {
        name: Partnership.objects.visible_to(person.actor).filter(pk=town.partnership.pk).exists()
        for name, person in people.items()
    }

    assert seen == {"own": True, "host": True, "stranger": False, "other": False}


def test_a_partner_that_no_host_knows_is_nobodys(manager, db):
    lonely = PartnerFactory()

    with pytest.raises(Missing):
        actions.create_position(organization_id=lonely.pk, title="T", by=manager.actor)
