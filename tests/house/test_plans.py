"""A deep page of each scope is read from the index made for it, and begins where it left off.

Two thousand copies of one order stand in for a million; so that an index pays already here, the
database is told to dislike the rest.
"""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from steadwork.assets.needs import Need
from steadwork.kernel import wall
from steadwork.kernel.clock import now
from steadwork.kernel.pages import cursor_of, keyset_page, salt_of
from steadwork.kernel.querysets import new_id
from steadwork.referrals.models import ReferralOrder
from steadwork.referrals.placing import Wish, candidates
from steadwork.referrals.screens.desk import OrderList
from steadwork.referrals.screens.portal import OrderInbox
from steadwork.work.frame import frame
from steadwork.work.models import WorkItem
from steadwork.work.screens import Inbox
from tests import factories as make

ORDER = ["-opened_at", "-id"]
LEADS = [
    ("desk", "my", OrderList, ["work_team_my"]),
    ("desk", "all", OrderList, ["work_item_all_of_unit"]),
    ("manager", "team", OrderList, ["work_team_my", "work_item_by_owner"]),
    ("manager", "across", OrderList, ["work_item_across"]),
    ("manager", "across", Inbox, ["work_item_across"]),
    ("desk", "my", Inbox, ["work_team_my"]),
    ("coordinator", "my", OrderInbox, ["work_team_my"]),
    ("coordinator", "team", OrderInbox, ["work_team_my"]),
    ("coordinator", "all", OrderInbox, ["work_share_all"]),
    ("coordinator", "all", Inbox, ["work_share_all"]),
]


MANY = 2000
OLDER = "w.opened_at - n * interval '1 hour'"
UNIT = "CASE WHEN mod(n, 10) = 0 THEN w.organization_id ELSE w.host_id END"
SEEN = "CASE WHEN mod(n, 50) > 0 THEN now() END"
OF_ITEM = {"id": "copy_of(w.id, n)", "item_id": "copy_of(w.item_id, n)", "opened_at": OLDER}
COPIES = {
    "work_workitem": {
        "id": "copy_of(w.id, n)", "number": "'RO-' || n", "opened_at": OLDER, "owner_id": "seat",
        "organization_id": UNIT,
    },
    "referrals_referralorder": {"item_id": "copy_of(w.item_id, n)"},
    "work_teammember": OF_ITEM | {"position_id": "seat"},
    "work_share": OF_ITEM | {"partner_id": "partner", "first_seen_at": SEEN},
}  # fmt: skip


@pytest.fixture
def crowd(town, desk, coordinator):
    """Copies of one order, spread over twenty seats and ten partners."""
    order = town.submitted()
    seats = [make.PositionFactory().pk for _ in range(18)]
    seats += [desk.position.pk, coordinator.position.pk]
    partners = [make.PartnerFactory().pk for _ in range(9)] + [town.provider.pk]
    with connection.cursor() as cursor:
        cursor.execute(
            """CREATE FUNCTION pg_temp.copy_of(id uuid, n int) RETURNS uuid LANGUAGE sql IMMUTABLE
               AS 'SELECT md5(id::text || n)::uuid'"""
        )
        for table, changed in COPIES.items():
            key = "id" if table == "work_workitem" else "item_id"
            cursor.execute(f"SELECT * FROM {table} LIMIT 0")
            columns = [column.name for column in cursor.description]
            values = ", ".join(changed.get(name, f"w.{name}") for name in columns)
            values = values.replace("copy_of", "pg_temp.copy_of")
            cursor.execute(
                f"""INSERT INTO {table} ({", ".join(columns)}) SELECT {values}
                      FROM (SELECT * FROM {table} WHERE {key} = %s LIMIT 1) w,
                           generate_series(1, {MANY}) n,
                           LATERAL (SELECT (%s::uuid[])[1 + mod(n, 20)] AS seat,
                                           (%s::uuid[])[1 + mod(n, 10)] AS partner) to_whom""",
                [order.pk, seats, partners],
            )
            cursor.execute(f"ANALYZE {table}")


@pytest.fixture
def plan(crowd):
    """The plan of the last statement that something sends, as text."""

    def told(act):
        with connection.cursor() as cursor:
            for way in ("seqscan", "bitmapscan", "hashjoin", "mergejoin"):
                cursor.execute(f"SET LOCAL enable_{way} = off")
        with CaptureQueriesContext(connection) as said:
            act()
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN {said[-1]['sql']}")
            return "\n".join(line for (line,) in cursor.fetchall())

    return told


