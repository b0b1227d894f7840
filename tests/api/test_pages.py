"""Lists come in pages that neither repeat nor skip, and cost the same for few and many rows."""

import pytest

from steadwork.parties.models import Organization
from tests.cast import new_beds
from tests.factories import CaseFactory, PartnerFactory


def walked(machine, path, step, **asked):
    """All rows of a list, page by page, in the direction of ``step``."""
    found, cursor = [], {}
    while True:
        page = machine.get(path, **asked, **cursor).json()
        found.append(page["items"])
        if page[step] is None:
            return found
        cursor = {step: page[step]}


def test_a_list_is_walked_forth_and_back(town, machine, desk):
    new_beds(town.provider, town.product, 8)
    worker = machine(desk)

    pages = walked(worker, "/places", "after", size=5)
    rows = [row["id"] for page in pages for row in page]

    assert [len(page) for page in pages] == [5, 5, 2]
    assert len(set(rows)) == 12
    second = worker.get("/places", size=5).json()["after"]
    back = worker.get("/places", size=5, after=second).json()["before"]
    assert worker.get("/places", size=5, before=back).json()["items"] == pages[0]


def test_orders_are_walked_the_newest_first(town, machine, coordinator):
    numbers = [town.submitted(bed, recipient=town.new_child()).number for bed in town.beds[:3]]

    pages = walked(machine(coordinator), "/orders", "after", size=1)

    assert [page[0]["number"] for page in pages] == numbers[::-1]


def test_a_cursor_opens_only_the_list_that_gave_it(town, machine, desk):
    worker = machine(desk)
    cursor = worker.get("/places", size=1).json()["after"]

    assert worker.get("/places", size=1, after=cursor).status_code == 200
    refused = worker.get("/orders", size=1, after=cursor)
    assert (refused.status_code, refused.json()["code"]) == (422, "BAD_CURSOR")


def test_names_with_signs_do_not_break_a_page(machine, db):
    for name in ("Zoë’s", "ßtar", "a,b", "x & y", "日本", "’"):
        PartnerFactory(name=name, listed=True)

    pages = walked(machine(), "/organizations", "after", size=1)

    assert (
        len({page[0]["name"] for page in pages}) == Organization.objects.filter(listed=True).count()
    )


@pytest.mark.parametrize("path", ["/orders", "/cases", "/places", "/products"])
def test_a_list_costs_the_same_for_few_and_many(
    town, machine, desk, path, django_assert_num_queries
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    town.submitted()
    worker = machine(desk)
    worker.get(path)
    with CaptureQueriesContext(
        connection,
    ) as few:
        worker.get(path)

    for bed in town.beds[1:]:
        town.submitted(bed, recipient=town.new_child())
    CaseFactory.create_batch(5, host=town.host, organization=desk.organization)
    new_beds(town.provider, town.product, 5)

    with django_assert_num_queries(len(few)):
        worker.get(path)
