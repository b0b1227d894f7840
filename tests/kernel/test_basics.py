"""Numbers, the clock, refusals, verdicts and constraints in words."""

from datetime import UTC, date, datetime
from uuid import UUID, uuid4

import pytest
import time_machine
from django.db import IntegrityError, transaction

from steadwork.kernel import clock, errors
from steadwork.kernel.actor import PUBLIC, SYSTEM, Actor, Side
from steadwork.kernel.constraints import refusing
from steadwork.kernel.numbers import next_number, next_numbers
from steadwork.kernel.querysets import HouseQuerySet, new_id
from steadwork.kernel.verdict import Verdict, require, tenant
from steadwork.parties.models import Account, Responsibility
from tests.factories import AccountFactory, HostFactory

NIGHT = datetime(2026, 3, 8, 4, 30, tzinfo=UTC)


@pytest.mark.django_db
def test_numbers_go_on_also_after_a_rollback():
    first = int(next_number("RO").removeprefix("RO-"))
    with transaction.atomic():
        next_number("RO")
        transaction.set_rollback(True)

    assert next_number("BC") == f"BC-{first + 2}"
    assert next_numbers("PL", 3) == [f"PL-{first + n}" for n in (3, 4, 5)]


@time_machine.travel(NIGHT, tick=False)
def test_today_is_the_date_on_the_wall_where_one_is():
    assert clock.now() == NIGHT
    assert clock.today() == date(2026, 3, 7)
    assert clock.today("Europe/Warsaw") == date(2026, 3, 8)


def test_the_clock_is_set_for_a_block_and_no_longer():
    with clock.at(NIGHT):
        assert clock.now() == NIGHT

    assert clock.now() > NIGHT


def test_ids_are_ordered_by_time():
    ids = [new_id() for _ in range(50)]

    assert sorted(ids) == ids
    assert {one.version for one in ids} == {7}


@pytest.mark.parametrize(
    ("refusal", "status", "code"),
    [
        (errors.Invalid("x"), 422, "INVALID"),
        (errors.NotPermitted(), 403, "NOT_PERMITTED"),
        (errors.Missing(), 404, "NOT_FOUND"),
        (errors.Conflict("x"), 409, "CONFLICT"),
        (errors.IllegalMove("x"), 409, "ILLEGAL_MOVE"),
        (errors.Stale("x"), 409, "STALE"),
        (errors.Taken("x"), 409, "TAKEN"),
        (errors.Taken("x", code="OFFER_TAKEN"), 409, "OFFER_TAKEN"),
    ],
)
def test_a_refusal_has_a_status_a_code_and_a_sentence(refusal, status, code):
    assert (refusal.status, refusal.code) == (status, code)
    assert str(refusal)


def test_a_refusal_carries_facts_for_machines():
    assert errors.Taken("x", asset="a").facts == {"asset": "a"}


def test_a_verdict_is_true_when_it_is_ok():
    assert Verdict(True)
    assert not Verdict(False, "because")


def test_require_stops_in_words():
    require(True)
    with pytest.raises(errors.NotPermitted, match="not on Sundays"):
        require(False, "not on Sundays")


def test_only_the_system_is_told_for_which_host_it_acts():
    mine, other = uuid4(), uuid4()

    assert tenant(Actor(side=Side.HOST, host_id=mine), other) == mine
    assert tenant(SYSTEM, other) == other
    with pytest.raises(errors.Invalid):
        tenant(SYSTEM)
    with pytest.raises(errors.Invalid):
        tenant(PUBLIC, other)


def test_the_system_may_everything_and_the_public_nothing():
    assert SYSTEM.can("case.open")
    assert not PUBLIC.can("case.open")
    assert [a.behind_the_wall for a in (SYSTEM, PUBLIC)] == [False, True]


@pytest.mark.django_db
def test_a_named_constraint_speaks_and_the_transaction_goes_on():
    host = HostFactory()
    Responsibility.objects.create(host=host, name="One", side="host", permissions=[])

    with (
        pytest.raises(errors.Conflict, match="already"),
        refusing(parties_responsibility_once=lambda: errors.Conflict("There is one already.")),
    ):
        Responsibility.objects.create(host=host, name="One", side="host", permissions=[])

    assert Responsibility.objects.filter(host=host).count() == 1


@pytest.mark.django_db
def test_a_constraint_that_was_not_named_stays_what_it_is():
    host = HostFactory()
    Responsibility.objects.create(host=host, name="One", side="host", permissions=[])

    with (
        pytest.raises(IntegrityError, match="parties_responsibility_once"),
        refusing(another=lambda: errors.Conflict("no")),
    ):
        Responsibility.objects.create(host=host, name="One", side="host", permissions=[])


@pytest.mark.django_db
@pytest.mark.parametrize("pk", [UUID(int=0), "not-an-id", None, "\x00", "1" * 40])
def test_what_does_not_exist_is_missing_whatever_was_asked_for(pk):
    AccountFactory()

    with pytest.raises(errors.Missing):
        Account.objects.seen(pk, SYSTEM)
    with pytest.raises(errors.Missing):
        Account.objects.locked(pk, SYSTEM)


def test_a_queryset_that_does_not_say_who_sees_it_shows_nothing():
    with pytest.raises(NotImplementedError):
        HouseQuerySet(Account).visible_to(SYSTEM)
