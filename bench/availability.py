"""Free places for a period, over 100,000 places and 1,000,000 bookings; and the counts of a day.

./run bench availability [--assets 100000] [--bookings 1000000] [--runs 30] [--keep] [--explain]

``by hand``  the question as somebody who knows the tables would write it, fetched as rows
``our SQL``  the statements of ``placing.candidates``, fetched as rows
``ours``     the function as the screen calls it, with its objects
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from bench.ground import database
from bench.measure import ms, surroundings, table, times, together

MAY_BE_ASKED = """asked AS MATERIALIZED (
  SELECT o.id, o.name FROM parties_organization o WHERE o.is_service_provider
     AND o.id IN (SELECT partner_id FROM parties_partnership WHERE host_id = %(host)s AND stage = 'registered'
                  UNION SELECT b.id FROM parties_organization b JOIN parties_partnership p ON p.partner_id = b.parent_id
                         WHERE p.host_id = %(host)s AND p.stage = 'registered')
     AND o.id IN (SELECT c.provider_id FROM pricing_contractedproduct c JOIN pricing_agreement a ON a.id = c.agreement_id
                   WHERE a.state = 'active' AND c.in_force AND c.rate_code = '' AND c.product_id = %(product)s
                     AND c.validity && %(period)s GROUP BY 1 HAVING range_agg(c.validity) @> %(period)s))"""  # noqa: E501
FREE = """a.host_id = %(host)s AND a.product_id = %(product)s AND a.status = 'active'
   AND a.commissioned_on <= lower(%(period)s) AND coalesce(a.decommissioned_on > lower(%(period)s), true)
   AND a.features @> %(features)s::varchar[] AND (a.genders = '{}' OR a.genders @> ARRAY[%(gender)s]::varchar[])
   AND a.min_age <= %(age)s AND a.max_age >= %(age)s
   AND NOT EXISTS (SELECT FROM assets_booking b WHERE b.asset_id = a.id AND b.claim && %(period)s
        AND b.released_at IS NULL AND NOT (b.kind = 'hold' AND b.expires_at <= now()))"""  # noqa: E501
KM = """6371 * acos(least(greatest(sin(radians(%(lat)s)) * sin(radians(s.latitude)) + cos(radians(%(lat)s))
   * cos(radians(s.latitude)) * cos(radians(s.longitude) - radians(%(lon)s)), -1), 1))"""  # noqa: E501
NEAR = f"""WITH {MAY_BE_ASKED}, house AS MATERIALIZED (
  SELECT * FROM (SELECT s.id, s.name, {KM} AS km FROM parties_site s WHERE s.latitude IS NOT NULL {{box}}) s
   WHERE km <= %(within)s ORDER BY km)
SELECT f.id, f.name, f.provider, h.name, h.km FROM house h CROSS JOIN LATERAL (
  SELECT a.id, a.name, o.name AS provider
    FROM assets_asset a JOIN parties_organization o ON o.id = a.provider_id
   WHERE a.site_id = h.id AND a.provider_id = ANY (ARRAY(SELECT id FROM asked)) AND {FREE}) f
ORDER BY h.km, f.provider, f.name, f.id LIMIT 50"""  # noqa: E501
BOX = """AND s.latitude BETWEEN %(lat)s - %(within)s / 111.2 AND %(lat)s + %(within)s / 111.2"""
BY_NAME = f"""WITH {MAY_BE_ASKED}
SELECT f.id, f.name, o.name FROM (SELECT * FROM asked ORDER BY name) o CROSS JOIN LATERAL (
  SELECT a.id, a.name FROM assets_asset a WHERE a.provider_id = o.id AND {FREE} ) f
ORDER BY o.name, f.name, f.id LIMIT 50"""
COUNTS = """SELECT a.product_id, CASE
    WHEN b.id IS NULL THEN CASE a.status WHEN 'active' THEN 'free' ELSE 'blocked' END
    WHEN NOT b.period @> %(day)s OR b.kind = 'blocked' THEN 'blocked'
    WHEN b.kind = 'hold' THEN 'held' ELSE 'taken' END AS use, count(*)
  FROM assets_asset a LEFT JOIN assets_booking b ON b.asset_id = a.id AND b.claim @> %(day)s
       AND b.released_at IS NULL AND NOT (b.kind = 'hold' AND b.expires_at <= now())
 WHERE a.host_id = %(host)s {provider} AND a.status <> 'retired'
   AND a.commissioned_on <= %(day)s AND coalesce(a.decommissioned_on > %(day)s, true)
