"""Two people do the same, or the opposite, at the same second."""

import pytest

from steadwork.assets.models import Booking
from steadwork.cases import actions as cases
from steadwork.identity.models import User
from steadwork.kernel.audit import Entry
from steadwork.parties import actions as parties
from steadwork.parties.models import Holding
from steadwork.referrals import actions
from steadwork.referrals.models import LiveOrder, ReferralOrder
from steadwork.work import actions as work
from steadwork.work.models import Share, TeamMember
from tests.factories import PositionFactory, UserFactory
from tests.races.together import inside, outside, together

pytestmark = pytest.mark.django_db(transaction=True)
TURNS = 4


def test_e7_of_parallel_offers_one_is_accepted_and_all_others_end(town, desk, coordinator):
    rivals = [town.rival(name, beds=TURNS) for name in ("West Home", "East Home")]
    people = [coordinator, *(person for person, _ in rivals)]
    by = [person.actor for person in people]
    for turn in range(TURNS):
        first = town.submitted(town.beds[turn], start=turn * 40, end=turn * 40 + 30)
        offers = [first]
        for _, beds in rivals:
            offer = actions.offer(first.pk, asset_id=beds[turn].pk, by=desk.actor)
            offers.append(actions.submit(offer.pk, basis="consent", by=desk.actor))

        came = together(
            *(outside(who, actions.accept, o.pk) for who, o in zip(by, offers, strict=True))
        )

        assert sorted(came) == ["OFFER_TAKEN", "OFFER_TAKEN", "done"]
        group = ReferralOrder.objects.filter(offer_group=first.offer_group)
        assert sorted(group.values_list("state", flat=True)) == [
            "accepted",
            "withdrawn",
            "withdrawn",
        ]
        live = Booking.objects.live().filter(item__in=[offer.pk for offer in offers])
        assert [booking.kind for booking in live] == ["reserved"]


def test_acceptances_that_free_each_others_places_do_not_block_each_other(town, desk, coordinator):
    west, (bed,) = town.rival()
    by, west_by = coordinator.actor, west.actor
    for turn in range(TURNS):
        pairs = []
        for start in (turn * 20, turn * 20 + 10):
            ours = town.submitted(town.beds[0], start=start, end=start + 10)
            theirs = actions.offer(ours.pk, asset_id=bed.pk, by=desk.actor)
            pairs.append((ours, actions.submit(theirs.pk, basis="consent", by=desk.actor)))

        came = together(
            outside(by, actions.accept, pairs[0][0].pk),
            outside(west_by, actions.accept, pairs[1][1].pk),
        )

        assert came == ["done", "done"]


def test_e8_two_drafts_for_one_benefit_leave_one(town, desk, manager):
    for turn in range(TURNS):
        benefit = town.benefit(start=turn * 40, end=turn * 40 + 30)
        came = together(
            *(
                inside(person.actor, actions.draft, benefit.pk, asset_id=bed.pk)
                for person, bed in zip((desk, manager, desk), town.beds, strict=False)
            )
        )

        assert sorted(came) == ["BENEFIT_HAS_LIVE_ORDER", "BENEFIT_HAS_LIVE_ORDER", "done"]
        assert LiveOrder.objects.filter(benefit=benefit).count() == 1
        assert Booking.objects.live().count() == turn + 1


def test_the_same_form_sent_twice_is_one_act(town, desk, coordinator):
    order = town.draft()
    by, outsider = desk.actor, coordinator.actor

    submitted = together(*[inside(by, actions.submit, order.pk, basis="consent")] * 4)
    accepted = together(*[outside(outsider, actions.accept, order.pk)] * 4)
    arrived = together(*[outside(outsider, actions.arrive, order.pk)] * 4)

    for came in (submitted, accepted, arrived):
        assert sorted(came) == ["ILLEGAL_MOVE", "ILLEGAL_MOVE", "ILLEGAL_MOVE", "done"]
    assert Share.objects.count() == 1
    assert Entry.objects.filter(action="referral.accept").count() == 1


def test_e6_cancelling_and_accepting_at_once_has_one_winner(town, desk, coordinator):
    by, outsider = desk.actor, coordinator.actor
    for turn in range(TURNS):
        order = town.submitted(start=turn * 40, end=turn * 40 + 30)

        came = together(
            inside(by, actions.cancel, order.pk, reason="no_longer_needed"),
            outside(outsider, actions.accept, order.pk),
        )

        order.refresh_from_db()
        assert came in (["done", "ORDER_TERMINAL"], ["done", "done"])
        assert order.state == "cancelled"
        assert not order.bookings.live().exists()


def test_two_answers_of_one_provider_at_once_are_one(town, coordinator):
    by = coordinator.actor
    for turn in range(TURNS):
        order = town.submitted(start=turn * 40, end=turn * 40 + 30)

        came = together(
            outside(by, actions.accept, order.pk),
            outside(by, actions.reject, order.pk, reason="location"),
        )

        order.refresh_from_db()
        assert came in (["done", "ILLEGAL_MOVE"], ["ORDER_TERMINAL", "done"])
        assert order.state == ("accepted" if came[0] == "done" else "rejected")


def test_closing_the_case_while_an_order_is_made_leaves_no_open_order_on_a_closed_case(town, desk):
    by = desk.actor
    for turn in range(TURNS):
        benefit = town.benefit(start=turn * 40, end=turn * 40 + 30)

        came = together(
            inside(by, actions.draft, benefit.pk, asset_id=town.beds[0].pk),
            inside(by, cases.close, town.case.pk),
        )

        assert came in (["done", "CASE_HAS_OPEN_PARTS"], ["CASE_CLOSED", "done"])
        if came[1] == "done":
            cases.reopen(town.case.pk, by=by)


def test_e25_there_is_one_primary_partner_whoever_adds_at_once(town, desk, stranger):
    west, _ = town.rival()
    partners = [town.provider, stranger.organization, west.organization]

    came = together(
        *(inside(desk.actor, work.share, town.case.pk, partner_id=p.pk) for p in partners)
    )

    assert came == ["done"] * 3
    (primary,) = Share.objects.filter(is_primary=True)
    town.case.refresh_from_db()
    assert town.case.partner_id == primary.partner_id


def test_e25_there_is_one_primary_on_the_team_whoever_is_made_it_at_once(town, desk, unit):
    seats = [PositionFactory(organization=unit) for _ in range(4)]
    members = [work.add_member(town.case.pk, position_id=seat.pk, by=desk.actor) for seat in seats]

    came = together(*(inside(desk.actor, work.make_primary, one.pk) for one in members))

    assert came == ["done"] * 4
    (primary,) = TeamMember.objects.filter(is_primary=True)
    town.case.refresh_from_db()
    assert town.case.owner_id == primary.position_id


def test_a_seat_has_one_primary_holder_whoever_is_seated_at_once(manager, agency, unit):
    seat, users = PositionFactory(organization=unit), [UserFactory() for _ in range(4)]

    came = together(
        *(
            inside(manager.actor, parties.seat, seat.pk, user_id=user.pk, host_id=agency.pk)
            for user in users
        )
    )

    assert came == ["done"] * 4
    assert Holding.objects.filter(position=seat, is_primary=True).count() == 1


def test_an_address_signs_in_one_person_whoever_is_made_at_once(manager):
    from steadwork.identity import actions as identity

    make = inside(manager.actor, identity.create_user, email="new@example.org", name="New")

    came = together(*[make] * 4)

    assert sorted(came) == ["CONFLICT", "CONFLICT", "CONFLICT", "done"]
    assert User.objects.filter(email="new@example.org").count() == 1
