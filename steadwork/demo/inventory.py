"""Registers the providers: sites, places, licences, agreements, and their people."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from random import Random
from uuid import UUID

from steadwork.assets import actions as assets
from steadwork.demo.agency import person
from steadwork.demo.almanac import Almanac
from steadwork.demo.homes import FOSTER, Home, domain
from steadwork.demo.roster import address
from steadwork.demo.shelf import PRICES
from steadwork.demo.town import Town, key_of
from steadwork.demo.words import STREETS, TOWNS
from steadwork.identity.models import User
from steadwork.kernel.actor import Actor
from steadwork.kernel.clock import at, today
from steadwork.parties import actions as parties
from steadwork.parties.models import Organization, Responsibility
from steadwork.pricing import actions as pricing

ABOUT = {
    "foster": "A family that takes children in. Licensed by the county.",
    "group": "A house for young people with staff day and night.",
    "shelter": "Beds for tonight. Open all year round.",
    "family": "Rooms for families without a home, with help to find the next one.",
}
PLACE = {"foster": "Bed", "group": "Bed", "shelter": "Bed", "family": "Room"}


def register(home: Home, town: Town, almanac: Almanac, rng: Random) -> None:
    """All that has to be there before the first child can come."""
    with at(almanac.ago(home.joined, 10)):
        relations, contracts = town["relations"], town["contracts"]
        provider = partner(home, town, rng, relations)
        site = add_site(provider, home, rng, relations)
        seat_people(provider, home, town, relations)
        beds = add_places(provider, home, town, site, contracts)
        if home.kind != "foster" or home in FOSTER[:12]:
            record_license(provider, home, beds, contracts)
    agree(provider, home, town, almanac, rng)


def partner(home: Home, town: Town, rng: Random, by: Actor) -> Organization:
    """A new partner; or one that works for another host already, and joins this one."""
    there = Organization.objects.filter(source="demo", source_key=key_of(home)).first()
    if there is not None:
        parties.join_partner(there.pk, host_id=town.host.pk, manager_id=by.position_id, by=by)
        known: Organization = there
        return known
    return parties.register_partner(
        host_id=town.host.pk, name=home.name, manager_id=by.position_id,
        is_service_provider=True, listed=not home.secret, description=ABOUT[home.kind],
        email=f"office@{domain(home.name)}", phone=telephone(rng),
        source="demo", source_key=key_of(home), by=by,
    )  # fmt: skip


def telephone(rng: Random) -> str:
    return f"(555) 01{rng.randrange(10, 99)}-{rng.randrange(1000, 9999)}"


def street(rng: Random) -> str:
    return f"{rng.randrange(100, 2400)} {rng.choice(STREETS)}"


def around(town: str, rng: Random, spread: float = 0.03) -> tuple[float, float]:
    """Somewhere in that town."""
    latitude, longitude, _code = TOWNS[town]
    return (
        round(latitude + rng.uniform(-spread, spread), 5),
        round(longitude + rng.uniform(-spread, spread), 5),
    )


def add_site(provider: Organization, home: Home, rng: Random, by: Actor) -> UUID:
    latitude, longitude = around(home.town, rng)
    site = parties.add_site(
        organization_id=provider.pk, name=home.name, address=street(rng), city=home.town,
        region="IA", postal_code=TOWNS[home.town][2], country="US",
        latitude=latitude, longitude=longitude, is_confidential=home.secret,
        phone=provider.phone, by=by,
    )  # fmt: skip
    return site.pk


def seat_people(provider: Organization, home: Home, town: Town, by: Actor) -> None:
    """Its people in a small tree: everybody below the manager if there is one."""
    sets = dict(Responsibility.objects.filter(host=town.host).values_list("name", "pk"))
    for name in sorted({who.role for who in home.people}):
        parties.release(sets[name], organization_id=provider.pk, by=by)
    elsewhere = provider.positions.exists()
    title = f", {town.host}" if elsewhere else ""
    above: UUID | None = None
    for who in sorted(home.people, key=lambda each: each.role != "Provider manager"):
        position = parties.create_position(
            organization_id=provider.pk, title=f"{who.title}{title}", parent_id=above, by=by
        )
        if who.role == "Provider manager":
            above = position.pk
        email = address(who.name, domain(home.name))
        user = User.objects.filter(email=email).first() or person(who.name, email, by)
        parties.seat(position.pk, user_id=user.pk, host_id=town.host.pk, by=by)
        parties.grant(sets[who.role], user_id=user.pk, by=by)


def add_places(provider: Organization, home: Home, town: Town, site: UUID, by: Actor) -> list[UUID]:
    """Each bed or room is a row of its own."""
    made = []
    for number in range(1, home.places + 1):
        asset = assets.add_asset(
            provider_id=provider.pk, product_id=town.product(home.product).pk, site_id=site,
            name=f"{PLACE[home.kind]} {number}", min_age=home.ages[0], max_age=home.ages[1],
            genders=list(home.genders), features=list(home.features),
            source="demo", source_key=f"{key_of(home)}-{number:02}", by=by,
        )  # fmt: skip
        made.append(asset.pk)
    return made


def record_license(provider: Organization, home: Home, beds: list[UUID], by: Actor) -> None:
    assets.license_provider(
        provider_id=provider.pk, number=f"RC-{1000 + sum(map(ord, home.name))}",
        capacity=home.places - home.unlicensed,
        authority="State Department of Human Services", min_age=home.ages[0],
        max_age=home.ages[1], valid_from=today() - timedelta(days=200), asset_ids=beds, by=by,
    )  # fmt: skip


def agree(provider: Organization, home: Home, town: Town, almanac: Almanac, rng: Random) -> None:
    """The agreement, or the one before and the one after. Some never come into force."""
    first = almanac.day(home.joined)
    price, unit = PRICES[home.product]
    price += Decimal(rng.randrange(-8, 13))
    spans: list[tuple[int, int | None]] = [(0, None)]
    if home.deal == "renewed":
        spans = [(0, 260), (260, None)]
    elif home.deal in ("term", "ended"):
        spans = [(0, home.joined + 300 if home.deal == "term" else home.joined - 20)]
    for step, (start, length) in enumerate(spans):
        begins = first + timedelta(days=start)
        ends = first + timedelta(days=length) if length else None
        signed = min(begins, almanac.day(max(home.joined - start, 1)))
        with at(almanac.on(signed, 11)):
            by = town["contracts"]
            agreement = pricing.draw_up(
                provider_id=provider.pk, valid_from=begins, valid_until=ends, by=by
            )
            pricing.contract(
                agreement.pk, product_id=town.product(home.product).pk,
                price=price + 15 * step, currency="USD", unit=unit, by=by,
            )  # fmt: skip
            if home.deal != "drawn_up":
                pricing.activate(agreement.pk, by=by)
