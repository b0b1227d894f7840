"""The town as the builders find it: people by name, providers with their places."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from steadwork.assets.models import Asset
from steadwork.catalog.models import Product
from steadwork.demo.agency import actor_of
from steadwork.demo.counties import County
from steadwork.demo.homes import Home, domain
from steadwork.demo.roster import address
from steadwork.kernel.actor import Actor
from steadwork.parties.models import Organization


@dataclass(slots=True, eq=False)
class Bed:
    """One place, and when it may be asked for again."""

    pk: UUID
    house: House
    number: int
    features: tuple[str, ...]

    @property
    def home(self) -> Home:
        return self.house.home


@dataclass(slots=True, eq=False)
class House:
    """A provider at work: its organization, its people, its places, until when it is paid."""

    home: Home
    pk: UUID
    lead: Actor
    staff: list[Actor]
    beds: list[Bed] = field(default_factory=list)
    covered_until: date | None = None
    opened: date | None = None
    shut: bool = False


class Town:
    """A county, read back from the database."""

    def __init__(self, host: Organization, county: County) -> None:
        self.host, self.county = host, county
        self.products = {p.code: p for p in Product.objects.filter(host=host)}
        self.actors: dict[str, Actor] = {}

    def __getitem__(self, key: str) -> Actor:
        """The actor in a seat of the agency, by its key in the roster."""
        if key not in self.actors:
            name = next(seat.name for seat in self.county.seats if seat.key == key)
            self.actors[key] = actor_of(address(name, self.county.domain), self.host.pk)
        return self.actors[key]

    def supervisor_of(self, key: str) -> Actor:
        return self[self.county.supervisor_of(key)]

    def workers_for(self, home: Home) -> tuple[str, ...]:
        return self.county.workers[home.kind]

    def product(self, code: str) -> Product:
        found: Product = self.products[code]
        return found

    def house(self, home: Home) -> House:
        """A provider with its people and its places, in the order of their numbers."""
        provider = Organization.objects.get(source="demo", source_key=key_of(home))
        addresses = [address(who.name, domain(home.name)) for who in home.people]
        people = [actor_of(each, self.host.pk) for each in addresses]
        house = House(home, provider.pk, people[0], people[1:])
        places = Asset.objects.filter(provider=provider, host=self.host).order_by("source_key")
        house.beds = [
            Bed(asset.pk, house, number, tuple(asset.features))
            for number, asset in enumerate(places)
        ]
        return house


def key_of(home: Home) -> str:
    return domain(home.name).removesuffix(".example")
