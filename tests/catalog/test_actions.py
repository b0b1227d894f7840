"""Products: who defines them, and which make no sense."""

import pytest

from steadwork.catalog import actions
from steadwork.catalog.models import Product, Service
from steadwork.kernel.errors import Conflict, Invalid, NotPermitted
from steadwork.parties.models import Organization
from tests.factories import ServiceFactory


def test_t1_a_product_is_defined_and_tracked_one_by_one(manager, agency):
    product = actions.define_product(
        code="foster-bed", name="Foster Care Standard Bed", by=manager.actor
    )

    assert (product.host, product.track_as_asset, product.bookable) == (agency, True, True)
    assert (product.unit, product.open_ended, product.turnover_nights) == ("night", True, 0)


def test_a_code_is_given_once_per_host(manager, other_host):
    actions.define_product(code="bed", name="Bed", by=manager.actor)

    with pytest.raises(Conflict, match="a product with the code bed already"):
        actions.define_product(code="bed", name="Bed", by=manager.actor)
    assert actions.define_product(code="bed", name="Bed", by=other_host.actor).code == "bed"


def test_what_is_not_tracked_cannot_be_booked(manager):
    with pytest.raises(Invalid, match="tracked one by one"):
        actions.define_product(code="meal", name="Meal", track_as_asset=False, by=manager.actor)

    meal = actions.define_product(
        code="meal", name="Meal", track_as_asset=False, bookable=False, by=manager.actor
    )
    assert not Product.objects.bookable().filter(pk=meal.pk).exists()


@pytest.mark.parametrize("who", ["desk", "coordinator", "agent", "stranger"])
def test_who_may_not_define_products(request, who):
    with pytest.raises(NotPermitted):
        actions.define_product(code="x", name="X", by=request.getfixturevalue(who).actor)

    assert not Product.objects.filter(code="x").exists()


def test_products_of_another_host_do_not_exist(town, coordinator, other_host):
    assert list(Product.objects.visible_to(coordinator.actor)) == [town.product]
    assert not Product.objects.visible_to(other_host.actor).exists()


def test_services_are_seen_with_their_organization(town, desk, coordinator, stranger):
    service = ServiceFactory(organization=town.provider)
    seen = {
        name: Service.objects.visible_to(person.actor).filter(pk=service.pk).exists()
        for name, person in {"own": coordinator, "host": desk, "stranger": stranger}.items()
    }
    assert seen == {"own": True, "host": True, "stranger": False}

    Organization.objects.filter(pk=town.provider.pk).update(listed=True)

    assert Service.objects.visible_to(stranger.actor).filter(pk=service.pk).exists()
