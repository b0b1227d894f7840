"""Keeping the inventory: which places there are, what they have, under which licence."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext as _

from steadwork.assets.models import Asset, AssetChange, License, Variance
from steadwork.catalog.models import Product
from steadwork.kernel.actor import Actor
from steadwork.kernel.audit import plain, record
from steadwork.kernel.clock import now, today
from steadwork.kernel.constraints import refusing
from steadwork.kernel.errors import Conflict, Invalid
from steadwork.kernel.numbers import next_number
from steadwork.kernel.verdict import require, tenant
from steadwork.parties.models import Organization, Site

CHANGEABLE = frozenset({"name", "min_age", "max_age", "genders", "features", "attributes"})


@transaction.atomic
def add_asset(
    *,
    provider_id: UUID,
    product_id: UUID,
    name: str,
    site_id: UUID | None = None,
    license_id: UUID | None = None,
    commissioned_on: date | None = None,
    by: Actor,
    **facts: Any,
) -> Asset:
    """One more place of a provider: each is a row of its own."""
    require(by.can("asset.manage") and not by.is_partner)
    provider = Organization.objects.seen(provider_id, by)
    product = Product.objects.seen(product_id, by)
    if not provider.hosts.filter(host_id=product.host_id).exists():
        raise Invalid(_("%(name)s is not a partner of ours.") % {"name": provider})
    if not product.track_as_asset:
        raise Invalid(_("%(product)s is not tracked one by one.") % {"product": product})
    if site_id and not Site.objects.filter(pk=site_id, organization=provider).exists():
        raise Invalid(_("The site belongs to somebody else."))
    licences = License.objects.filter(provider=provider, host_id=product.host_id)
    if license_id and not licences.filter(pk=license_id).exists():
        raise Invalid(_("The licence belongs to somebody else."))
    asset = Asset.objects.create(
        host_id=product.host_id, provider=provider, product=product, site_id=site_id,
        license_id=license_id, number=next_number("PL"), name=name,
        commissioned_on=commissioned_on or today(), **facts,
    )  # fmt: skip
    record("asset.added", asset, by=by)
    return asset


@transaction.atomic
def add_places(
    *, provider_id: UUID, product_id: UUID, name: str, how_many: int, by: Actor, **facts: Any
) -> list[Asset]:
    """Some places at once: *Bed 1* to *Bed 4*."""
    if not 1 <= how_many <= 1000:
        raise Invalid(_("From one to a thousand at a time."))
    names = [name] if how_many == 1 else [f"{name} {number}" for number in range(1, how_many + 1)]
    return [
        add_asset(provider_id=provider_id, product_id=product_id, name=one, by=by, **facts)
        for one in names
    ]


@transaction.atomic
def change_asset(
    asset_id: UUID, *, effective_on: date | None = None, by: Actor, **facts: Any
) -> Asset:
    """Change what a place has or for whom it is. What was stays on record."""
    require(by.can("asset.keep") or by.can("asset.manage"))
    asset: Asset = Asset.objects.locked(asset_id, by)
    unknown = sorted(set(facts) - CHANGEABLE)
    if unknown:
        raise Invalid(_("This cannot be changed here: %(names)s.") % {"names": ", ".join(unknown)})
    before = {name: getattr(asset, name) for name in facts}
    if before == facts:
        return asset
    for name, value in facts.items():
        setattr(asset, name, value)
    if asset.min_age > asset.max_age:
        raise Invalid(_("The lowest age is above the highest."))
    asset.save(update_fields=[*facts, "updated_at"])
    remember(asset, "changed", before, facts, effective_on)
    changes = {name: [plain_text(before[name]), plain_text(facts[name])] for name in facts}
    record("asset.changed", asset, by=by, changes=changes)
    return asset


def plain_text(value: Any) -> Any:
    return ", ".join(map(str, value)) if isinstance(value, list) else plain(value)


def remember(
    asset: Asset, cause: str, before: dict[str, Any], after: dict[str, Any], on: date | None
) -> None:
    AssetChange.objects.create(
        asset=asset, effective_on=on or today(), cause=cause, before=before, after=after
    )


@transaction.atomic
def set_status(asset_id: UUID, *, status: str, by: Actor, note: str = "") -> Asset:
    """In use, under repair, not in use. What is booked stays booked."""
    require(by.can("asset.keep") or by.can("asset.manage"))
    asset: Asset = Asset.objects.locked(asset_id, by)
    if status == Asset.Status.RETIRED or status not in Asset.Status.values:
        raise Invalid(_("Choose in use, under repair or not in use."))
    if asset.status == Asset.Status.RETIRED:
        raise Conflict(_("%(place)s was retired.") % {"place": asset.name})
    was, asset.status = asset.status, status
    asset.save(update_fields=["status", "updated_at"])
    remember(asset, "status", {"status": was}, {"status": status}, None)
    record("asset.status", asset, by=by, changes={"status": [was, status]}, note=note)
    return asset


@transaction.atomic
def retire(asset_id: UUID, *, on: date | None = None, by: Actor, note: str = "") -> Asset:
    """The place is gone from that day on. Refused, with the list, while it is booked."""
    require(by.can("asset.manage"))
    asset: Asset = Asset.objects.locked(asset_id, by)
    day = on or today()
    later = asset.bookings.living(now()).filter(period__overlap=DateRange(day, None))
    if booked := [f"{b.period.lower} – {b.period.upper or '…'}" for b in later.order_by("period")]:
        raise Conflict(
            _("%(place)s is booked: %(when)s. End or move these stays first.")
            % {"place": asset.name, "when": "; ".join(booked[:5])},
            code="ASSET_BOOKED",
        )
    was, asset.status = asset.status, Asset.Status.RETIRED
    asset.decommissioned_on = max(day, asset.commissioned_on)
    if asset.decommissioned_on == asset.commissioned_on:
        raise Invalid(_("A place leaves after it came."))
    asset.save(update_fields=["status", "decommissioned_on", "updated_at"])
    remember(asset, "retired", {"status": was}, {"status": asset.status}, day)
    record("asset.retired", asset, by=by, note=note)
    return asset


@transaction.atomic
def license_provider(
    *,
    provider_id: UUID,
    number: str,
    capacity: int,
    valid_from: date,
    valid_until: date | None = None,
    asset_ids: list[UUID] | None = None,
    host_id: UUID | None = None,
    by: Actor,
    **facts: Any,
) -> License:
    """Record a licence and put places under it."""
    require(by.can("asset.manage") and not by.is_partner)
    provider = Organization.objects.seen(provider_id, by)
    with refusing(
        assets_license_number_once=lambda: Conflict(
            _("Licence %(number)s is recorded already.") % {"number": number}
        )
    ):
        licence = License.objects.create(
            host_id=tenant(by, host_id), provider=provider, number=number, capacity=capacity,
            validity=DateRange(valid_from, valid_until), **facts,
        )  # fmt: skip
    places = Asset.objects.filter(provider=provider, host_id=licence.host_id)
    places.filter(pk__in=asset_ids or ()).update(license=licence)
    record("license.recorded", provider, by=by, note=number)
    return licence


@transaction.atomic
def allow_more(
    license_id: UUID, *, extra: int, valid_from: date, valid_until: date, reason: str, by: Actor
) -> Variance:
    """A variance: more people than the licence says, until a day, for a reason, by somebody."""
    require(by.can("asset.manage") and not by.is_partner)
    if by.user_id is None:
        raise Invalid(_("A variance is approved by a person."))
    licence: License = License.objects.locked(license_id, by)
    if valid_until <= valid_from or not reason.strip() or extra < 1:
        raise Invalid(_("A variance has a number, an end and a reason."))
    variance = Variance.objects.create(
        license=licence, extra=extra, validity=DateRange(valid_from, valid_until),
        approved_by=by.user_id, approver_name=by.name, reason=reason,
    )  # fmt: skip
    record("license.variance", licence, by=by, note=reason)
    return variance
