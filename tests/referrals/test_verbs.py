"""Every verb of an order: from every state, by everybody of the cast, and what follows."""

from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine
from django.core.management import call_command
from django.db.backends.postgresql.psycopg_any import DateRange

from steadwork.assets.counts import counts
from steadwork.assets.models import Asset, Booking
from steadwork.kernel import wall
from steadwork.kernel.actor import SYSTEM
from steadwork.kernel.audit import Entry
from steadwork.kernel.clock import now, today
from steadwork.kernel.errors import DomainError, Missing
from steadwork.pricing import actions as pricing
from steadwork.referrals import actions
from steadwork.referrals.jobs import lapse_overdue_orders
from steadwork.referrals.models import LiveOrder, ReferralOrder
from steadwork.referrals.states import MOVES, State
from steadwork.work.models import Activity, Share, TeamMember, WorkItem
from tests.cast import day

VERBS = {
    "submit": lambda o, by: actions.submit(o.pk, basis="consent", by=by),
    "accept": lambda o, by: actions.accept(o.pk, by=by),
    "reject": lambda o, by: actions.reject(o.pk, reason="location", by=by),
    "waitlist": lambda o, by: actions.waitlist(o.pk, reason="no_capacity", by=by),
    "cancel": lambda o, by: actions.cancel(o.pk, reason="duplicate", by=by),
    "arrive": lambda o, by: actions.arrive(o.pk, by=by),
    "depart": lambda o, by: actions.depart(o.pk, reason="planned", by=by),
}
FROM = {
    "submit": "draft",
    "accept": "in_review",
    "reject": "submitted",
    "waitlist": "submitted",
    "cancel": "submitted",
    "arrive": "accepted",
    "depart": "active",
}
RIGHT_SIDE = {"submit": "desk", "cancel": "desk"}
WHO = ["desk", "coordinator", "agent", "stranger", "other_host"]
MATRIX = {
    #          desk coordinator agent stranger other_host
    "submit": [200, 404, 404, 404, 404],
    "accept": [403, 200, 403, 404, 404],
    "reject": [403, 200, 403, 404, 404],
    "waitlist": [403, 200, 403, 404, 404],
    "cancel": [200, 403, 403, 404, 404],
    "arrive": [200, 200, 200, 404, 404],
    "depart": [200, 200, 200, 404, 404],
}


def picture(order):
    """All that an act on an order may touch."""
    return (
        list(ReferralOrder.objects.filter(pk=order.pk).values()),
        set(Booking.objects.values_list("pk", "kind", "period", "released_at", "expires_at")),
        set(Share.objects.values_list("pk", "level", "until", "response", "is_primary")),
        set(TeamMember.objects.values_list("pk", "removed_at", "is_primary")),
        set(LiveOrder.objects.values_list("order", "agreed")),
        Activity.objects.count(),
        Entry.objects.count(),
    )


def status_of(act):
    try:
        act()
    except DomainError as refusal:
        return refusal.status
    return 200


@pytest.mark.parametrize("who", WHO)
@pytest.mark.parametrize("verb", sorted(MATRIX))
def test_who_may(request, town, agent, verb, who):
    order = town.order_in(FROM[verb])
    if FROM[verb] != "draft":
        actions.assign(order.pk, position_id=agent.position.pk, by=town.coordinator.actor)
    by = request.getfixturevalue(who).actor
    before = picture(order)

    status = status_of(lambda: VERBS[verb](order, by))

    assert status == MATRIX[verb][WHO.index(who)]
    assert (picture(order) == before) is (status != 200)


@pytest.mark.parametrize("who", ["coordinator", "agent", "stranger"])
@pytest.mark.parametrize("verb", sorted(MATRIX))
def test_who_may_is_the_same_behind_the_wall(request, town, agent, verb, who):
    order = town.order_in(FROM[verb])
    if FROM[verb] != "draft":
        actions.assign(order.pk, position_id=agent.position.pk, by=town.coordinator.actor)
    by = request.getfixturevalue(who).actor

    with wall.behind(by):
        status = status_of(lambda: VERBS[verb](order, by))

    assert status == MATRIX[verb][WHO.index(who)]


