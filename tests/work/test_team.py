"""The team and its New mark, partners and the primary one (P 2.7, E22, E25 to E27)."""

import pytest

from steadwork.cases.models import Case
from steadwork.kernel.actor import SYSTEM
from steadwork.kernel.audit import Entry
from steadwork.kernel.errors import Conflict, DomainError, Missing, NotPermitted
from steadwork.parties import actions as parties
from steadwork.parties.actors import actor_for
from steadwork.work import actions
from steadwork.work.models import Share, TeamMember
from tests.factories import CaseFactory, PositionFactory, UserFactory


def is_new(item, actor):
    return Case.objects.visible_to(actor).with_new_mark(actor).get(pk=item.pk).is_new


@pytest.fixture
def shared(town):
    """The town's case, with the town's provider on it."""
    share = actions.share(town.case.pk, partner_id=town.provider.pk, by=town.desk.actor)
    share.case = town.case
    return share


def test_whoever_begins_an_item_is_its_primary_and_it_is_not_new_to_them(town, desk):
    member = town.case.team.get()

    assert (member.position, member.is_primary, member.source) == (desk.position, True, "creator")
    assert town.case.owner_id == desk.position.pk
    assert not is_new(town.case, desk.actor)


def test_an_assigned_item_is_new_until_the_holder_opens_it(shared, agent, desk):
    actions.add_member(shared.case.pk, position_id=agent.position.pk, by=desk.actor)
    assert is_new(shared.case, agent.actor)

    list(Case.objects.visible_to(agent.actor).with_new_mark(agent.actor))
    assert is_new(shared.case, agent.actor)

    assert actions.see(shared.case.pk, by=agent.actor)
    assert not is_new(shared.case, agent.actor)
    assert not actions.see(shared.case.pk, by=agent.actor)


def test_e26_who_only_shares_the_seat_leaves_the_mark(shared, agent, agency, desk):
    actions.add_member(shared.case.pk, position_id=agent.position.pk, by=desk.actor)
    second = UserFactory()
    parties.seat(agent.position.pk, user_id=second.pk, host_id=agency.pk, by=SYSTEM)
    for grant in agent.user.grants.all():
        parties.grant(grant.responsibility_id, user_id=second.pk, by=SYSTEM)

    assert not actions.see(shared.case.pk, by=actor_for(second))

    assert is_new(shared.case, agent.actor)
    assert is_new(shared.case, actor_for(second))


def test_e27_who_is_added_again_finds_it_new_again(shared, agent, desk):
    first = actions.add_member(shared.case.pk, position_id=agent.position.pk, by=desk.actor)
    actions.see(shared.case.pk, by=agent.actor)
    actions.remove_member(first.pk, reason="holiday", by=desk.actor)

    again = actions.add_member(shared.case.pk, position_id=agent.position.pk, by=desk.actor)

    assert again.pk != first.pk
    assert is_new(shared.case, agent.actor)
    assert shared.case.team.filter(position=agent.position).count() == 2


def test_an_item_shared_with_nobody_in_particular_is_new_in_all(shared, coordinator, agent, desk):
    assert is_new(shared.case, coordinator.actor)

    actions.see(shared.case.pk, by=coordinator.actor)

    assert not is_new(shared.case, coordinator.actor)


def test_opening_does_not_take_a_colleagues_mark(shared, coordinator, agent, desk):
    actions.add_member(shared.case.pk, position_id=agent.position.pk, by=desk.actor)

    actions.see(shared.case.pk, by=coordinator.actor)

    assert is_new(shared.case, agent.actor)


def test_e22_a_seat_joins_only_when_its_organization_is_a_partner_on_the_item(town, agent, desk):
    with pytest.raises(Conflict) as refusal:
        actions.add_member(town.case.pk, position_id=agent.position.pk, by=desk.actor)

    assert refusal.value.code == "PARTNER_NOT_ON_CASE"
    assert str(refusal.value) == (
        f"{agent.position} works for North Home, which is not a partner on {town.case.number}. "
        "Add the organization first."
    )
    assert town.case.team.count() == 1


def test_a_seat_of_a_branch_joins_when_the_organization_above_has_the_share(shared, desk, town):
    branch = parties.create_unit(parent_id=town.provider.pk, name="Branch", by=SYSTEM)
    seat = PositionFactory(organization=branch)

    assert actions.add_member(shared.case.pk, position_id=seat.pk, by=desk.actor).position == seat


def test_after_the_share_ended_no_more_seats_join(shared, agent, desk):
    actions.end_share(shared.pk, by=desk.actor)

    with pytest.raises(Conflict) as refusal:
        actions.add_member(shared.case.pk, position_id=agent.position.pk, by=desk.actor)

    assert refusal.value.code == "PARTNER_NOT_ON_CASE"


def test_ending_a_share_takes_the_partners_seats_with_it(shared, agent, desk):
    actions.add_member(shared.case.pk, position_id=agent.position.pk, by=desk.actor)

    actions.end_share(shared.pk, by=desk.actor)

    assert not Case.objects.in_scope(agent.actor, "my").exists()
    gone = TeamMember.objects.get(position=agent.position)
    assert gone.removed_at
    assert gone.removal_reason == "share ended"


def test_nobody_is_on_the_team_twice(town, desk):
    with pytest.raises(Conflict, match="is on the team already"):
        actions.add_member(town.case.pk, position_id=desk.position.pk, by=desk.actor)