GROUP BY 1, 2"""


def fetched(*questions: tuple[str, Any]) -> Callable[[], Any]:
    from django.db import connection

    def run() -> list[Any]:
        with connection.cursor() as cursor:
            found: list[Any] = []
            for question in questions:
                cursor.execute(*question)
                found = cursor.fetchall()
            return found

    return run


def said(act: Callable[[], Any]) -> list[tuple[str, Any]]:
    """The statements that something sends."""
    from django.db import connection

    heard: list[tuple[str, Any]] = []

    def listen(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        heard.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(listen):
        act()
    return heard


def searches() -> list[tuple[str, str, dict[str, Any], Callable[[], Any]]]:
    """Name, question by hand, its values, and ours."""
    from django.db.backends.postgresql.psycopg_any import DateRange

    from bench.places_town import worker
    from steadwork.assets.needs import Need
    from steadwork.catalog.models import Product
    from steadwork.kernel.clock import today
    from steadwork.referrals.placing import Wish, candidates

    actor, product = worker(), Product.objects.get(code="product-0")
    found = []
    for name, lat, within, days, features in (
        ("30 km, a month, wheelchair", 41.88, 30.0, 30, frozenset({"wheelchair"})),
        ("100 km, a week", 41.88, 100.0, 7, frozenset()),
        ("anywhere near first, a month", 41.88, None, 30, frozenset({"pets"})),
        ("by name, a month", None, None, 30, frozenset()),
    ):
        period = DateRange(today() + timedelta(3), today() + timedelta(3 + days))
        need = Need(age=9, age_at_end=9, gender="female", features=features)
        wish = Wish(product.pk, period, need, lat, -87.63 if lat else None, within)
        values = {
            "host": actor.host_id, "product": product.pk, "period": period, "lat": lat,
            "lon": -87.63, "within": within or 99999.0, "features": sorted(features),
            "gender": "female", "age": 9,
        }  # fmt: skip
        hand = NEAR.replace("{box}", BOX if within else "") if lat else BY_NAME
        found.append((name, hand, values, lambda wish=wish: candidates(wish, actor)))
    return found


def counts() -> list[tuple[str, str, dict[str, Any], Callable[[], Any]]]:
    from bench.places_town import worker
    from steadwork.assets.counts import counts_by
    from steadwork.assets.models import Asset
    from steadwork.kernel.clock import today
    from steadwork.parties.models import Organization

    actor, day = worker(), today()
    provider = Organization.objects.get(identifier="provider-3").pk
    values = {"host": actor.host_id, "day": day, "provider": provider}
    mine = Asset.objects.visible_to(actor)
    one = mine.filter(provider_id=provider)
    return [
        ("counts of one provider", COUNTS.replace("{provider}", "AND a.provider_id = %(provider)s"),
         values, lambda: counts_by(one, day, "product_id")),
        ("counts of the whole host", COUNTS.replace("{provider}", ""), values,
         lambda: counts_by(mine, day, "product_id")),
    ]  # fmt: skip


def measured(name: str, hand: str, values: Any, ours: Callable[[], Any], runs: int) -> list[object]:
    statements = said(ours)
    by_hand = fetched((hand, values))
    found, known = ours(), by_hand()
    if isinstance(found, list):
        assert [place.pk for place in found] == [row[0] for row in known], f"{name}: other places"
    else:
        total = sum(each.total for each in found.values())
        assert total == sum(row[2] for row in known), f"{name}: other counts"
    acts = {"hand": by_hand, "sql": fetched(*statements), "ours": ours}
    took = together(runs if "whole" not in name else max(runs // 5, 3), **acts)
    bare = took["hand"].p50
    many = len(found) if isinstance(found, list) else total
    return [
        name, many, ms(bare), ms(took["sql"].p50), times(took["sql"].p50, bare),
        ms(took["ours"].p50), ms(took["ours"].p95), times(took["ours"].p50, bare), len(statements),
    ]  # fmt: skip


def explain(hand: str, values: Any, ours: Callable[[], Any]) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        for sql, params in [(hand, values), *said(ours)]:
            cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS) {sql}", params)
            print("\n" + "\n".join(line[:180] for (line,) in cursor.fetchall()))


def main() -> None:
    told = argparse.ArgumentParser(prog="bench.availability", description=__doc__)
    told.add_argument("--assets", type=int, default=100_000)
    told.add_argument("--bookings", type=int, default=1_000_000)
    told.add_argument("--runs", type=int, default=30)
    told.add_argument("--keep", action="store_true", help="use the rows of the last --keep")
    told.add_argument("--explain", action="store_true")
    asked = told.parse_args()
    with database("availability", keep=asked.keep) as new:
        from bench import places_town

        if new:
            print(f"Filling in {asked.assets:,} places, {asked.bookings:,} bookings …", flush=True)
            places_town.build(asked.assets, asked.bookings)
        found = [*searches(), *counts()]
        if asked.explain:
            for name, hand, values, ours in found:
                print(f"\n{name}")
                explain(hand, values, ours)
            return
        print(f"{surroundings()}; medians of {asked.runs} runs, milliseconds", flush=True)
        head = ["question", "found", "by hand", "our SQL", "ratio", "ours", "p95", "ratio",
                "statements"]  # fmt: skip
        print(table(head, [measured(*each, asked.runs) for each in found]))


if __name__ == "__main__":
    main()
