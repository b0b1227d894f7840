"""Agreements: their moves, their prices, and whether they cover every night."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from steadwork.assets.models import Asset
from steadwork.kernel.errors import Conflict, IllegalMove, Invalid, Missing, NotPermitted
from steadwork.pricing import actions
from steadwork.pricing.contracts import contracted, covers, price_for
from steadwork.pricing.models import Agreement, ContractedProduct
from tests.cast import day
from tests.factories import AgreementFactory, AssetFactory, ContractedProductFactory

START = date(2026, 3, 1)
HORIZON = 70


def night(number):
    return START + timedelta(days=number)


def whole(start, length):
    return DateRange(night(start), None if length is None else night(start + length))


ranges = st.builds(whole, st.integers(0, 30), st.none() | st.integers(1, 15))
wished = st.builds(whole, st.integers(0, 30), st.none() | st.integers(1, 20))


def has(period, day):
    return period.lower <= day and (period.upper is None or day < period.upper)


def every_night(validities, period):
    last = HORIZON if period.upper is None else (period.upper - START).days
    nights = [night(n) for n in range((period.lower - START).days, last)]
    endless = period.upper is not None or any(v.upper is None for v in validities)
    return endless and all(any(has(v, day) for v in validities) for day in nights)


@given(validities=st.lists(ranges, max_size=5), period=wished)
def test_covering_is_the_same_as_looking_at_every_night(validities, period):
    in_order = sorted(validities, key=lambda v: v.lower)

    assert covers(in_order, period) is every_night(in_order, period)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(validities=st.lists(ranges, max_size=4), period=wished)
def test_the_database_says_the_same(db, validities, period):
    ContractedProduct.objects.all().delete()
    Asset.objects.all().delete()
    agreement = AgreementFactory()
    place = AssetFactory(provider=agreement.provider)
    apart = []
    for validity in sorted(validities, key=lambda v: v.lower):
        if not apart or (apart[-1].upper and apart[-1].upper <= validity.lower):
            apart.append(validity)
            ContractedProductFactory(
                agreement=agreement, product=place.product, host=place.host, validity=validity
            )

    found = list(contracted(place.product_id, period))

    assert found == [place.provider_id] * covers(apart, period)


def test_t2_a_price_agreed_on_makes_a_contracted_product(town):
    price = price_for(town.provider.pk, town.product.pk, town.nights())

    assert (price.price, price.currency, price.unit) == (Decimal(100), "USD", "week")
    assert str(price) == "Foster Care Standard Bed: 100.00 USD / week"


def test_the_price_of_the_first_night_counts(town, manager):
    by = manager.actor
    agreement = actions.draw_up(provider_id=town.provider.pk, valid_from=day(-400), by=by)
    old = actions.contract(
        agreement.pk, product_id=town.product.pk, price=Decimal(90), currency="usd",
        valid_until=day(-30), by=by,
    )  # fmt: skip
    actions.activate(agreement.pk, by=by)

    assert price_for(town.provider.pk, town.product.pk, town.nights(-40, 5)) == old
    assert old.currency == "USD"


def test_two_prices_at_one_time_are_refused_in_words(town, manager):
    with pytest.raises(Conflict, match="There is a price for Foster Care Standard Bed"):
        actions.contract(
            town.agreement.pk, product_id=town.product.pk, price=Decimal(90), currency="USD",
            by=manager.actor,
        )  # fmt: skip


def test_a_rate_of_its_own_stands_beside(town, manager):
    extra = actions.contract(
        town.agreement.pk, product_id=town.product.pk, price=Decimal(150), currency="USD",
        rate_code="siblings", by=manager.actor,
    )  # fmt: skip

    assert extra.rate_code == "siblings"
    assert price_for(town.provider.pk, town.product.pk, town.nights()) == town.contracted


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"price": Decimal(-1)}, "A price is not negative."),
        ({"valid_from": day(-90)}, "within the time of the agreement"),
        ({"valid_from": day(9), "valid_until": day(9)}, "within the time of the agreement"),
        ({"valid_from": day(9), "valid_until": day(3)}, "within the time of the agreement"),
    ],
)
def test_a_price_that_makes_no_sense_is_refused(town, manager, facts, sentence):
    about = {"product_id": town.product.pk, "price": Decimal(1), "currency": "USD"} | facts

    with pytest.raises(Invalid, match=sentence):
        actions.contract(town.agreement.pk, **about, rate_code="x", by=manager.actor)


def test_an_agreement_ends_after_it_begins_and_is_made_with_a_partner(town, manager, other_host):
    with pytest.raises(Invalid, match="ends after it begins"):
        actions.draw_up(
            provider_id=town.provider.pk, valid_from=day(0), valid_until=day(0), by=manager.actor
        )
    with pytest.raises(Missing):
        actions.draw_up(provider_id=town.provider.pk, valid_from=day(0), by=other_host.actor)
    with pytest.raises(Invalid, match="is not a partner of ours"):
        actions.draw_up(provider_id=town.host.pk, valid_from=day(0), by=manager.actor)


def test_prices_before_the_agreement_is_in_force_do_not_count(town, manager):
    Agreement.objects.update(state="current")

    with pytest.raises(Invalid):
        price_for(town.provider.pk, town.product.pk, town.nights())
    actions.activate(town.agreement.pk, by=manager.actor)

    assert price_for(town.provider.pk, town.product.pk, town.nights()) == town.contracted


def test_a_cancelled_agreement_holds_no_more_prices_and_stays_cancelled(town, manager):
    actions.cancel(town.agreement.pk, by=manager.actor)

    with pytest.raises(IllegalMove):
        actions.activate(town.agreement.pk, by=manager.actor)
    with pytest.raises(Conflict, match="was cancelled"):
        actions.contract(
            town.agreement.pk, product_id=town.product.pk, price=Decimal(1), currency="USD",
            by=manager.actor,
        )  # fmt: skip


@pytest.mark.parametrize(
    ("who", "refusal"),
    [
        ("desk", NotPermitted),
        ("coordinator", NotPermitted),
        ("stranger", NotPermitted),
        ("other_host", Missing),
    ],
)
def test_who_may_not_negotiate(request, town, who, refusal):
    by = request.getfixturevalue(who).actor

    for act in (actions.activate, actions.cancel):
        with pytest.raises(refusal):
            act(town.agreement.pk, by=by)

    town.agreement.refresh_from_db()
    assert town.agreement.state == "active"


def test_an_agreement_is_seen_by_its_two_sides(
    town, desk, coordinator, agent, stranger, other_host
):
    people = {
        "desk": desk, "coordinator": coordinator, "agent": agent, "stranger": stranger,
        "other": other_host,
    }  # fmt: skip
    seen = {
        name: Agreement.objects.visible_to(person.actor).exists() for name, person in people.items()
    }

    assert seen == {
        "desk": True,
        "coordinator": True,
        "agent": False,
        "stranger": False,
        "other": False,
    }