def test_the_primary_leaves_only_after_another_was_chosen(town, desk, manager):
    member = town.case.team.get()
    with pytest.raises(Conflict, match="Make somebody else primary first"):
        actions.remove_member(member.pk, by=desk.actor)

    actions.assign_owner(town.case.pk, position_id=manager.position.pk, by=desk.actor)
    actions.remove_member(member.pk, by=manager.actor)

    town.case.refresh_from_db()
    assert town.case.owner_id == manager.position.pk
    assert [m.position for m in town.case.team.filter(removed_at=None)] == [manager.position]


def test_removing_is_dated_and_told_and_never_a_delete(shared, agent, desk):
    member = actions.add_member(shared.case.pk, position_id=agent.position.pk, by=desk.actor)

    actions.remove_member(member.pk, reason="moved away", by=desk.actor)

    member.refresh_from_db()
    assert (member.removal_reason, member.removed_at is not None) == ("moved away", True)
    entry = Entry.objects.filter(action="team.removed").get()
    assert entry.changes == {"team": [str(agent.position), ""]}
    with pytest.raises(Missing):
        actions.remove_member(member.pk, by=desk.actor)


def test_there_is_one_primary_whoever_is_made_it(town, desk, manager):
    member = actions.add_member(town.case.pk, position_id=manager.position.pk, by=desk.actor)

    actions.make_primary(member.pk, by=desk.actor)

    assert [m.position for m in town.case.team.filter(is_primary=True)] == [manager.position]
    entry = Entry.objects.filter(action="team.primary_changed").get()
    assert entry.changes == {"owner": [str(desk.position), str(manager.position)]}


def test_the_partner_just_added_is_primary_and_the_mark_can_be_moved(shared, stranger, desk):
    second = actions.share(shared.case.pk, partner_id=stranger.organization.pk, by=desk.actor)
    assert list(Share.objects.filter(is_primary=True)) == [second]
    shared.case.refresh_from_db()
    assert shared.case.partner_id == stranger.organization.pk

    actions.make_primary_partner(shared.pk, by=desk.actor)

    assert list(Share.objects.filter(is_primary=True)) == [shared]
    shared.case.refresh_from_db()
    assert shared.case.partner_id == shared.partner_id


def test_a_partner_is_added_once(shared, town, desk):
    with pytest.raises(Conflict, match=r"North Home is a partner on BC-\d+ already"):
        actions.share(town.case.pk, partner_id=town.provider.pk, by=desk.actor)


ITEM_VERBS = {
    "add_member": lambda t, by: actions.add_member(t.case.pk, position_id=t.extra.pk, by=by),
    "remove_member": lambda t, by: actions.remove_member(t.member.pk, by=by),
    "make_primary": lambda t, by: actions.make_primary(t.member.pk, by=by),
    "assign_owner": lambda t, by: actions.assign_owner(t.case.pk, position_id=t.extra.pk, by=by),
    "share": lambda t, by: actions.share(t.case.pk, partner_id=t.other_partner.pk, by=by),
    "make_primary_partner": lambda t, by: actions.make_primary_partner(t.given.pk, by=by),
}
WHO = ["desk", "coordinator", "agent", "stranger", "other_host"]
MATRIX = {
    #                         desk coordinator agent stranger other_host
    "add_member": [200, 404, 404, 404, 404],
    "remove_member": [200, 403, 403, 404, 404],
    "make_primary": [200, 403, 403, 404, 404],
    "assign_owner": [200, 404, 404, 404, 404],
    "share": [200, 403, 403, 404, 404],
    "make_primary_partner": [200, 403, 403, 404, 404],
}


@pytest.mark.parametrize("who", WHO)
@pytest.mark.parametrize("verb", sorted(MATRIX))
def test_who_may_staff_an_item(request, town, shared, desk, agent, manager, unit, verb, who):
    town.given, town.extra = shared, PositionFactory(organization=unit)
    town.member = actions.add_member(town.case.pk, position_id=manager.position.pk, by=desk.actor)
    actions.add_member(town.case.pk, position_id=agent.position.pk, by=desk.actor)
    town.other_partner = request.getfixturevalue("stranger").organization
    by = request.getfixturevalue(who).actor
    before = picture(town.case)

    try:
        ITEM_VERBS[verb](town, by)
        status = 200
    except DomainError as refusal:
        status = refusal.status

    assert status == MATRIX[verb][WHO.index(who)]
    if status != 200:
        assert picture(town.case) == before


def picture(case):
    return (
        set(case.team.values_list("position", "is_primary", "removed_at")),
        set(case.shares.values_list("partner", "level", "is_primary")),
        Case.objects.values_list("owner", "partner").get(pk=case.pk),
        Entry.objects.filter(subject_id=case.pk).count(),
    )


def test_who_only_looks_does_not_staff(town, desk, manager):
    from steadwork.parties.models import Responsibility

    Responsibility.objects.filter(grants__user=desk.user).update(permissions=["case.see_all"])

    with pytest.raises(NotPermitted):
        actions.add_member(town.case.pk, position_id=manager.position.pk, by=desk.actor)
    with pytest.raises(NotPermitted):
        actions.share(town.case.pk, partner_id=town.provider.pk, by=desk.actor)


def test_items_of_another_host_do_not_exist(desk, town):
    foreign = CaseFactory()

    with pytest.raises(Missing):
        actions.assign_owner(foreign.pk, position_id=desk.position.pk, by=desk.actor)
    assert not actions.see(foreign.pk, by=desk.actor)
