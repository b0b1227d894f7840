"""The pure rules of places, against brute force: licences and needs; and needs against the SQL."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from steadwork.assets.features import FEATURES
from steadwork.assets.licensing import Extra, Nights, first_full_night
from steadwork.assets.models import Asset
from steadwork.assets.needs import Need, age_on
from tests.factories import AssetFactory, PartnerFactory, ProductFactory

START = date(2026, 3, 1)
HORIZON = 60
on_rows = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def night(number):
    return START + timedelta(days=number)


stretches = st.builds(
    lambda start, length: Nights(night(start), None if length is None else night(start + length)),
    st.integers(0, 20),
    st.none() | st.integers(1, 12),
)
extras = st.builds(
    Extra,
    st.builds(
        lambda start, length: Nights(night(start), night(start + length)),
        st.integers(0, 20),
        st.integers(1, 12),
    ),
    st.integers(1, 3),
)


def brute_force(wanted, stays, capacity, more):
    for number in range(HORIZON):
        day = night(number)
        if not wanted.has(day):
            continue
        limit = capacity + sum(extra.more for extra in more if extra.nights.has(day))
        if sum(stay.has(day) for stay in stays) + 1 > limit:
            return day
    return None


@given(
    wanted=stretches,
    stays=st.lists(stretches, max_size=8),
    capacity=st.integers(0, 4),
    more=st.lists(extras, max_size=3),
)
def test_the_first_full_night_is_found_without_looking_at_every_night(
    wanted, stays, capacity, more
):
    assert first_full_night(wanted, stays, capacity, more) == brute_force(
        wanted, stays, capacity, more
    )


@pytest.mark.parametrize(
    ("born", "day", "age"),
    [
        (date(2016, 5, 1), date(2026, 4, 30), 9),
        (date(2016, 5, 1), date(2026, 5, 1), 10),
        (date(2016, 2, 29), date(2026, 2, 28), 9),
        (date(2016, 2, 29), date(2026, 3, 1), 10),
        (date(2016, 2, 29), date(2028, 2, 29), 12),
        (date(2026, 5, 1), date(2026, 5, 1), 0),
    ],
)
def test_age_is_counted_in_full_years(born, day, age):
    assert age_on(born, day) == age


codes = st.sampled_from(sorted(FEATURES.codes))
ages = st.none() | st.integers(0, 20)
needs = st.builds(
    lambda age, years, gender, features: Need(
        age=age,
        age_at_end=None if age is None else age + years,
        gender=gender,
        features=features,
    ),
    ages,
    st.integers(0, 3),
    st.sampled_from(["", "female", "male", "other"]),
    st.frozensets(codes, max_size=3),
)
places = st.tuples(
    st.integers(0, 15),
    st.integers(0, 15),
    st.lists(st.sampled_from(["female", "male", "other"]), unique=True, max_size=2),
    st.lists(codes, unique=True, max_size=4),
)


@pytest.fixture
def rows(db):
    product, provider = ProductFactory(), PartnerFactory()
    return [AssetFactory(product=product, provider=provider) for _ in range(3)]


@on_rows
@given(need=needs, chosen=st.lists(places, min_size=3, max_size=3))
def test_the_database_and_the_reasons_agree_on_what_fits(rows, need, chosen):
    for row, (low, span, genders, features) in zip(rows, chosen, strict=True):
        Asset.objects.filter(pk=row.pk).update(
            min_age=low, max_age=low + span, genders=genders, features=features
        )

    fitting = set(Asset.objects.filter(need.fitting()))

    assert fitting == {row for row in Asset.objects.all() if not need.misfits(row)}


@given(need=needs)
def test_a_need_survives_being_written_down(need):
    assert Need.of_json(need.as_json()) == need


def test_each_reason_is_a_sentence():
    place = AssetFactory.build(
        host=None, provider=None, product=None, min_age=12, max_age=14, genders=["male"]
    )
    need = Need(age=9, age_at_end=15, gender="female", features=frozenset({"crib", "pets"}))

    assert need.misfits(place) == [
        "It is for people of 12 and older.",
        "It is for people up to 14.",
        "It is for another gender.",
        "It does not have: Crib, Pets may come.",
    ]
