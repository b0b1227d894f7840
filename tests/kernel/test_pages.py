"""Keyset pages: nothing twice, nothing skipped, in both directions; no cursor but our own."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.core import signing
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from steadwork.kernel.codes import Code
from steadwork.kernel.errors import Invalid
from steadwork.kernel.pages import SALT, keyset_page

START = datetime(2026, 1, 1, tzinfo=UTC)
ORDERS = [
    ["id"],
    ["-id"],
    ["sort", "id"],
    ["-sort", "-id"],
    ["sort", "-created_at", "id"],
    ["-created_at", "sort", "-id"],
    ["code", "-sort", "id"],
]
in_one_go = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def rows_of(values):
    host_id = uuid4()
    Code.objects.bulk_create(
        Code(
            host_id=host_id,
            list_name=f"list-{number}",
            code=f"c{code}",
            sort=sort,
            created_at=START + timedelta(hours=hours),
        )
        for number, (sort, hours, code) in enumerate(values)
    )
    return Code.objects.filter(host_id=host_id)


def walk(rows, order, size):
    """All pages, forwards."""
    pages = [keyset_page(rows, order=order, size=size)]
    while pages[-1].after:
        pages.append(keyset_page(rows, order=order, size=size, after=pages[-1].after))
    return pages


def walk_back(rows, order, size, page):
    pages = [page]
    while pages[0].before:
        pages.insert(0, keyset_page(rows, order=order, size=size, before=pages[0].before))
    return pages


@pytest.mark.django_db
@in_one_go
@given(
    values=st.lists(
        st.tuples(st.integers(0, 3), st.integers(0, 2), st.integers(0, 2)), max_size=23
    ),
    order=st.sampled_from(ORDERS),
    size=st.integers(1, 7),
)
def test_forwards_and_backwards_visit_every_row_once(values, order, size):
    rows = rows_of(values)
    expected = list(rows.order_by(*order))

    there = walk(rows, order, size)
    back = walk_back(rows, order, size, there[-1])

    assert [row for page in there for row in page.rows] == expected
    assert [row for page in back for row in page.rows][-len(expected) :] == expected
    assert all(len(page.rows) == size for page in there[:-1])
    assert there[0].before is None
    assert back[0].before is None


@pytest.mark.django_db
def test_rows_that_come_while_one_reads_shift_nothing():
    rows = rows_of([(number, 0, 0) for number in range(6)])
    first = keyset_page(rows, order=["-sort", "-id"], size=2)
    Code.objects.create(host_id=first.rows[0].host_id, list_name="new", code="new", sort=99)

    second = keyset_page(rows.all(), order=["-sort", "-id"], size=2, after=first.after)

    assert [row.sort for row in second.rows] == [3, 2]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "cursor",
    [
        "nonsense",
        "WyIxIl0:1tXyZ:forged-signature",
        signing.dumps(["1", "2"], salt="another.salt"),
        signing.dumps(["1"], salt=SALT),
        signing.dumps("one", salt=SALT),
        signing.dumps(["not-a-number", "not-an-id"], salt=f"{SALT}:kernel.code:code:id"),
        "\x00",
    ],
    ids=["nonsense", "forged", "other-salt", "short", "no-list", "other-list's", "NUL"],
)
def test_a_forged_or_foreign_cursor_is_refused(cursor):
    rows = rows_of([(1, 0, 0)])

    for direction in ("after", "before"):
        with pytest.raises(Invalid) as refusal:
            keyset_page(rows, order=["sort", "id"], **{direction: cursor})
        assert refusal.value.status == 422
