"""The cast, the same people in every test, and the town they work in; all made through actions."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from itertools import count
from typing import Any

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from django.test import Client

from steadwork.assets import actions as assets
from steadwork.assets.models import Asset, License
from steadwork.cases import actions as cases
from steadwork.cases.models import Benefit, Case
from steadwork.catalog import actions as catalog
from steadwork.catalog.models import Product
from steadwork.identity import actions as identity
from steadwork.identity.models import User
from steadwork.kernel.actor import SYSTEM, Actor
from steadwork.kernel.clock import today
from steadwork.parties import actions as parties
from steadwork.parties.actors import actor_for
from steadwork.parties.models import (
    Account,
    Contact,
    Holding,
    Organization,
    Partnership,
    Position,
    Site,
)
from steadwork.parties.permissions import Permission as P  # noqa: N817
from steadwork.pricing import actions as pricing
from steadwork.pricing.models import Agreement, ContractedProduct
from steadwork.referrals import actions as referrals
from steadwork.referrals.models import ReferralOrder

SEEING = ("see_my", "see_team", "see_all")
WORKER = [
    *(f"{noun}.{scope}" for noun in ("case", "referral") for scope in SEEING),
    P.CASE_OPEN, P.CASE_WORK, P.REFERRAL_CREATE, P.REFERRAL_STAY, P.ASSET_SEE, P.AGREEMENT_SEE,
    P.PARTY_SEE,
]  # fmt: skip
MANAGER = list(P.values)
COORDINATOR = [
    *(f"{noun}.{scope}" for noun in ("case", "referral") for scope in SEEING),
    P.REFERRAL_ANSWER, P.REFERRAL_ASSIGN, P.REFERRAL_STAY, P.ASSET_SEE, P.ASSET_KEEP,
    P.AGREEMENT_SEE, P.PARTY_MANAGE_PEOPLE,
]  # fmt: skip
AGENT = [P.CASE_SEE_MY, P.REFERRAL_SEE_MY, P.REFERRAL_STAY, P.ASSET_SEE]

numbers = count(1)


@dataclass
class Person:
    """Somebody of the cast. The actor is built anew each time, as each request does."""

    user: User
    holding: Holding
    position: Position
    organization: Organization

    @property
    def actor(self) -> Actor:
        return actor_for(self.user, self.holding.pk)

    @property
    def user_id(self) -> Any:
        return self.user.pk

    @property
    def client(self) -> Client:
        return client_of(self)


def client_of(person: Person) -> Client:
    client = Client()
    client.force_login(person.user)
    return client


def new_person(
    name: str,
    organization: Organization,
    host: Organization,
    permissions: list[str],
    above: Person | None = None,
) -> Person:
    """Somebody in a new seat, with one responsibility of their own."""
    number = next(numbers)
    user = identity.create_user(email=f"{number}@example.org", name=name, by=SYSTEM)
    position = parties.create_position(
        organization_id=organization.pk,
        title=f"Seat {number}",
        parent_id=above and above.position.pk,
        by=SYSTEM,
    )
    holding = parties.seat(position.pk, user_id=user.pk, host_id=host.pk, by=SYSTEM)
    responsibility = parties.define_responsibility(
        host_id=host.pk,
        name=f"Work of seat {number}",
        side=organization.kind,
        permissions=permissions,
        by=SYSTEM,
    )
    if organization.kind == "partner":
        parties.release(responsibility.pk, organization_id=organization.pk, by=SYSTEM)
    parties.grant(responsibility.pk, user_id=user.pk, by=SYSTEM)
    position.refresh_from_db()
    return Person(user, holding, position, organization)


def new_host(name: str) -> Organization:
    return parties.create_host(name=name, by=SYSTEM)


def new_provider(host: Organization, name: str) -> Organization:
    return parties.register_partner(host_id=host.pk, name=name, is_service_provider=True, by=SYSTEM)


@pytest.fixture
def client_for():
    """A signed-in client for somebody of the cast; one without a seat for nobody."""
    return lambda person=None: client_of(person) if person else Client()


@pytest.fixture
def agency(db) -> Organization:
    return new_host("Riverbend County")


@pytest.fixture
def unit(agency) -> Organization:
    return parties.create_unit(parent_id=agency.pk, name="Placement Unit", by=SYSTEM)


@pytest.fixture
def provider(agency) -> Organization:
    return new_provider(agency, "North Home")


@pytest.fixture
def manager(agency, unit) -> Person:
    """Above the caseworker, in the same unit, with every permission."""
    return new_person("Mara Lindqvist", unit, agency, MANAGER)


@pytest.fixture
def desk(agency, unit, manager) -> Person:
    """A caseworker of the agency's placement unit."""
    return new_person("Dana Whitfield", unit, agency, WORKER, above=manager)


