"""Organizations on both sides, seats in them, responsibilities, and the people we work for."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from steadwork.identity.models import User
from steadwork.kernel.querysets import HouseModel
from steadwork.parties.permissions import Permission
from steadwork.parties.visibility import (
    AccountQuerySet,
    ContactQuerySet,
    OrganizationQuerySet,
    PartnershipQuerySet,
    PositionQuerySet,
    SiteQuerySet,
)


class Organization(HouseModel):
    """An agency, a unit of it, a provider, or a sub-organization of one."""

    class Kind(models.TextChoices):
        HOST = "host", _("Host")
        PARTNER = "partner", _("Partner")

    kind = models.CharField(max_length=10, choices=Kind)
    name = models.CharField(_("name"), max_length=300)
    legal_name = models.CharField(_("legal name"), max_length=300, blank=True)
    identifier = models.SlugField(_("identifier"), max_length=80, unique=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="units")
    host = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+", help_text="root host"
    )
    is_service_provider = models.BooleanField(_("service provider"), default=False)
    listed = models.BooleanField(_("in the public directory"), default=False)
    description = models.TextField(_("description"), blank=True)
    email = models.CharField(_("e-mail"), max_length=254, blank=True)
    phone = models.CharField(_("telephone"), max_length=200, blank=True)
    url = models.CharField(_("web site"), max_length=2000, blank=True)
    accent_hue = models.PositiveSmallIntegerField(null=True, blank=True)
    source = models.CharField(max_length=60, blank=True)
    source_key = models.CharField(max_length=200, blank=True)

    objects = OrganizationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="parties_organization_host_units_know_their_host",
                condition=Q(kind="host", host__isnull=False) | Q(kind="partner", host=None),
            ),
            models.CheckConstraint(
                name="parties_organization_not_its_own_parent",
                condition=Q(parent=None) | ~Q(parent=F("id")),
            ),
            models.UniqueConstraint(
                fields=["source", "source_key"],
                condition=~Q(source_key=""),
                name="parties_organization_source_once",
            ),
        ]
        indexes = [
            models.Index(fields=["name", "id"], name="parties_organization_by_name"),
            GinIndex(
                fields=["name"], opclasses=["gin_trgm_ops"], name="parties_organization_search"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("public:organization", args=[self.identifier])

    @property
    def link(self) -> str:
        """The web site, if it is an address of the web: directories bring in anything."""
        return self.url if self.url.lower().startswith(("https://", "http://")) else ""


class Partnership(HouseModel):
    """What joins one partner to one host."""

    class Stage(models.TextChoices):
        PROSPECT = "prospect", _("Prospect")
        QUALIFIED = "qualified", _("Qualified")
        REGISTERED = "registered", _("Registered")
        SUSPENDED = "suspended", _("Suspended")
        TERMINATED = "terminated", _("Terminated")

    state_tones = {"registered": "good", "suspended": "warning", "terminated": "danger"}

    host = models.ForeignKey(Organization, models.PROTECT, related_name="partnerships")
    partner = models.ForeignKey(Organization, models.PROTECT, related_name="hosts")
    stage = models.CharField(_("stage"), max_length=12, choices=Stage, default=Stage.PROSPECT)
    manager = models.ForeignKey(
        "Position", models.PROTECT, null=True, blank=True, related_name="managed_partnerships"
    )
    registered_at = models.DateTimeField(null=True, blank=True)

    objects = PartnershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["host", "partner"], name="parties_partnership_once"),
            models.CheckConstraint(
                name="parties_partnership_registered_has_a_date",
                condition=~Q(stage="registered") | Q(registered_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.partner} · {self.host}"


class Position(HouseModel):
    """A seat in an organization. Work belongs to seats, so it survives people leaving."""

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="positions")
    title = models.CharField(_("title"), max_length=200)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="below")
    holder_name = models.CharField(max_length=200, blank=True, help_text="primary holder, copied")

    objects = PositionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="parties_position_not_its_own_parent",
                condition=Q(parent=None) | ~Q(parent=F("id")),
            )
        ]

    def __str__(self) -> str:
        return f"{self.holder_name} ({self.title})" if self.holder_name else self.title


class Holding(HouseModel):
    """A person in a seat, working for one host, for a time."""

    position = models.ForeignKey(Position, models.PROTECT, related_name="holdings")
    user = models.ForeignKey(User, models.PROTECT, related_name="holdings")
    host = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    is_primary = models.BooleanField(default=True)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["position", "user", "host"],
                condition=Q(until=None),
                name="parties_holding_once",
            ),
            models.UniqueConstraint(
                fields=["position"],
                condition=Q(until=None, is_primary=True),
                name="parties_holding_one_primary_holder",
            ),
            models.CheckConstraint(
                name="parties_holding_ends_after_it_starts",
                condition=Q(until=None) | Q(until__gte=F("since")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.position}"


class Responsibility(HouseModel):
    """A named set of permissions that a host defines. It gives functions, never rows."""

    host = models.ForeignKey(Organization, models.PROTECT, related_name="responsibilities")
    name = models.CharField(_("name"), max_length=120)
    side = models.CharField(max_length=10, choices=Organization.Kind)
    permissions = ArrayField(models.CharField(max_length=60, choices=Permission))

    class Meta:
        verbose_name_plural = "responsibilities"
        constraints = [
            models.UniqueConstraint(fields=["host", "name"], name="parties_responsibility_once")
        ]

    def __str__(self) -> str:
        return self.name


class Release(HouseModel):
    """A responsibility that a host lets a partner organization hand out."""

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="releases")
    responsibility = models.ForeignKey(Responsibility, models.CASCADE, related_name="releases")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "responsibility"], name="parties_release_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.organization} · {self.responsibility}"


class Grant(HouseModel):
    """A responsibility that a person has."""

    user = models.ForeignKey(User, models.CASCADE, related_name="grants")
    responsibility = models.ForeignKey(Responsibility, models.CASCADE, related_name="grants")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "responsibility"], name="parties_grant_once")
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.responsibility}"


class Site(HouseModel):
    """A place where an organization works."""

    class Precision(models.TextChoices):
        EXACT = "exact", _("exact")
        CITY = "city", _("middle of the city")
        NONE = "none", _("unknown")

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="sites")
    name = models.CharField(_("name"), max_length=300)
    description = models.TextField(blank=True)
    address = models.CharField(_("address"), max_length=500, blank=True)
    city = models.CharField(_("city"), max_length=120, blank=True)
    region = models.CharField(_("state or province"), max_length=120, blank=True)
    postal_code = models.CharField(_("postal code"), max_length=30, blank=True)
    country = models.CharField(_("country"), max_length=2, blank=True)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    precision = models.CharField(max_length=5, choices=Precision, default=Precision.NONE)
    is_confidential = models.BooleanField(_("confidential address"), default=False)
    phone = models.CharField(_("telephone"), max_length=200, blank=True)
    hours = models.JSONField(default=list, blank=True, help_text="[{day, opens, closes}]")
    source = models.CharField(max_length=60, blank=True)
    source_key = models.CharField(max_length=200, blank=True)

    objects = SiteQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="parties_site_coordinates_come_in_pairs_on_earth",
                condition=Q(latitude=None, longitude=None, precision="none")
                | (
                    Q(latitude__range=(-90, 90), longitude__range=(-180, 180))
                    & ~Q(precision="none")
                ),
            ),
            models.UniqueConstraint(
                fields=["source", "source_key"],
                condition=~Q(source_key=""),
                name="parties_site_source_once",
            ),
        ]
        indexes = [models.Index(fields=["latitude", "longitude"], name="parties_site_on_the_map")]

    def __str__(self) -> str:
        return self.name

    @property
    def one_line(self) -> str:
        town = " ".join(part for part in (self.city, self.region, self.postal_code) if part)
        return ", ".join(part for part in (self.address, town) if part)


class Account(HouseModel):
    """A household, or a customer of a brand owner."""

    class Kind(models.TextChoices):
        HOUSEHOLD = "household", _("Household")
        BUSINESS = "business", _("Business")

    host = models.ForeignKey(Organization, models.PROTECT, related_name="accounts")
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.HOUSEHOLD)
    name = models.CharField(_("name"), max_length=200)
    city = models.CharField(_("city"), max_length=120, blank=True)
    address = models.CharField(_("address"), max_length=500, blank=True)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)

    objects = AccountQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["host", "name", "id"], name="parties_account_by_name")]

    def __str__(self) -> str:
        return self.name


class Contact(HouseModel):
    """A person whom the host serves."""

    class Gender(models.TextChoices):
        FEMALE = "female", _("Female")
        MALE = "male", _("Male")
        OTHER = "other", _("Another gender")
        UNKNOWN = "unknown", _("Not known")

    host = models.ForeignKey(Organization, models.PROTECT, related_name="contacts")
    account = models.ForeignKey(
        Account, models.PROTECT, null=True, blank=True, related_name="contacts"
    )
    user = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="contacts")
    first_name = models.CharField(_("first name"), max_length=100)
    last_name = models.CharField(_("last name"), max_length=100)
    birth_date = models.DateField(_("date of birth"), null=True, blank=True)
    gender = models.CharField(_("gender"), max_length=10, choices=Gender, default=Gender.UNKNOWN)
    languages = ArrayField(models.CharField(max_length=35), default=list, blank=True)
    relationship = models.CharField(_("relationship"), max_length=60, blank=True)

    objects = ContactQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["host", "last_name", "first_name"], name="parties_contact_by_name")
        ]

    def __str__(self) -> str:
        return f"{self.first_name} {self.last_name}"
