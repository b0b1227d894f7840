"""Some rows' worth of steps, collected and then written in a few statements."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext as _

from steadwork.assets.inventory import known
from steadwork.assets.inventory.known import Facts, source_key
from steadwork.assets.inventory.plan import CountRow
from steadwork.assets.inventory.settling import BLOCKED, Place, Settlement, Trouble, settle
from steadwork.assets.models import Asset, AssetChange, Booking
from steadwork.kernel.clock import now
from steadwork.kernel.numbers import next_numbers
from steadwork.kernel.querysets import new_id
from steadwork.sheets.merging import copy

PREFIX = "PL"
ASSET = (
    "id", "created_at", "updated_at", "host_id", "provider_id", "product_id", "site_id", "number",
    "name", "status", "genders", "min_age", "max_age", "features", "attributes", "commissioned_on",
    "source", "source_key",
)  # fmt: skip
BOOKING = (
    "id", "created_at", "updated_at", "host_id", "provider_id", "asset_id", "kind", "period",
    "claim", "reason", "release_reason", "source",
)  # fmt: skip
RULES = ("name", "genders", "min_age", "max_age", "features")

Known = list[tuple[Place, Facts]]
New = tuple[UUID, str, int, Facts]


class Chunk:
    """The steps of some rows of one night."""

    def __init__(self, host_id: UUID, source: str, night: date) -> None:
        self.host_id, self.source, self.night = host_id, source, night
        self.new: list[New] = []
        self.bookings: list[tuple[UUID, UUID, str]] = []
        self.released: list[UUID] = []
        self.retired: list[Place] = []
        self.revived: list[Place] = []
        self.changed: list[tuple[UUID, Facts]] = []

    def settle(
        self,
        row: CountRow,
        facts: Facts,
        there: Known,
        later: Callable[[Iterable[Place]], set[int]],
    ) -> Settlement | Trouble:
        """Work out the steps of one row and keep them. A trouble keeps nothing."""
        outcome = settle(row, [place for place, _facts in there], later)
        if isinstance(outcome, Trouble):
            return outcome
        ids = {ordinal: new_id() for ordinal in outcome.create}
        for ordinal, key in ids.items():
            self.new.append((key, row.pile, ordinal, facts))
        for place, kind in outcome.book:
            asset = ids[place] if isinstance(place, int) else place.id
            self.bookings.append((asset, facts.provider, kind))
        self.released += outcome.release
        self.retired += outcome.retire
        self.revived += outcome.revive
        for place, was in there:
            if place not in outcome.retire and _differs(was, facts, place):
                self.changed.append((place.id, facts))
        return outcome

    def write(self, *, learn: bool) -> dict[str, int]:
        """Write the steps. ``learn`` when later rows may ask about the new places."""
        self._release()
        self._change()
        for place in self.retired:
            self._retire(place)
        for place in self.revived:
            self._revive(place)
        numbers = next_numbers(PREFIX, len(self.new)) if self.new else []
        copy(Asset._meta.db_table, ASSET, self._asset_rows(numbers))
        if learn:
            known.remember((key, pile, ordinal) for key, pile, ordinal, _facts in self.new)
        copy(Booking._meta.db_table, BOOKING, self._booking_rows())
        return {
            "created": len(self.new), "changed": len(self.changed), "revived": len(self.revived),
            "retired": len(self.retired), "booked": len(self.bookings),
            "released": len(self.released),
        }  # fmt: skip

    def _asset_rows(self, numbers: list[str]) -> Iterator[tuple[Any, ...]]:
        moment = now()
        for number, (key, pile, ordinal, facts) in zip(numbers, self.new, strict=True):
            yield (
                key, moment, moment, self.host_id, facts.provider, facts.product, facts.site,
                number, f"{facts.name} {ordinal}", "active", list(facts.genders), facts.min_age,
                facts.max_age, list(facts.features), facts.attributes, self.night, self.source,
                source_key(pile, ordinal),
            )  # fmt: skip

    def _booking_rows(self) -> Iterator[tuple[Any, ...]]:
        moment = now()
        nights = DateRange(self.night, self.night + timedelta(days=1))
        for asset, provider, kind in self.bookings:
            reason = _("Not available, as imported") if kind == BLOCKED else ""
            yield (
                new_id(), moment, moment, self.host_id, provider, asset, kind, nights, nights,
                reason, "", self.source,
            )  # fmt: skip

    def _release(self) -> None:
        Booking.objects.filter(pk__in=self.released).update(
            released_at=now(), updated_at=now(), release_reason="import corrected"
        )

    def _change(self) -> None:
        """What a later file says differently. What people changed by hand stays theirs."""
        if not self.changed:
            return
        theirs = known.edited_by_people([key for key, _facts in self.changed])
        assets = Asset.objects.in_bulk([key for key, _facts in self.changed])
        for key, facts in self.changed:
            asset = assets[key]
            asset.provider_id, asset.product_id = facts.provider, facts.product
            asset.site_id, asset.updated_at = facts.site, now()
            asset.attributes |= json.loads(facts.attributes)
            if key not in theirs:
                ordinal = asset.source_key.rpartition("#")[2]
                asset.name = f"{facts.name} {ordinal}"
                asset.genders, asset.features = list(facts.genders), list(facts.features)
                asset.min_age, asset.max_age = facts.min_age, facts.max_age
        fields = ["provider", "product", "site", "attributes", "updated_at", *RULES]
        Asset.objects.bulk_update(assets.values(), fields, batch_size=500)

    def _retire(self, place: Place) -> None:
        """Gone from this night on. A place that came this very night never was."""
        never = place.commissioned >= self.night
        values: dict[str, Any] = {"decommissioned_on": self.night}
        if never:
            values = {
                "decommissioned_on": place.commissioned + timedelta(days=1),
                "status": Asset.Status.RETIRED,
            }
        self._alter(place, "import: gone", values)

    def _revive(self, place: Place) -> None:
        """There again. What a file says about an earlier night moves the first day back."""
        begins = min(place.commissioned, self.night)
        ended = place.decommissioned is not None and place.decommissioned <= self.night
        values: dict[str, Any] = {"commissioned_on": begins}
        if ended or place.retired:
            values |= {"decommissioned_on": None, "status": Asset.Status.ACTIVE}
        self._alter(place, "import: there", values)

    def _alter(self, place: Place, cause: str, values: dict[str, Any]) -> None:
        Asset.objects.filter(pk=place.id).update(**values, updated_at=now())
        after = {name: None if value is None else str(value) for name, value in values.items()}
        AssetChange.objects.create(
            asset_id=place.id, effective_on=self.night, cause=cause, before={}, after=after
        )


def _differs(was: Facts, facts: Facts, place: Place) -> bool:
    """Whether the file says something else about a place than what is known."""
    if was.name != f"{facts.name} {place.ordinal}" or was.rules() != facts.rules():
        return True
    if was.attributes == facts.attributes:
        return False
    known_already = json.loads(was.attributes)
    return any(known_already.get(k) != v for k, v in json.loads(facts.attributes).items())