@pytest.mark.parametrize("state", State.values)
def test_every_verb_from_every_state(town, state):
    """A fresh order for each verb would be a fresh order for each state too: undone instead."""
    from django.db import transaction

    order = town.order_in(state)
    for verb, act in VERBS.items():
        by = (town.desk if RIGHT_SIDE.get(verb) == "desk" else town.coordinator).actor
        before = picture(order)
        savepoint = transaction.savepoint()
        status = status_of(lambda act=act, by=by: act(order, by))
        hidden = state == "draft" and by.is_partner
        allowed = state in MOVES.moves[verb].sources
        assert status == (404 if hidden else 200 if allowed else 409), verb
        if status == 200:
            order.refresh_from_db()
            assert order.state == MOVES.moves[verb].target
            assert_sound(order)
        else:
            assert picture(order) == before
        transaction.savepoint_rollback(savepoint)


def assert_sound(order):
    """What holds of an order in any state (9.2)."""
    ahead = order.bookings.live().filter(claim__overlap=DateRange(order.departed_on, None))
    live = [booking.kind for booking in ahead]
    expected = {"accepted": ["reserved"], "active": ["occupied"]}
    if order.state in expected:
        assert live == expected[order.state]
    elif order.stage != "open" or order.state == "waitlisted":
        assert live == []
    assert LiveOrder.objects.filter(order=order).exists() is (order.stage == "open")
    assert (order.closed_at is None) is (order.stage == "open")
    assert order.shares.filter(until=None).exists() is (
        order.stage == "open" and order.state != "draft"
    )


@pytest.mark.parametrize("state", State.values)
def test_an_order_is_sound_in_every_state(town, state):
    order = town.order_in(state)

    assert order.state == state
    order.refresh_from_db()
    assert order.state == state
    assert_sound(order)


def test_each_act_leaves_one_entry_with_what_was_and_is(town, desk, coordinator):
    order = town.submitted()
    Entry.objects.count()

    actions.accept(order.pk, by=coordinator.actor)

    entry = Entry.objects.get(action="referral.accept", subject_id=order.pk)
    assert (entry.user_id, entry.organization_id) == (
        coordinator.user.pk,
        coordinator.organization.pk,
    )
    assert entry.changes["state"] == ["submitted", "accepted"]
    assert (entry.audience, entry.partner_id) == ("partner", town.provider.pk)


def test_the_price_is_copied_and_does_not_move_any_more(town, manager):
    order = town.accepted()

    town.contracted.price = Decimal(250)
    town.contracted.save()
    town.product.name = "Another name"
    town.product.save()
    pricing.cancel(town.agreement.pk, by=manager.actor)

    order.refresh_from_db()
    assert (order.unit_price, order.currency, order.price_unit) == (Decimal(100), "USD", "week")
    assert order.product_name == "Foster Care Standard Bed"
    assert str(order.price_words) == "100.00 USD per week"


def test_drafting_holds_the_place_and_asks_nobody_yet(town, coordinator):
    order = town.draft()

    (held,) = order.bookings.live()
    assert (held.kind, held.asset, held.period) == ("hold", town.beds[0], town.nights())
    assert not ReferralOrder.objects.visible_to(coordinator.actor).exists()
    assert order.turn == "host"
    assert order.need == {
        "age": 10,
        "age_at_end": 10,
        "gender": "female",
        "features": [],
        "languages": ["pl"],
    }


@pytest.mark.parametrize(
    ("priority", "hours"), [("emergency", 1), ("high", 8), ("medium", 24), ("low", 72)]
)
def test_submitting_starts_the_clock_and_keeps_the_place_until_the_answer_is_due(
    town, desk, priority, hours
):
    order = town.draft()

    with time_machine.travel(now(), tick=False):
        order = actions.submit(order.pk, basis="consent", priority=priority, by=desk.actor)
        due = now() + timedelta(hours=hours)

    (held,) = order.bookings.live()
    assert (order.due_at, held.expires_at) == (due, due)
    assert (order.state, order.turn) == ("submitted", "partner")
    (share,) = order.shares.all()
    assert (share.level, share.basis, share.is_primary) == ("offered", "consent", True)


def test_the_first_look_of_the_provider_shows_and_is_on_record(town, coordinator):
    order = town.submitted()

    actions.review(order.pk, by=coordinator.actor)
    actions.review(order.pk, by=coordinator.actor)

    order.refresh_from_db()
    assert order.state == "in_review"
    made = Entry.objects.filter(action="disclosure.made", subject_id=order.pk)
    assert made.count() == 2
    assert "contact" not in made.first().changes["fields"][1].split(", ")


