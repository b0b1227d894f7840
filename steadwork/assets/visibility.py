"""Who sees which asset: the host all of its own, a provider its own. Bookings follow."""

from __future__ import annotations

from datetime import date, datetime
from typing import Self

from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Exists, OuterRef, Q

from steadwork.pricing.visibility import TwoSided


class AssetQuerySet(TwoSided):
    permission = "asset.see"

    def on(self, day: date) -> Self:
        """Those that exist on that day."""
        begun = Q(commissioned_on__lte=day)
        return self.filter(begun, Q(decommissioned_on=None) | Q(decommissioned_on__gt=day))

    def free(self, period: DateRange, bookings: BookingQuerySet, at: datetime) -> Self:
        """Usable, and not claimed on any night of the period."""
        claims = bookings.filter(asset=OuterRef("pk"), claim__overlap=period).living(at)
        usable = self.filter(status="active").on(period.lower)
        return usable.filter(~Exists(claims))


class BookingQuerySet(TwoSided):
    permission = "asset.see"

    def live(self) -> Self:
        """Not released. An expired hold is among them until somebody sweeps it away."""
        return self.filter(released_at=None)

    def living(self, at: datetime) -> Self:
        """Live, and not a hold whose time is up."""
        return self.live().exclude(kind="hold", expires_at__lte=at)

    def lapsed(self, at: datetime) -> Self:
        return self.live().filter(kind="hold", expires_at__lte=at)


class LicenseQuerySet(TwoSided):
    permission = "asset.see"
