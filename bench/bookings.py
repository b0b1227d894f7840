"""Orders accepted a second, with few places and with many; and bare inserts beside them.

./run bench bookings [--orders 240] [--connections 1,4,16]

An order is accepted as in life: behind the second wall, the place locked, checked and booked, the
share opened, the entries written, all in one commit that reaches the disk. ``bare`` inserts one
booking a transaction into the same table, with the same constraints, on the same connections.
``few places``: eight orders want the same night of one place.
"""

from __future__ import annotations

import argparse
import os
import threading
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from typing import Any

from bench.ground import database
from bench.measure import ms, surroundings, table, times

RIVALS = 8  # orders for one place and period, when places are few


@dataclass
class Town:
    """What the acts need."""

    host: Any
    provider: Any
    product: Any
    worker: Any
    answerer: Any
    case: Any
    beds: list[Any] = field(default_factory=list)


def town(beds: int) -> Town:
    """One agency, one provider under contract with many places; by actions."""
    from steadwork.assets import actions as assets
    from steadwork.cases import actions as cases
    from steadwork.catalog import actions as catalog
    from steadwork.identity import actions as identity
    from steadwork.kernel.actor import SYSTEM
    from steadwork.kernel.clock import today
    from steadwork.parties import actions as parties
    from steadwork.parties.actors import actor_for
    from steadwork.parties.permissions import Permission
    from steadwork.pricing import actions as pricing

    host = parties.create_host(name="County", by=SYSTEM)
    provider = parties.register_partner(
        host_id=host.pk, name="North Home", is_service_provider=True, by=SYSTEM
    )
    product = catalog.define_product(code="bed", name="Bed", host_id=host.pk, by=SYSTEM)
    begun = today() - timedelta(30)
    agreement = pricing.draw_up(
        provider_id=provider.pk, valid_from=begun, host_id=host.pk, by=SYSTEM
    )
    pricing.contract(
        agreement.pk, product_id=product.pk, price=Decimal(100), currency="USD", unit="week",
        by=SYSTEM,
    )  # fmt: skip
    pricing.activate(agreement.pk, by=SYSTEM)
    people = {}
    for side, home in (("host", host), ("partner", provider)):
        allowed = [p for p in Permission.values if side == "host" or not p.endswith("across")]
        given = parties.define_responsibility(
            host_id=host.pk, name=side, side=side, permissions=allowed, by=SYSTEM
        )
        if side == "partner":
            parties.release(given.pk, organization_id=home.pk, by=SYSTEM)
        user = identity.create_user(email=f"{side}@example.org", name=side.title(), by=SYSTEM)
        seat = parties.create_position(organization_id=home.pk, title="Seat", by=SYSTEM)
        held = parties.seat(seat.pk, user_id=user.pk, host_id=host.pk, by=SYSTEM)
        parties.grant(given.pk, user_id=user.pk, by=SYSTEM)
        people[side] = actor_for(user, held.pk)
    household = parties.add_account(name="Household", by=people["host"])
    child = parties.add_contact(
        account_id=household.pk, first_name="A", last_name="B", by=people["host"]
    )
    case = cases.open_case(
        title="Case", category="foster_care", account_id=household.pk, contact_id=child.pk,
        by=people["host"],
    )  # fmt: skip
    made = Town(host, provider, product, people["host"], people["partner"], case)
    made.beds = [
        assets.add_asset(
            provider_id=provider.pk, product_id=product.pk, name=f"Bed {n}",
            commissioned_on=begun, by=SYSTEM,
        )
        for n in range(beds)
    ]  # fmt: skip
    return made


