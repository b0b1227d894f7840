"""How many places there are on a date: total, taken, held, blocked, free. Computed, never typed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, CharField, Count, FilteredRelation, Q, QuerySet, Value, When

from steadwork.assets.models import Asset
from steadwork.kernel.clock import now


@dataclass(frozen=True, slots=True)
class Counts:
    """``total`` is the sum of the other four."""

    total: int = 0
    taken: int = 0
    held: int = 0
    blocked: int = 0
    free: int = 0

    @property
    def usable(self) -> int:
        """What could be slept in on that date: all but what is blocked."""
        return self.total - self.blocked


def with_use(assets: QuerySet[Asset], on: date) -> QuerySet[Asset]:
    """Adds ``use`` to each asset: free, taken, held or blocked on that date.

    The nights between two stays count as blocked. At most one live booking claims an asset on
    one date; the exclusion constraint sees to it.
    """
    live = Q(bookings__released_at=None, bookings__claim__contains=on)
    lasting = Q(bookings__expires_at=None) | Q(bookings__expires_at__gt=now())
    slept = Q(tonight__period__contains=on)
    return assets.annotate(
        tonight=FilteredRelation("bookings", condition=live & lasting),
        use=Case(
            When(Q(tonight=None) & ~Q(status=Asset.Status.ACTIVE), then=Value("blocked")),
            When(tonight=None, then=Value("free")),
            When(slept & Q(tonight__kind__in=["reserved", "occupied"]), then=Value("taken")),
            When(slept & Q(tonight__kind="hold"), then=Value("held")),
            default=Value("blocked"),
            output_field=CharField(),
        ),
    )


def counts(assets: QuerySet[Asset], on: date) -> Counts:
    """The counts of these assets on that date."""
    return next(iter(counts_by(assets, on).values()), Counts())


def counts_by(assets: QuerySet[Asset], on: date, *fields: str) -> dict[tuple[Any, ...], Counts]:
    """The counts for each value of ``fields``, such as product or site. One statement."""
    existing = with_use(assets.on(on).exclude(status=Asset.Status.RETIRED), on)  # type: ignore[attr-defined]
    rows = existing.order_by().values(*fields, "use").annotate(n=Count("pk"))
    return folded(rows, fields)


def folded(rows: Iterable[dict[str, Any]], fields: tuple[str, ...]) -> dict[Any, Counts]:
    tally: dict[tuple[Any, ...], dict[str, int]] = {}
    for row in rows:
        of = tally.setdefault(tuple(row[name] for name in fields), {})
        of[row["use"]] = of.get(row["use"], 0) + row["n"]
    return {key: Counts(total=sum(of.values()), **of) for key, of in tally.items()}
