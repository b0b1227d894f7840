"""Individual instances of products, above all places; the licences they stand under; bookings."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeOperators
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from steadwork.assets.visibility import AssetQuerySet, BookingQuerySet, LicenseQuerySet
from steadwork.catalog.models import Product
from steadwork.kernel.clock import today
from steadwork.kernel.querysets import HouseModel
from steadwork.parties.models import Contact, Organization, Site
from steadwork.work.models import WorkItem


class License(HouseModel):
    """Permission from outside to run so many places for certain people, for a time."""

    host = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    provider = models.ForeignKey(Organization, models.PROTECT, related_name="licenses")
    number = models.CharField(_("number"), max_length=60)
    authority = models.CharField(_("issued by"), max_length=200, blank=True)
    validity = DateRangeField(_("valid"))
    capacity = models.PositiveIntegerField(_("people at one time"))
    min_age = models.PositiveSmallIntegerField(_("from age"), default=0)
    max_age = models.PositiveSmallIntegerField(_("to age"), default=120)

    objects = LicenseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["host", "provider", "number"], name="assets_license_number_once"
            ),
            models.CheckConstraint(
                name="assets_license_ages_in_order", condition=Q(max_age__gte=F("min_age"))
            ),
            models.CheckConstraint(
                name="assets_license_valid_some_day", condition=Q(validity__isempty=False)
            ),
        ]

    def __str__(self) -> str:
        return self.number


class Variance(HouseModel):
    """An exception to a licence that somebody answers for: so many more, for a time, because."""

    license = models.ForeignKey(License, models.CASCADE, related_name="variances")
    extra = models.PositiveIntegerField(_("more people"))
    validity = DateRangeField(_("valid"))
    approved_by = models.UUIDField()
    approver_name = models.CharField(max_length=200)
    reason = models.CharField(_("reason"), max_length=500)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="assets_variance_ends",
                condition=Q(validity__isempty=False, validity__upper_inf=False) & ~Q(reason=""),
            )
        ]

    def __str__(self) -> str:
        return f"+{self.extra}"


class Asset(HouseModel):
    """One individual instance of a product: this bed, this room."""

    class Status(models.TextChoices):
        ACTIVE = "active", _("In use")
        MAINTENANCE = "maintenance", _("Under repair")
        INACTIVE = "inactive", _("Not in use")
        RETIRED = "retired", _("Retired")

    state_tones: ClassVar[dict[str, str]] = {"active": "good", "maintenance": "warning"}

    host = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    provider = models.ForeignKey(Organization, models.PROTECT, related_name="assets")
    product = models.ForeignKey(Product, models.PROTECT, related_name="assets")
    site = models.ForeignKey(Site, models.PROTECT, null=True, blank=True, related_name="assets")
    license = models.ForeignKey(
        License, models.PROTECT, null=True, blank=True, related_name="assets"
    )
    number = models.CharField(_("number"), max_length=30, editable=False)
    name = models.CharField(_("name"), max_length=300)
    status = models.CharField(_("status"), max_length=12, choices=Status, default=Status.ACTIVE)
    min_age = models.PositiveSmallIntegerField(_("from age"), default=0)
    max_age = models.PositiveSmallIntegerField(_("to age"), default=120)
    genders = ArrayField(
        models.CharField(max_length=10),
        default=list,
        blank=True,
        help_text=_("Empty: everybody."),
    )
    features = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    attributes = models.JSONField(default=dict, blank=True)
    commissioned_on = models.DateField(_("in service since"), default=today)
    decommissioned_on = models.DateField(_("out of service from"), null=True, blank=True)
    source = models.CharField(max_length=60, blank=True)
    source_key = models.CharField(max_length=200, blank=True)

    objects = AssetQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["host", "number"], name="assets_asset_number_once"),
            models.UniqueConstraint(
                fields=["host", "source", "source_key"],
                condition=~Q(source_key=""),
                name="assets_asset_source_once",
            ),
            models.CheckConstraint(
                name="assets_asset_ages_in_order", condition=Q(max_age__gte=F("min_age"))
            ),
            models.CheckConstraint(
                name="assets_asset_leaves_after_it_came",
                condition=Q(decommissioned_on=None) | Q(decommissioned_on__gt=F("commissioned_on")),
            ),
            models.CheckConstraint(
                name="assets_asset_retired_has_a_date",
                condition=~Q(status="retired") | Q(decommissioned_on__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["provider", "product", "name", "id"], name="assets_asset_own"),
            models.Index(fields=["host", "product", "id"], name="assets_asset_by_product"),
            models.Index(fields=["site", "product"], name="assets_asset_at_site"),
            GinIndex(fields=["features"], name="assets_asset_features"),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.number})"


class AssetChange(HouseModel):
    """What changed about an asset, from which day, why. Rows are added and never altered."""

    asset = models.ForeignKey(Asset, models.PROTECT, related_name="changes")
    effective_on = models.DateField()
    cause = models.CharField(max_length=200)
    before = models.JSONField()
    after = models.JSONField()

    def __str__(self) -> str:
        return f"{self.asset} {self.effective_on}"


class Booking(HouseModel):
    """One claim on one asset for the nights of a half-open period [arrival, departure)."""

    class Kind(models.TextChoices):
        HOLD = "hold", pgettext_lazy("booking", "Held")
        RESERVED = "reserved", _("Reserved")
        OCCUPIED = "occupied", _("Occupied")
        BLOCKED = "blocked", pgettext_lazy("booking", "Blocked")

    state_tones: ClassVar[dict[str, str]] = {
        "hold": "warning",
        "reserved": "good",
        "occupied": "good",
        "blocked": "danger",
    }

    host = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    provider = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    asset = models.ForeignKey(Asset, models.PROTECT, related_name="bookings")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    period = DateRangeField(_("nights"))
    claim = DateRangeField(help_text="the nights, and the turnover after them")
    item = models.ForeignKey(
        WorkItem, models.PROTECT, null=True, blank=True, related_name="bookings"
    )
    client = models.ForeignKey(
        Contact, models.PROTECT, null=True, blank=True, related_name="bookings"
    )
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    released_at = models.DateTimeField(null=True, blank=True)
    release_reason = models.CharField(max_length=200, blank=True)
    source = models.CharField(max_length=60, blank=True)

    objects = BookingQuerySet.as_manager()

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="assets_booking_one_claim_per_asset",
                expressions=[
                    ("asset", RangeOperators.EQUAL),
                    ("claim", RangeOperators.OVERLAPS),
                ],
                condition=Q(released_at=None),
                violation_error_message=_("This place is taken for part of that time."),
            ),
            ExclusionConstraint(
                name="assets_booking_a_client_sleeps_in_one_place",
                expressions=[
                    ("client", RangeOperators.EQUAL),
                    ("period", RangeOperators.OVERLAPS),
                ],
                condition=Q(released_at=None, kind__in=["reserved", "occupied"]),
                violation_error_message=_("This person has another place for part of that time."),
            ),
            models.CheckConstraint(
                name="assets_booking_only_holds_expire",
                condition=Q(kind="hold", expires_at__isnull=False)
                | (~Q(kind="hold") & Q(expires_at=None)),
            ),
            models.CheckConstraint(
                name="assets_booking_has_a_night",
                condition=Q(period__isempty=False, period__lower_inf=False)
                & Q(claim__contains=F("period")),
            ),
            models.CheckConstraint(
                name="assets_booking_block_has_a_reason",
                condition=~Q(kind="blocked") | ~Q(reason=""),
            ),
        ]
        indexes = [
            models.Index(
                fields=["item"], condition=Q(released_at=None), name="assets_booking_of_item"
            ),
            models.Index(
                fields=["provider", "kind"],
                condition=Q(released_at=None),
                name="assets_booking_of_provider",
            ),
            models.Index(
                fields=["expires_at"],
                condition=Q(released_at=None, kind="hold"),
                name="assets_booking_expiring",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.asset} {self.period}"

    @property
    def tone(self) -> str:
        return self.state_tones[self.kind]