def test_who_may_only_look_does_not_begin_the_review(town, agent, coordinator):
    order = town.submitted()
    actions.assign(order.pk, position_id=agent.position.pk, by=coordinator.actor)

    actions.review(order.pk, by=agent.actor)

    order.refresh_from_db()
    assert order.state == "submitted"


def test_accepting_books_the_nights_for_the_child_and_opens_the_person(town, coordinator):
    order = town.accepted()

    (booking,) = order.bookings.live()
    assert (booking.kind, booking.period, booking.client) == (
        "reserved",
        town.nights(),
        town.child,
    )
    (share,) = order.shares.all()
    assert (share.level, share.response) == ("accepted", "accepted")
    assert (order.due_at, order.answered_at is not None) == (None, True)


def test_accepting_another_place_frees_the_one_that_was_held(town, coordinator):
    order = town.submitted()

    actions.accept(order.pk, asset_id=town.beds[3].pk, by=coordinator.actor)

    assert [b.asset for b in Booking.objects.live()] == [town.beds[3]]


def test_t4_an_order_for_a_year_books_the_nights_of_that_year_on_one_bed(town):
    order = town.accepted(start=0, end=365)

    (booking,) = order.bookings.live()
    assert (booking.period.upper - booking.period.lower).days == 365
    assert counts(Asset.objects.all(), day(364)).taken == 1
    assert counts(Asset.objects.all(), day(365)).taken == 0


def test_a_rejected_order_is_on_the_workers_list_and_the_place_is_free(town, coordinator, desk):
    order = town.submitted()

    with wall.behind(coordinator.actor):
        actions.reject(order.pk, reason="location", by=coordinator.actor)

    todo = Activity.objects.get(item=town.case.pk)
    assert todo.assignee == desk.position
    assert todo.description == (
        f"{order.number} was rejected by North Home: Location does not fit. Ask elsewhere."
    )
    assert Activity.objects.visible_to(desk.actor).filter(pk=todo.pk).exists()
    assert not Booking.objects.live().exists()
    assert order.shares.get().response == "declined"


def test_a_waitlisted_order_frees_the_place_and_waits_with_the_host(town, coordinator):
    order = town.submitted()

    actions.waitlist(order.pk, reason="no_capacity", expected_on=day(20), by=coordinator.actor)

    order.refresh_from_db()
    assert (order.turn, order.expected_on, order.due_at) == ("host", day(20), None)
    assert not Booking.objects.live().exists()


def test_a_waitlisted_order_can_be_accepted_later(town, coordinator):
    order = town.waitlisted()

    accepted = actions.accept(order.pk, asset_id=town.beds[1].pk, by=coordinator.actor)

    assert accepted.state == "accepted"
    assert accepted.bookings.live().get().asset == town.beds[1]


@pytest.mark.parametrize("state", ["draft", "submitted", "in_review", "waitlisted", "accepted"])
def test_cancelling_frees_the_place_and_ends_what_the_provider_reads(town, desk, state):
    order = town.order_in(state)

    actions.cancel(order.pk, reason="other", reason_text="moved", by=desk.actor)

    order.refresh_from_db()
    assert (order.state, order.reason, order.reason_text) == ("cancelled", "other", "moved")
    assert not Booking.objects.live().exists()
    assert set(order.shares.values_list("level", flat=True)) <= {"ended"}


def test_t3_counts_follow_the_day(town, coordinator):
    town.accepted(town.beds[0], start=0, end=10)
    town.accepted(town.beds[1], start=0, end=30, recipient=town.new_child())
    now_there = counts(Asset.objects.all(), today())
    later = counts(Asset.objects.all(), day(10))

    assert (now_there.total, now_there.taken, now_there.free) == (4, 2, 2)
    assert (later.total, later.taken, later.free) == (4, 1, 3)


def test_arriving_occupies_and_leaving_early_frees_the_nights_that_are_left(town, coordinator):
    order = town.accepted(start=-5, end=30)
    actions.arrive(order.pk, on=day(-5), by=coordinator.actor)
    assert order.bookings.live().get().kind == "occupied"

    left = actions.depart(order.pk, on=day(-1), reason="reunified", by=coordinator.actor)

    booking = order.bookings.live().get()
    assert booking.period == town.nights(-5, -1)
    assert (left.state, left.departed_on, left.reason) == ("ended_early", day(-1), "reunified")
    assert counts(Asset.objects.all(), today()).free == 4


