"""A page of each scope of the order lists, over a million work items.

./run bench lists [--items 1000000] [--runs 40] [--keep] [--only house:all] [--explain]

For the first page and for a deep one (behind nine tenths of the scope's rows):
``by hand``  the question as somebody who knows the tables would write it, fetched as rows
``our SQL``  the statement of the screen, fetched as rows
``page``     the same as the screen has it: built by the queryset, read into objects
``request``  the whole request through Django's test client, rendered
For partners also the page behind the second wall against the page without it.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass
from typing import Any

from bench.ground import database
from bench.measure import ms, surroundings, table, times, together

SIZE = 51
NEVER = ("9999-12-31", "ffffffff-ffff-ffff-ffff-ffffffffffff")

ITEM = """w.id, w.number, w.state, w.priority, w.due_at, w.opened_at, w.stage, w.turn,
       r.product_name, r.period, r.unit_price, r.currency, r.price_unit, r.need"""
HOST = f"""SELECT {ITEM}, c.first_name, c.last_name, p.name,
       coalesce((SELECT t.first_seen_at IS NULL FROM work_teammember t WHERE t.item_id = w.id
                    AND t.position_id = %(seat)s AND t.removed_at IS NULL), false)"""
PARTNER = f"""SELECT {ITEM}, s.level, coalesce(
       (SELECT t.first_seen_at IS NULL FROM work_teammember t WHERE t.item_id = w.id
           AND t.position_id = %(seat)s AND t.removed_at IS NULL), s.first_seen_at IS NULL)"""
ORDERS = "JOIN referrals_referralorder r ON r.item_id = w.id"
PEOPLE = """LEFT JOIN parties_contact c ON c.id = w.contact_id
  LEFT JOIN parties_organization p ON p.id = w.partner_id"""
OPEN = """(w.sensitivity <> 'sealed' OR EXISTS (SELECT FROM work_teammember x WHERE x.item_id = w.id
         AND x.position_id = %(seat)s AND x.removed_at IS NULL))"""
GIVEN = """JOIN LATERAL (SELECT s.level, s.first_seen_at FROM work_share s WHERE s.item_id = w.id
         AND s.partner_id = ANY (%(ours)s) ORDER BY s.level LIMIT 1) s ON true"""
LATER = "ORDER BY w.opened_at DESC, w.id DESC LIMIT 51"


def walked(table_: str, key: str, item: str, name: str = "") -> str:
    """A page of items under one equal key of an index."""
    live = "AND t.removed_at IS NULL" if table_ == "work_teammember" else ""
    return f"""(SELECT t.opened_at, t.{item} AS id
        FROM {table_} t JOIN work_workitem w ON w.id = t.{item}
       WHERE t.{key} AND t.kind = 'referral' {live} AND w.host_id = %(host)s AND {OPEN} {name}
         AND (t.opened_at, t.{item}) < (%(at)s, %(id)s)
       ORDER BY t.opened_at DESC, t.{item} DESC LIMIT 51)"""


def merged(*parts: str) -> str:
    """The first 51 of several walks, each item once."""
    return f"""(SELECT DISTINCT f.opened_at, f.id FROM ({" UNION ALL ".join(parts)}) f
       ORDER BY f.opened_at DESC, f.id DESC LIMIT 51) f JOIN work_workitem w ON w.id = f.id"""


def for_each(keys: str, walk: str) -> str:
    return f"(SELECT l.* FROM unnest(%({keys})s) k(key) CROSS JOIN LATERAL {walk} l)"


MY_SEAT = """work_teammember t JOIN work_workitem w ON w.id = t.item_id"""
OF_SEAT = """t.position_id = %(seat)s AND t.kind = 'referral' AND t.removed_at IS NULL
   AND w.host_id = %(host)s AND (t.opened_at, t.item_id) < (%(at)s, %(id)s)"""
BY_SEAT = "ORDER BY t.opened_at DESC, t.item_id DESC LIMIT 51"
SHARED = """{state} AND EXISTS (SELECT FROM work_share s WHERE s.item_id = t.item_id
         AND s.partner_id = ANY (%(ours)s) OFFSET 0)"""
HERE = f"w.host_id = %(host)s AND {OPEN} AND w.kind = 'referral'"
BEHIND = "(w.opened_at, w.id) < (%(at)s, %(id)s)"

#: The questions by hand. ``{state}`` is where a filter by state goes.
BY_HAND = {
    ("host", "my"): f"{HOST} FROM {MY_SEAT} {ORDERS} {PEOPLE} WHERE {OF_SEAT} {{state}} {BY_SEAT}",
    ("host", "team"): f"""{HOST} FROM {merged(
        walked("work_teammember", "position_id = %(seat)s", "item_id", "{state}"),
        for_each("below", walked("work_workitem", "owner_id = k.key", "id", "{state}")),
    )} {ORDERS} {PEOPLE} {LATER}""",
    ("host", "all"): f"""{HOST} FROM work_workitem w {ORDERS} {PEOPLE}
       WHERE w.organization_id = %(unit)s AND {HERE} AND {BEHIND} {{state}} {LATER}""",
    ("host", "across"): f"""{HOST} FROM work_workitem w {ORDERS} {PEOPLE}
       WHERE {HERE} AND {BEHIND} {{state}} {LATER}""",
    ("partner", "my"): f"""{PARTNER} FROM {MY_SEAT} {ORDERS} {GIVEN}
       WHERE {OF_SEAT} {{state}} {BY_SEAT}""",
    ("partner", "team"): f"""{PARTNER} FROM {merged(
        for_each("seats", walked("work_teammember", "position_id = k.key", "item_id", SHARED))
    )} {ORDERS} {GIVEN} {LATER}""",
    ("partner", "all"): f"""{PARTNER} FROM {merged(
        for_each("ours", walked("work_share", "partner_id = k.key", "item_id", "{state}"))
    )} {ORDERS} {GIVEN} {LATER}""",
}  # fmt: skip
#: A director sees nearly all of it: by hand one walks all of it in order.
BY_HAND["host", "team, wide"] = f"""{HOST} FROM work_workitem w {ORDERS} {PEOPLE}
   WHERE {HERE} AND {BEHIND} {{state}} AND (w.owner_id = ANY (%(below)s) OR EXISTS (
     SELECT FROM work_teammember t WHERE t.item_id = w.id AND t.position_id = %(seat)s
        AND t.removed_at IS NULL)) {LATER}"""


@dataclass
class Case:
    """One list of one person, at one place, filtered or not."""

    persona: Any
    actor: Any
    client: Any
    scope: str
    place: str
    state: str = ""
    after: str = ""
    at: tuple[Any, Any] = NEVER

    @property
    def name(self) -> str:
        side = "host" if self.actor.is_host else "partner"
        return f"{side} {self.scope}"

    @property
    def url(self) -> str:
        door = "desk" if self.actor.is_host else "portal"
        wanted = {"show": self.scope, "state": self.state, "after": self.after}
        from urllib.parse import urlencode

        return f"/{door}/orders/?" + urlencode({k: v for k, v in wanted.items() if v})

    def rows(self) -> Any:
        """As the screen asks."""
        from steadwork.referrals.screens.desk import OrderList
        from steadwork.referrals.screens.portal import OrderInbox

        screen = (OrderList if self.actor.is_host else OrderInbox)()
        rows = screen.rows(self.actor)
        if self.state:
            rows = rows.filter(state__in=[self.state])
        joins = sorted({join for column in screen.bound_columns() for join in column.joins})
        return (rows.select_related(*joins) if joins else rows).in_scope(self.actor, self.scope)

    def page(self) -> Any:
        from steadwork.kernel.pages import keyset_page

        return keyset_page(self.rows(), order=["-opened_at", "-id"], after=self.after or None)

    def our_sql(self) -> tuple[str, tuple[Any, ...]]:
        """The statement that the page sends."""
        from django.db import connection

        said: list[tuple[str, Any]] = []

        def listen(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
            said.append((sql, params))
            return execute(sql, params, many, context)

        with connection.execute_wrapper(listen):
            self.page()
        assert len(said) == 1, said
        return said[0]

    def by_hand(self) -> tuple[str, dict[str, Any]]:
        side = "host" if self.actor.is_host else "partner"
        key = (side, self.scope)
        if key == ("host", "team") and len(self.actor.reports) > 64:
            key = ("host", "team, wide")
        state = "AND w.state = %(state)s" if self.state else ""
        return BY_HAND[key].replace("{state}", state), {
            "seat": self.actor.position_id,
            "host": self.actor.host_id,
            "unit": self.actor.organization_id,
            "ours": list(self.actor.organizations),
            "below": list(self.actor.reports),
            "seats": [self.actor.position_id, *self.actor.reports],
            "state": self.state,
            "at": self.at[0],
            "id": self.at[1],
        }


def fetched(question: tuple[str, Any]) -> Callable[[], Any]:
    from django.db import connection

    def run() -> list[Any]:
        with connection.cursor() as cursor:
            cursor.execute(*question)
            found: list[Any] = cursor.fetchall()
            return found

    return run


def cases(only: str) -> list[Case]:
    from django.test import Client

    from bench.work_town import PERSONAS
    from steadwork.identity.models import User
    from steadwork.parties.actors import actor_for

    found = []
    for persona in PERSONAS:
        user = User.objects.get(email=f"{persona.key}@example.org")
        client = Client()
        client.force_login(user)
        for scope in persona.scopes:
            if only and only != f"{persona.key}:{scope}":
                continue
            first = Case(persona, actor_for(user), client, scope, "first")
            state = "active" if first.actor.is_host else "submitted"
            found += [first, deep(first), Case(persona, first.actor, client, scope, "state", state)]
    return found


def deep(first: Case) -> Case:
    """The page behind nine tenths of what the scope has."""
    from steadwork.kernel.pages import cursor_of, salt_of

    rows = first.rows()
    keys = rows.order_by("-opened_at", "-id").values_list("opened_at", "pk")
    many = rows.count()
    at, pk = keys[int(many * 0.9)]
    order = ["-opened_at", "-id"]
    after = cursor_of({"opened_at": at, "id": pk}, order, salt_of(rows, order))
    return Case(first.persona, first.actor, first.client, first.scope, f"deep, of {many:,}",
                after=after, at=(at, pk))  # fmt: skip


def measured(case: Case, runs: int) -> list[object]:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    hand, ours = case.by_hand(), case.our_sql()
    same_rows(case, fetched(hand)())

    def request() -> None:
        assert case.client.get(case.url).status_code == 200

    acts = {"hand": fetched(hand), "sql": fetched(ours), "page": case.page, "request": request}
    took = together(runs, **acts)
    walled = "–"
    if case.actor.is_partner:
        ask = fetched(ours)
        behind = together(runs, open=ask, wall=ask, around={"wall": case.actor})
        walled = f"{ms(behind['wall'].p50)} ({times(behind['wall'].p50, behind['open'].p50)})"
    with CaptureQueriesContext(connection) as said:
        request()
    asked = [one for one in said if not one["sql"].startswith(("SAVEPOINT", "RELEASE", "BEGIN"))]
    hand_ms, sql_ms, page_ms = (took[name].p50 for name in ("hand", "sql", "page"))
    return [
        case.name, case.persona.key, case.state or case.place, ms(hand_ms), ms(sql_ms),
        times(sql_ms, hand_ms), ms(page_ms), times(page_ms, hand_ms), walled,
        ms(took["request"].p50), ms(took["request"].p95), len(asked),
    ]  # fmt: skip


def same_rows(case: Case, by_hand: list[Any]) -> None:
    """A faster answer that is another answer is no answer."""
    ours = [row.pk for row in case.page().rows]
    assert ours == [row[0] for row in by_hand[:50]], f"{case.name} {case.place}: other rows"


def explain(case: Case) -> None:
    from django.db import connection

    from steadwork.kernel import wall

    for name, (sql, params) in (("by hand", case.by_hand()), ("ours", case.our_sql())):
        walled = wall.behind(case.actor) if case.actor.is_partner else nullcontext()
        with walled, connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS) {sql}", params)
            print(f"\n{name}: {case.name} {case.place}")
            print("\n".join(line for (line,) in cursor.fetchall()))


def main() -> None:
    told = argparse.ArgumentParser(prog="bench.lists", description=__doc__)
    told.add_argument("--items", type=int, default=1_000_000)
    told.add_argument("--runs", type=int, default=40)
    told.add_argument("--keep", action="store_true", help="use the rows of the last --keep")
    told.add_argument("--only", default="", help="such as house:all")
    told.add_argument("--explain", action="store_true")
    asked = told.parse_args()
    with database("lists", keep=asked.keep) as new:
        from bench import work_town

        if new:
            print(f"Filling in {asked.items:,} work items …", flush=True)
            work_town.build(asked.items)
            work_town.seat_people()
        found = cases(asked.only)
        if asked.explain:
            for case in found:
                explain(case)
            return
        print(f"{surroundings()}; medians of {asked.runs} runs, milliseconds", flush=True)
        head = ["scope", "who", "page", "by hand", "our SQL", "ratio", "as objects", "ratio",
                "behind the wall", "request p50", "p95", "statements"]  # fmt: skip
        print(table(head, [measured(case, asked.runs) for case in found]))


if __name__ == "__main__":
    main()