def deep(rows):
    """A cursor into the middle of nowhere: what counts is how it is looked for."""
    place = {"opened_at": now() - timedelta(days=60), "id": new_id()}
    return cursor_of(place, ORDER, salt_of(rows, ORDER))


@pytest.mark.parametrize(("who", "scope", "screen", "indexes"), LEADS)
def test_a_deep_page_starts_in_the_index_of_its_scope(
    request, plan, desk, manager, coordinator, who, scope, screen, indexes
):
    actor = request.getfixturevalue(who).actor
    rows = screen().rows(actor).in_scope(actor, scope)

    found = plan(lambda: keyset_page(rows, order=ORDER, after=deep(rows)))

    for index in indexes:
        assert starts_in(index, found), found


def starts_in(index, found):
    """Whether the index is entered by its keys and by the moment where the last page ended."""
    entered = rf"using {index} on .*\n\s+Index Cond: .*(position_id|owner_id|_id = ).*opened_at <="
    return re.search(entered, found)


@pytest.mark.parametrize("scope", ["my", "all"])
def test_behind_the_wall_it_is_the_same_index(plan, coordinator, scope):
    actor = coordinator.actor
    rows = OrderInbox().rows(actor).in_scope(actor, scope)

    with wall.behind(actor):
        found = plan(lambda: keyset_page(rows, order=ORDER, after=deep(rows)))

    assert starts_in({"my": "work_team_my", "all": "work_share_all"}[scope], found), found


def test_a_page_under_one_key_is_not_sorted(plan, desk):
    rows = OrderList().rows(desk.actor).in_scope(desk.actor, "my")

    found = plan(lambda: keyset_page(rows, order=ORDER))

    assert "Sort Key: seat" not in found


def test_a_narrowed_scope_forgets_its_leads_and_never_its_rule(town, desk, stranger):
    town.draft()
    for actor, many in ((desk.actor, 1), (stranger.actor, 0)):
        rows = ReferralOrder.objects.in_scope(actor, "my")
        assert rows.leads
        assert rows.filter(state="draft").leads is None
        assert rows.filter(state="draft").count() == many


@pytest.mark.parametrize("scope", ["my", "team", "all", "across"])
@pytest.mark.parametrize("model", [ReferralOrder, WorkItem])
def test_a_page_along_the_leads_holds_the_rows_of_the_scope(town, manager, desk, model, scope):
    town.accepted(town.beds[0])
    town.draft(town.beds[1], recipient=town.new_child())
    for person in (manager, desk, town.coordinator):
        rows = model.objects.in_scope(person.actor, scope)
        page = keyset_page(rows, order=ORDER)
        assert [row.pk for row in page.rows] == [row.pk for row in rows.order_by(*ORDER)]


def test_leafing_forth_and_back_along_several_leads_shows_every_row_once(town, manager):
    for n in range(4):
        town.draft(town.beds[n], recipient=town.new_child(f"Child {n}"))
    rows = WorkItem.objects.in_scope(manager.actor, "team")
    everything = [row.pk for row in rows.order_by(*ORDER)]

    first = keyset_page(rows, order=ORDER, size=2)
    second = keyset_page(rows, order=ORDER, size=2, after=first.after)
    back = keyset_page(rows, order=ORDER, size=2, before=second.before)

    assert [row.pk for row in [*first.rows, *second.rows]] == everything[:4]
    assert [row.pk for row in back.rows] == everything[:2]
    assert back.before is None


def test_places_are_looked_for_from_house_to_house(town, desk):
    wish = Wish(town.product.pk, town.nights(), Need(), 41.88, -87.63, 50.0)
    actor = desk.actor

    with CaptureQueriesContext(connection) as said:
        found = candidates(wish, actor)

    assert [place.pk for place in found] == [bed.pk for bed in town.beds]
    assert len(said) == 2
    assert "CROSS JOIN LATERAL" in said[1]["sql"]


def test_the_new_mark_is_counted_from_its_own_index(plan, coordinator):
    found = plan(lambda: frame(coordinator.actor, "portal"))

    assert "work_share_new" in found
