"""What the database knows about the places of a source: which there are, and how they are used."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection

from steadwork.assets.inventory.settling import Place
from steadwork.kernel.clock import now
from steadwork.sheets.merging import copy

PILED = "piled"

READ = """
SELECT piled.pile, piled.ordinal, a.id, a.commissioned_on, a.decommissioned_on, a.status,
       b.id, b.kind, b.source, b.nightly,
       a.provider_id, a.product_id, a.site_id, a.name, a.genders, a.min_age, a.max_age, a.features,
       a.attributes::text
FROM piled
JOIN assets_asset a ON a.id = piled.id
LEFT JOIN LATERAL (
    SELECT id, kind, source,
           item_id IS NULL AND period = daterange(%(night)s, %(after)s) AS nightly
    FROM assets_booking
    WHERE asset_id = a.id AND released_at IS NULL AND claim @> %(night)s::date
    LIMIT 1
) b ON true
WHERE piled.pile = ANY(%(piles)s)
"""


@dataclass(frozen=True, slots=True)
class Facts:
    """What an asset is, apart from its number and how long it is there."""

    provider: UUID
    product: UUID
    site: UUID | None
    name: str
    genders: tuple[str, ...]
    min_age: int
    max_age: int
    features: tuple[str, ...]
    attributes: str

    def rules(self) -> tuple[object, ...]:
        """All but the name and the attributes."""
        where = (self.provider, self.product, self.site)
        return (*where, self.genders, self.min_age, self.max_age, self.features)


def as_kept(attributes: dict[str, str]) -> str:
    """Attributes in the order and spelling in which PostgreSQL keeps them, to be compared fast."""
    ordered = sorted(attributes.items(), key=lambda pair: (len(pair[0].encode()), pair[0]))
    return json.dumps(dict(ordered), ensure_ascii=False)


def source_key(pile: str, ordinal: int) -> str:
    return f"{pile}#{ordinal}"


def lock(host_id: UUID, source: str) -> int:
    """Queue with the people who book, on every place of the source; then list the places by pile.

    Holds whose time is up are released first. Returns how many places are known.
    """
    facts: dict[str, Any] = {"host": host_id, "source": source, "now": now()}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM (SELECT FROM assets_asset WHERE host_id = %(host)s"
            " AND source = %(source)s ORDER BY id FOR NO KEY UPDATE) locked",
            facts,
        )
        cursor.execute("DROP TABLE IF EXISTS piled")
        cursor.execute(
            "CREATE TEMP TABLE piled ON COMMIT DROP AS SELECT id,"
            " regexp_replace(source_key, '#[0-9]+$', '') AS pile,"
            " substring(source_key FROM '[0-9]+$')::integer AS ordinal FROM assets_asset"
            " WHERE host_id = %(host)s AND source = %(source)s AND source_key ~ '#[0-9]{1,9}$'",
            facts,
        )
        known = cursor.rowcount
        cursor.execute("CREATE INDEX ON piled (pile)")
        cursor.execute("ANALYZE piled")
        cursor.execute(
            "UPDATE assets_booking SET released_at = %(now)s, release_reason = 'hold lapsed',"
            " updated_at = %(now)s FROM piled WHERE asset_id = piled.id AND kind = 'hold'"
            " AND released_at IS NULL AND expires_at <= %(now)s",
            facts,
        )
    return int(known)


def remember(rows: Iterable[tuple[UUID, str, int]]) -> None:
    """New places are known from now on: (id, pile, ordinal)."""
    copy(PILED, ("id", "pile", "ordinal"), rows)


def places_of(
    piles: list[str], night: date, after: date, source: str
) -> dict[str, list[tuple[Place, Facts]]]:
    """The places of some piles as they are on a night."""
    found: dict[str, list[tuple[Place, Facts]]] = {}
    with connection.cursor() as cursor:
        cursor.execute(READ, {"piles": piles, "night": night, "after": after})
        for pile, ordinal, *rest in cursor:
            found.setdefault(pile, []).append((_place(ordinal, rest, source), _facts(rest)))
    return found


def _place(ordinal: int, row: list[Any], source: str) -> Place:
    key, begins, ends, status, booking, kind, origin, nightly = row[:8]
    place = Place(key, ordinal, begins, ends, retired=status == "retired")
    if booking and origin == source and nightly:
        place.ours, place.booking = kind, booking
    elif booking:
        place.people = "blocked" if kind == "blocked" else "taken"
    elif status in ("maintenance", "inactive"):
        place.people = "blocked"
    return place


def _facts(row: list[Any]) -> Facts:
    provider, product, site, name, genders, lowest, highest, features, attributes = row[8:]
    return Facts(
        provider, product, site, name, tuple(genders), lowest, highest, tuple(features), attributes
    )


def needed_later(places: Iterable[Place], night: date, source: str) -> set[int]:
    """Which places people have booked for a night after this one, by ordinal."""
    ordinals = {place.id: place.ordinal for place in places}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT asset_id FROM assets_booking WHERE asset_id = ANY(%s)"
            " AND released_at IS NULL AND source <> %s"
            " AND (upper_inf(period) OR upper(period) > %s)",
            [list(ordinals), source, night],
        )
        return {ordinals[key] for (key,) in cursor}


def edited_by_people(ids: list[UUID]) -> set[UUID]:
    """Which assets somebody changed by hand; their names and rules are left alone."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT asset_id FROM assets_assetchange"
            " WHERE asset_id = ANY(%s) AND cause = 'changed'",
            [ids],
        )
        return {key for (key,) in cursor}
