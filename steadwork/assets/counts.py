"""How many places there are on a date: total, taken, held, blocked, free. Computed, never typed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, CharField, Count, F, OuterRef, Q, QuerySet, Subquery, Value, When

from steadwork.assets.models import Asset, Booking
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
    claim = Booking.objects.living(now()).filter(asset=OuterRef("pk"), claim__contains=on)
    kind = claim.annotate(
        use=Case(
            When(~Q(period__contains=on), then=Value("blocked")),
            When(kind__in=["reserved", "occupied"], then=Value("taken")),
            When(kind="hold", then=Value("held")),
            default=Value("blocked"),
        )
    ).values("use")[:1]
    return assets.annotate(
        claimed=Subquery(kind, output_field=CharField()),
        use=Case(
            When(claimed__isnull=False, then=F("claimed")),
            When(~Q(status=Asset.Status.ACTIVE), then=Value("blocked")),
            default=Value("free"),
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