def test_a_stay_ends_as_planned_on_its_last_day(town, coordinator):
    order = town.accepted(start=-5, end=0)
    actions.arrive(order.pk, on=day(-5), by=coordinator.actor)

    left = actions.depart(order.pk, reason="reunified", by=coordinator.actor)

    assert left.state == "completed"
    assert order.bookings.live().get().period == town.nights(-5, 0)


def test_a_stay_without_end_ends_when_somebody_leaves(town, coordinator):
    order = town.accepted(start=-5, end=None)
    actions.arrive(order.pk, on=day(-5), by=coordinator.actor)

    left = actions.depart(order.pk, reason="adopted", by=coordinator.actor)

    assert left.state == "completed"
    assert order.bookings.live().get().period == town.nights(-5, 0)


def test_who_arrives_and_leaves_on_one_day_frees_every_night(town, coordinator):
    order = town.active()

    actions.depart(order.pk, reason="runaway", by=coordinator.actor)

    assert not order.bookings.live().exists()


def test_assigning_puts_it_into_my_of_the_colleague_and_it_is_new(town, coordinator, agent):
    order = town.submitted()
    assert not ReferralOrder.objects.visible_to(agent.actor).exists()

    with wall.behind(coordinator.actor):
        actions.assign(order.pk, position_id=agent.position.pk, by=coordinator.actor)

    mine = ReferralOrder.objects.in_scope(agent.actor, "my").with_new_mark(agent.actor)
    assert [(row.number, row.is_new) for row in mine] == [(order.number, True)]


def test_an_order_is_assigned_to_colleagues_alone(town, coordinator, stranger, desk):
    order = town.submitted()

    for seat in (stranger.position, desk.position):
        with pytest.raises(Missing):
            actions.assign(order.pk, position_id=seat.pk, by=coordinator.actor)
    assert status_of(lambda: actions.assign(order.pk, position_id=desk.position.pk, by=desk.actor))


def test_orders_that_nobody_answered_lapse_by_themselves(town, desk):
    late = town.submitted(town.beds[0])
    early = town.submitted(town.beds[1], recipient=town.new_child())
    waiting = town.waitlisted(town.beds[2], recipient=town.new_child())
    ReferralOrder.objects.filter(pk=early.pk).update(due_at=now() + timedelta(days=3))

    with time_machine.travel(now() + timedelta(hours=25), tick=True):
        assert lapse_overdue_orders() == (1, 1)
        assert lapse_overdue_orders() == (0, 0)

    states = dict(ReferralOrder.objects.values_list("pk", "state"))
    assert states == {late.pk: "expired", early.pk: "submitted", waiting.pk: "waitlisted"}
    assert late.shares.get().level == "ended"
    assert not late.bookings.live().exists()


def test_lapsing_says_what_it_did_and_a_dry_run_does_nothing(town, capsys):
    town.submitted()

    with time_machine.travel(now() + timedelta(hours=25), tick=True):
        call_command("lapse_overdue_orders", dry_run=True)
        call_command("lapse_overdue_orders", limit=10)
        call_command("lapse_overdue_orders")

    assert capsys.readouterr().out.splitlines() == [
        "due=1 lapsed=0",
        "due=1 lapsed=1",
        "due=0 lapsed=0",
    ]


def test_an_answer_at_the_same_moment_is_faster_than_the_clock(town, coordinator, monkeypatch):
    order = town.submitted()
    monkeypatch.setattr(actions, "lapse", answered_first(order, coordinator))

    with time_machine.travel(now() + timedelta(hours=25), tick=True):
        assert lapse_overdue_orders() == (1, 0)

    order.refresh_from_db()
    assert order.state == "accepted"


def answered_first(order, coordinator):
    from steadwork.referrals.actions import lapse

    def late(pk, *, by):
        actions.accept(order.pk, by=coordinator.actor)
        return lapse(pk, by=by)

    return late


def test_the_system_does_what_follows_and_says_so(town):
    town.expired()

    entry = Entry.objects.get(action="referral.lapse")
    assert (entry.side, entry.user_name) == (SYSTEM.side, "Steadwork")
    assert WorkItem.objects.get(kind="referral").turn == ""