@pytest.fixture
def coordinator(agency, provider) -> Person:
    """Who answers for the provider, sees all of it and gives its people their responsibilities."""
    return new_person("Pat Okafor", provider, agency, COORDINATOR)


@pytest.fixture
def agent(agency, provider, coordinator) -> Person:
    """An employee of the provider who sees My alone."""
    return new_person("Ana Torres", provider, agency, AGENT, above=coordinator)


@pytest.fixture
def stranger(agency) -> Person:
    """An employee, with every right, of another provider of the same agency."""
    return new_person("Sam Ruiz", new_provider(agency, "South House"), agency, COORDINATOR)


@pytest.fixture
def other_host(db) -> Person:
    """A worker, with every right, of another agency."""
    host = new_host("Lakeside County")
    return new_person("Olga Brandt", host, host, MANAGER)


@pytest.fixture
def nobody(db) -> Client:
    """Somebody who has not signed in."""
    return Client()


@dataclass
class Town:
    """What stands around the cast, and the shortest ways to the states of its orders."""

    host: Organization
    provider: Organization
    partnership: Partnership
    product: Product
    agreement: Agreement
    contracted: ContractedProduct
    site: Site
    beds: list[Asset]
    license: License
    household: Account
    child: Contact
    desk: Person
    coordinator: Person
    case: Case
    made: dict[str, Any] = field(default_factory=dict)

    def nights(self, start: int = 0, end: int | None = 30) -> DateRange:
        """From so many days after today to so many days after today."""
        return DateRange(day(start), None if end is None else day(end))

    def new_child(self, name: str = "Noa") -> Contact:
        return parties.add_contact(
            account_id=self.household.pk,
            first_name=name,
            last_name="Kowalski",
            birth_date=years_ago(10),
            gender="female",
            by=self.desk.actor,
        )

    def benefit(
        self, start: int = 0, end: int | None = 30, recipient: Contact | None = None
    ) -> Benefit:
        return cases.grant_benefit(
            self.case.pk,
            product_id=self.product.pk,
            recipient_id=(recipient or self.child).pk,
            starts_on=day(start),
            ends_on=None if end is None else day(end),
            by=self.desk.actor,
        )

    def draft(self, bed: Asset | None = None, **about: Any) -> ReferralOrder:
        """An order for a bed, by default the first, and a child who has no other place."""
        benefit = about.pop("benefit", None) or self.benefit(**about)
        return referrals.draft(benefit.pk, asset_id=(bed or self.beds[0]).pk, by=self.desk.actor)

    def submitted(self, bed: Asset | None = None, **about: Any) -> ReferralOrder:
        order = self.draft(bed, **about)
        return referrals.submit(order.pk, basis="consent", by=self.desk.actor)

    def in_review(self, bed: Asset | None = None, **about: Any) -> ReferralOrder:
        order = self.submitted(bed, **about)
        return referrals.review(order.pk, by=self.coordinator.actor)

    def waitlisted(self, bed: Asset | None = None, **about: Any) -> ReferralOrder:
        order = self.submitted(bed, **about)
        by = self.coordinator.actor
        return referrals.waitlist(order.pk, reason="no_capacity", by=by)

    def accepted(self, bed: Asset | None = None, **about: Any) -> ReferralOrder:
        order = self.submitted(bed, **about)
        return referrals.accept(order.pk, by=self.coordinator.actor)

    def active(self, bed: Asset | None = None, **about: Any) -> ReferralOrder:
        order = self.accepted(bed, **about)
        return referrals.arrive(order.pk, by=self.coordinator.actor)

    def completed(self, bed: Asset | None = None, **about: Any) -> ReferralOrder:
        order = self.active(bed, **about)
        return referrals.depart(order.pk, reason="planned", by=self.coordinator.actor)

    def ended_early(self, bed: Asset | None = None, **about: Any) -> ReferralOrder:
        order = self.active(bed, **about)
        return referrals.depart(order.pk, reason="reunified", by=self.coordinator.actor)

    def rejected(self, bed: Asset | None = None, **about: Any) -> ReferralOrder:
        order = self.submitted(bed, **about)
        return referrals.reject(order.pk, reason="location", by=self.coordinator.actor)

    def cancelled(self, bed: Asset | None = None, **about: Any) -> ReferralOrder:
        order = self.submitted(bed, **about)
        return referrals.cancel(order.pk, reason="no_longer_needed", by=self.desk.actor)

    def withdrawn(self, bed: Asset | None = None, **about: Any) -> ReferralOrder:
        order = self.submitted(bed, **about)
        return referrals.withdraw(order.pk, by=SYSTEM)

    def expired(self, bed: Asset | None = None, **about: Any) -> ReferralOrder:
        order = self.submitted(bed, **about)
        ReferralOrder.objects.filter(pk=order.pk).update(due_at=order.submitted_at)
        return referrals.lapse(order.pk, by=SYSTEM)

    def order_in(self, state: str, bed: Asset | None = None, **about: Any) -> ReferralOrder:
        return getattr(self, state)(bed, **about)

    def rival(self, name: str = "West Home", beds: int = 1) -> tuple[Person, list[Asset]]:
        """A coordinator of one more provider under contract, and its beds."""
        provider = new_provider(self.host, name)
        person = new_person(f"Head of {name}", provider, self.host, COORDINATOR)
        contract(self.host, provider, self.product)
        return person, new_beds(provider, self.product, beds)