def orders(made: Town, many: int, rivals: int) -> list[tuple[Any, Any]]:
    """Submitted orders, each for a child of its own, and the place that each will ask for.
    ``rivals`` of them want the same place and nights."""
    from steadwork.kernel.clock import today
    from steadwork.parties import actions as parties
    from steadwork.referrals import actions as referrals

    found = []
    start = today() + timedelta(orders_made[0])
    orders_made[0] += 40
    for n in range(many):
        child = parties.add_contact(
            account_id=made.case.account_id, first_name=f"C{n}", last_name="D", by=made.worker
        )
        order = referrals.place(
            made.case.pk, product_id=made.product.pk, recipient_id=child.pk, starts_on=start,
            ends_on=start + timedelta(30), provider_id=made.provider.pk, by=made.worker,
        )  # fmt: skip
        referrals.submit(order.pk, basis="consent", by=made.worker)
        found.append((order.pk, made.beds[n // rivals].pk))
    return found


orders_made = [1]


def accept(made: Town, job: tuple[Any, Any]) -> str:
    """One person says yes. What they read: accepted, or a sentence."""
    from steadwork.kernel import wall
    from steadwork.kernel.errors import DomainError
    from steadwork.referrals import actions as referrals

    try:
        with wall.behind(made.answerer):
            referrals.accept(job[0], asset_id=job[1], by=made.answerer)
    except DomainError as refused:
        return refused.code or type(refused).__name__
    return "accepted"


def insert(made: Town, job: tuple[Any, Any]) -> str:
    """The bare insert beside it."""
    from django.db import IntegrityError, connection, transaction

    from steadwork.kernel.querysets import new_id

    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(BARE, [new_id(), made.host.pk, made.provider.pk, job[1], job[0]])
    except IntegrityError:
        return "refused"
    return "accepted"


BARE = """INSERT INTO assets_booking (id, created_at, updated_at, host_id, provider_id, asset_id,
  kind, period, claim, item_id, reason, release_reason, source)
SELECT %s, now(), now(), %s, %s, %s, 'reserved', d, d, %s, '', '', ''
  FROM (SELECT daterange(current_date + 4000, current_date + 4030) AS d) p"""


@dataclass
class Run:
    """What came of many jobs on some connections."""

    seconds: float
    answers: Counter[str]
    waits: list[float]

    @property
    def rate(self) -> float:
        return sum(self.answers.values()) / self.seconds

    @property
    def p95(self) -> float:
        return sorted(self.waits)[int(len(self.waits) * 0.95)] * 1000


def driven(act: Callable[[Any], str], jobs: list[Any], connections: int) -> Run:
    """All jobs, by so many people at once; errors that are no sentences are counted by name."""
    from django.db import connection

    waiting, lock, waits = list(reversed(jobs)), threading.Lock(), []
    together = threading.Barrier(connections + 1)

    def person() -> Counter[str]:
        answers: Counter[str] = Counter()
        connection.ensure_connection()
        together.wait()
        try:
            while True:
                with lock:
                    if not waiting:
                        return answers
                    job = waiting.pop()
                begun = time.perf_counter()
                try:
                    answers[act(job)] += 1
                except Exception as failure:  # noqa: BLE001 - whatever a person would have met
                    answers[f"ERROR {type(failure).__name__}"] += 1
                waits.append(time.perf_counter() - begun)
        finally:
            connection.close()

    with ThreadPoolExecutor(connections) as pool:
        people = [pool.submit(person) for _ in range(connections)]
        together.wait()
        started = time.perf_counter()
        answers: Counter[str] = sum((each.result() for each in people), Counter())
    return Run(time.perf_counter() - started, answers, waits)


def overlaps() -> int:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT count(*) FROM assets_booking a JOIN assets_booking b
                ON a.asset_id = b.asset_id AND a.id < b.id AND a.claim && b.claim
              WHERE a.released_at IS NULL AND b.released_at IS NULL"""
        )
        return int(cursor.fetchone()[0])


def main() -> None:
    told = argparse.ArgumentParser(prog="bench.bookings", description=__doc__)
    told.add_argument("--orders", type=int, default=240, help="in each of the runs")
    told.add_argument("--connections", default="1,4,16")
    asked = told.parse_args()
    with database("bookings"):
        made = town(asked.orders)
        print(f"{surroundings()}; {asked.orders} orders a run", flush=True)
        rows = []
        for rivals, name in ((1, "many places"), (RIVALS, "few places")):
            counts = map(int, asked.connections.split(","))
            rows += [row(made, name, rivals, many, asked.orders) for many in counts]
        head = ["places", "connections", "bare inserts/s", "answers/s", "ratio", "p95 ms",
                "accepted", "refused in words", "errors"]  # fmt: skip
        print(table(head, rows))
        print(f"\nBookings that overlap: {overlaps()}. Statements of one acceptance: {sent(made)}.")


def row(made: Town, name: str, rivals: int, many: int, count: int) -> list[object]:
    jobs = orders(made, count, rivals)
    bare = driven(lambda job: insert(made, job), jobs, many)
    clear()
    ours = driven(lambda job: accept(made, job), jobs, many)
    wanted = count // rivals
    assert ours.answers["accepted"] == wanted, ours.answers
    errors = sum(n for word, n in ours.answers.items() if word.startswith("ERROR"))
    refused = {w: n for w, n in ours.answers.items() if w != "accepted"}
    words = ", ".join(f"{n} {w}" for w, n in refused.items()) or "–"
    return [name, many, f"{bare.rate:.0f}", f"{ours.rate:.1f}", times(bare.rate, ours.rate),
            ms(ours.p95), ours.answers["accepted"], words, errors]  # fmt: skip


def sent(made: Town) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    job = orders(made, 1, 1)[0]
    with CaptureQueriesContext(connection) as said:
        accept(made, job)
    if os.environ.get("SHOW"):
        print("\n".join(f"{each['time']} {each['sql'][:230]}" for each in said))
    return len(said)


def clear() -> None:
    """The bare bookings make room for ours."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM assets_booking WHERE lower(period) = current_date + 4000")


if __name__ == "__main__":
    main()
