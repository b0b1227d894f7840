"""Finding a place: fit, free, under contract, near; and why the others are not."""

from math import asin, cos, radians, sin, sqrt

import pytest

from steadwork.assets import actions as assets
from steadwork.kernel.actor import SYSTEM
from steadwork.parties import actions as parties
from steadwork.referrals.placing import WhyNot, Wish, candidates, need_of, why_not
from tests.cast import new_beds, new_provider

HERE = (41.88, -87.63)


def wish(town, start=0, end=30, features=(), **where):
    period = town.nights(start, end)
    need = need_of(town.child, period, frozenset(features))
    return Wish(town.product.pk, period, need, **where)


def names(found):
    return [f"{place.provider.name} {place.name}" for place in found]


def kilometres(a, b):
    """The haversine: another formula for the same distance."""
    (lat1, lon1), (lat2, lon2) = [tuple(map(radians, p)) for p in (a, b)]
    h = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lon2 - lon1) / 2) ** 2
    return 2 * 6371.0 * asin(sqrt(h))


def at(town, provider, latitude, longitude):
    return parties.add_site(
        organization_id=provider.pk, name="House", latitude=latitude, longitude=longitude, by=SYSTEM
    )


def test_free_places_that_fit_come_in_order(town, desk):
    town.draft(town.beds[0])

    assert names(candidates(wish(town), desk.actor)) == [
        "North Home Bed 2",
        "North Home Bed 3",
        "North Home Bed 4",
    ]


def test_the_nearest_comes_first_with_its_distance_and_the_unknown_last(town, desk):
    west, (near,) = town.rival("West Home")
    near.site = at(town, west.organization, 41.95, -87.70)
    near.save()
    _east, _beds = town.rival("East Home")

    found = candidates(wish(town, latitude=41.95, longitude=-87.70), desk.actor)

    assert names(found)[0] == "West Home Bed 1"
    assert names(found)[-1] == "East Home Bed 1"
    assert found[0].distance == pytest.approx(0.0, abs=0.001)
    assert found[1].distance == pytest.approx(kilometres((41.95, -87.70), HERE), rel=1e-6)
    assert found[-1].distance is None


def test_within_a_circle_only_what_lies_inside(town, desk):
    west, (near,) = town.rival("West Home")
    near.site = at(town, west.organization, 42.30, -87.63)
    near.save()
    far = kilometres(HERE, (42.30, -87.63))
    where = {"latitude": HERE[0], "longitude": HERE[1]}

    inside = candidates(wish(town, within_km=far - 1, **where), desk.actor)
    more = candidates(wish(town, within_km=far + 1, **where), desk.actor)

    assert "West Home Bed 1" not in names(inside)
    assert "West Home Bed 1" in names(more)


@pytest.mark.parametrize(("latitude", "longitude"), [(90.0, 0.0), (-90.0, 180.0), (0.0, -180.0)])
def test_the_ends_of_the_earth_do_no_harm(town, desk, latitude, longitude):
    found = candidates(wish(town, latitude=latitude, longitude=longitude), desk.actor)

    assert [place.distance for place in found] == pytest.approx(
        [kilometres((latitude, longitude), HERE)] * 4, rel=1e-6
    )


def test_suspended_and_foreign_providers_are_not_found(town, desk, manager, other_host):
    parties.suspend_partner(town.partnership.pk, reason="safety", by=manager.actor)

    assert candidates(wish(town), desk.actor) == []
    assert candidates(wish(town), other_host.actor) == []


def test_beds_of_a_branch_are_found_under_a_contract_of_its_own(town, desk):
    from tests.cast import contract

    branch = parties.create_unit(parent_id=town.provider.pk, name="Branch", by=SYSTEM)
    with pytest.raises(Exception, match="not a partner"):
        contract(town.host, branch, town.product)


def test_the_birthday_inside_the_stay_counts(town, desk, manager):
    for bed in town.beds:
        assets.change_asset(bed.pk, max_age=10, by=manager.actor)

    assert len(candidates(wish(town, 0, 30), desk.actor)) == 4
    assert candidates(wish(town, 0, 400), desk.actor) == []


def test_why_the_others_are_not_there_is_counted(town, desk, manager):
    assets.set_status(town.beds[0].pk, status="maintenance", by=manager.actor)
    assets.change_asset(town.beds[1].pk, genders=["male"], by=manager.actor)
    town.draft(town.beds[2])
    new_beds(new_provider(town.host, "Uncontracted"), town.product, 2)

    found = why_not(wish(town), desk.actor)

    assert names(candidates(wish(town), desk.actor)) == ["North Home Bed 4"]
    assert found == [
        WhyNot("not in use", 1),
        WhyNot("do not fit the need", 1),
        WhyNot("not under contract for the whole time", 2),
        WhyNot("taken for part of the time", 1),
    ]


def test_a_need_asks_for_what_was_named(town, desk, manager):
    assets.change_asset(town.beds[3].pk, features=["crib", "pets"], by=manager.actor)

    assert names(candidates(wish(town, features=["crib"]), desk.actor)) == ["North Home Bed 4"]
    assert candidates(wish(town, features=["crib", "quiet"]), desk.actor) == []


def test_a_page_of_places_is_no_longer_than_asked(town, desk):
    assert len(candidates(wish(town), desk.actor, size=2)) == 2