def day(number: int) -> date:
    return today() + timedelta(days=number)


def years_ago(years: int) -> date:
    now = today()
    return date(now.year - years, now.month, min(now.day, 28)) - timedelta(days=40)


def contract(
    host: Organization, provider: Organization, product: Product
) -> tuple[Agreement, ContractedProduct]:
    """An agreement in force, from a month ago on without an end: 100 US dollars a week."""
    agreement = pricing.draw_up(
        provider_id=provider.pk, valid_from=day(-30), host_id=host.pk, by=SYSTEM
    )
    contracted = pricing.contract(
        agreement.pk, product_id=product.pk, price=Decimal(100), currency="USD", unit="week",
        by=SYSTEM,
    )  # fmt: skip
    return pricing.activate(agreement.pk, by=SYSTEM), contracted


def new_beds(
    provider: Organization, product: Product, number: int, site: Site | None = None
) -> list[Asset]:
    return [
        assets.add_asset(
            provider_id=provider.pk, product_id=product.pk, name=f"Bed {n}",
            site_id=site and site.pk, commissioned_on=day(-30), by=SYSTEM,
        )
        for n in range(1, number + 1)
    ]  # fmt: skip


@pytest.fixture
def town(agency, provider, desk, coordinator) -> Town:
    """A provider with four licensed beds under contract; a household with a child and a case."""
    product = catalog.define_product(
        code="foster-bed", name="Foster Care Standard Bed", host_id=agency.pk, by=SYSTEM
    )
    agreement, contracted = contract(agency, provider, product)
    site = parties.add_site(
        organization_id=provider.pk, name="North House", city="Chicago", latitude=41.88,
        longitude=-87.63, by=SYSTEM,
    )  # fmt: skip
    beds = new_beds(provider, product, 4, site)
    licence = assets.license_provider(
        provider_id=provider.pk, number="IL-7", capacity=4, valid_from=day(-30),
        asset_ids=[bed.pk for bed in beds], host_id=agency.pk, by=SYSTEM,
    )  # fmt: skip
    household = parties.add_account(name="Kowalski household", by=desk.actor)
    child = parties.add_contact(
        account_id=household.pk, first_name="Mia", last_name="Kowalski",
        birth_date=years_ago(10), gender="female", languages=["pl"], by=desk.actor,
    )  # fmt: skip
    case = cases.open_case(
        title="Kowalski", category="foster_care", account_id=household.pk, contact_id=child.pk,
        by=desk.actor,
    )  # fmt: skip
    for bed in beds:
        bed.refresh_from_db()
    return Town(
        agency, provider, Partnership.objects.get(partner=provider), product, agreement,
        contracted, site, beds, licence, household, child, desk, coordinator, case,
    )  # fmt: skip
