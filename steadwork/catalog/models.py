"""What a host buys or sells, and what organizations say in a directory that they offer."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from steadwork.catalog.visibility import ProductQuerySet, ServiceQuerySet
from steadwork.kernel.querysets import HouseModel
from steadwork.parties.models import Organization, Site


class Unit(models.TextChoices):
    """In what a product is measured and priced."""

    NIGHT = "night", _("night")
    WEEK = "week", _("week")
    MONTH = "month", _("month")
    HOUR = "hour", _("hour")
    EACH = "each", _("each")


class Product(HouseModel):
    """A type of service or thing, such as *Foster Care Standard Bed*."""

    host = models.ForeignKey(Organization, models.PROTECT, related_name="products")
    code = models.SlugField(_("code"), max_length=80)
    name = models.CharField(_("name"), max_length=200)
    description = models.TextField(_("description"), blank=True)
    unit = models.CharField(_("unit"), max_length=10, choices=Unit, default=Unit.NIGHT)
    track_as_asset = models.BooleanField(
        _("each one is tracked"), default=True, help_text=_("Every instance becomes an asset.")
    )
    bookable = models.BooleanField(_("booked over time"), default=True)
    open_ended = models.BooleanField(_("a stay may have no end"), default=True)
    turnover_nights = models.PositiveSmallIntegerField(
        _("nights between two stays"), default=0, help_text=_("0: same-day turnover.")
    )
    features = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    active_from = models.DateField(null=True, blank=True)
    active_until = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=60, blank=True)

    objects = ProductQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["host", "code"], name="catalog_product_code_once"),
            models.CheckConstraint(
                name="catalog_product_booked_only_if_tracked",
                condition=Q(bookable=False) | Q(track_as_asset=True),
            ),
            models.CheckConstraint(
                name="catalog_product_ends_after_it_starts",
                condition=Q(active_from=None)
                | Q(active_until=None)
                | Q(active_until__gt=F("active_from")),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Service(HouseModel):
    """What an organization says it offers: an entry of the directory."""

    class Status(models.TextChoices):
        ACTIVE = "active", _("Active")
        INACTIVE = "inactive", _("Inactive")
        DEFUNCT = "defunct", _("Defunct")
        CLOSED = "temporarily closed", _("Temporarily closed")

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="services")
    sites = models.ManyToManyField(Site, through="ServiceSite", related_name="services")
    name = models.CharField(_("name"), max_length=500)
    alternate_name = models.CharField(max_length=500, blank=True)
    description = models.TextField(_("description"), blank=True)
    status = models.CharField(max_length=20, choices=Status, default=Status.ACTIVE)
    url = models.CharField(_("web site"), max_length=2000, blank=True)
    email = models.CharField(_("e-mail"), max_length=254, blank=True)
    phone = models.CharField(_("telephone"), max_length=200, blank=True)
    application_process = models.TextField(_("how to apply"), blank=True)
    eligibility = models.TextField(_("who may use it"), blank=True)
    fees = models.TextField(_("fees"), blank=True)
    wait_time = models.CharField(_("waiting time"), max_length=500, blank=True)
    languages = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    hours = models.JSONField(default=list, blank=True, help_text="[{day, opens, closes}]")
    source = models.CharField(max_length=60, blank=True)
    source_key = models.CharField(max_length=200, blank=True)

    objects = ServiceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["source", "source_key"],
                condition=~Q(source_key=""),
                name="catalog_service_source_once",
            ),
        ]
        indexes = [
            models.Index(fields=["organization", "name", "id"], name="catalog_service_by_org"),
            models.Index(fields=["name", "id"], name="catalog_service_by_name"),
            GinIndex(fields=["name"], opclasses=["gin_trgm_ops"], name="catalog_service_search"),
        ]

    def __str__(self) -> str:
        return self.name


class ServiceSite(HouseModel):
    """Where a service can be had."""

    service = models.ForeignKey(Service, models.CASCADE, related_name="at")
    site = models.ForeignKey(Site, models.CASCADE, related_name="offers")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["service", "site"], name="catalog_service_site_once")
        ]

    def __str__(self) -> str:
        return f"{self.service} @ {self.site}"
