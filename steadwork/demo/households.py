"""Families of the town, and the cases that are opened for them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from uuid import UUID

from steadwork.assets.needs import age_on
from steadwork.cases import actions as cases
from steadwork.demo import prose, words
from steadwork.demo.homes import Home
from steadwork.demo.inventory import around, street
from steadwork.demo.town import Town
from steadwork.kernel.actor import Actor
from steadwork.parties import actions as parties
from steadwork.work import actions as work

GROWN = {"shelter", "family"}


@dataclass(slots=True, eq=False)
class File:
    """A case as its worker remembers it."""

    pk: UUID
    account: UUID
    key: str
    worker: Actor
    people: list[Client] = field(default_factory=list)
    busy: int = 0
    closed: bool = False


@dataclass(slots=True, eq=False)
class Client:
    """Somebody who needs a place, or has one."""

    pk: UUID
    name: str
    born: date
    gender: str
    file: File

    def suits(self, home: Home, first: date, last: date) -> bool:
        """Whether that home takes somebody like this for all of that time."""
        ages = home.ages[0] <= age_on(self.born, first) and age_on(self.born, last) <= home.ages[1]
        return ages and (not home.genders or self.gender in home.genders)


class Registry:
    """Opens cases, and keeps the list of people who wait for a place."""

    def __init__(self, town: Town, rng: Random) -> None:
        self.town, self.rng = town, rng
        self.waiting: list[Client] = []
        self.surnames: list[str] = []

    def open_for(self, home: Home, key: str, first: date, last: date) -> Client:
        """A new household with somebody for this home. Brothers and sisters go on the list."""
        worker = self.town[key]
        surname = self.surname()
        account = self.household(surname, home.town, worker)
        file = self.open_file(home, surname, account, key, worker, first, last)
        if home.kind in ("foster", "group"):
            for _each in range(self.rng.choice((0, 0, 0, 1, 1, 2))):
                sibling = self.child(file, surname, home, first, last)
                self.waiting.append(sibling)
        elif home.kind == "family":
            for _each in range(self.rng.choice((1, 2, 2, 3))):
                self.member(account, surname, worker, first, self.rng.randrange(0, 15))
        return file.people[0]

    def surname(self) -> str:
        """Two families of one name are rare in a small town."""
        if not self.surnames:
            self.surnames = self.rng.sample(words.SURNAMES, len(words.SURNAMES))
        return self.surnames.pop()

    def household(self, surname: str, town: str, by: Actor) -> UUID:
        latitude, longitude = around(town, self.rng, 0.08)
        account = parties.add_account(
            name=f"{surname} household", city=town, address=street(self.rng),
            latitude=latitude, longitude=longitude, by=by,
        )  # fmt: skip
        return account.pk

    def open_file(
        self, home: Home, surname: str, account: UUID, key: str, worker: Actor,
        first: date, last: date,
    ) -> File:  # fmt: skip
        """The case, opened by the worker, or by the supervisor who then gives it to them."""
        given = self.rng.random() < 0.3
        by = self.town.supervisor_of(key) if given else worker
        file = File(account, account, key, worker)
        person = self.child(file, surname, home, first, last)
        kind = "foster" if home.kind == "group" else home.kind
        case = cases.open_case(
            title=f"{surname} family" if home.kind != "shelter" else person.name,
            category=self.rng.choice(prose.CATEGORIES[home.kind]), account_id=account,
            contact_id=person.pk, reason=self.rng.choice(prose.CASE_REASONS[kind]),
            priority=self.rng.choice(("low", "medium", "medium", "medium", "high")), by=by,
        )  # fmt: skip
        file.pk = case.pk
        if given and worker.position_id:
            work.assign_owner(case.pk, position_id=worker.position_id, by=by)
            work.see(case.pk, by=worker)
        return file

    def child(self, file: File, surname: str, home: Home, first: date, last: date) -> Client:
        """A person whom this home could take from the first day to the last."""
        gender = self.rng.choice(home.genders or ("female", "male"))
        spare = age_on(first, last) + 1
        oldest = max(home.ages[0], min(home.ages[1], 64) - spare)
        youngest = 20 if home.kind == "family" else home.ages[0]
        born = birthday(first, self.rng.randint(youngest, max(youngest, oldest)), self.rng)
        name = self.rng.choice(words.GIRLS if gender == "female" else words.BOYS)
        contact = parties.add_contact(
            account_id=file.account, first_name=name, last_name=surname, birth_date=born,
            gender=gender, languages=self.rng.choice(words.LANGUAGES),
            relationship="child" if home.kind in ("foster", "group") else "", by=file.worker,
        )  # fmt: skip
        client = Client(contact.pk, f"{name} {surname}", born, gender, file)
        file.people.append(client)
        return client

    def member(self, account: UUID, surname: str, by: Actor, first: date, age: int) -> None:
        """A child who comes along with a parent."""
        gender = self.rng.choice(("female", "male"))
        parties.add_contact(
            account_id=account, last_name=surname, gender=gender, relationship="child",
            first_name=self.rng.choice(words.GIRLS if gender == "female" else words.BOYS),
            birth_date=birthday(first, age, self.rng), by=by,
        )  # fmt: skip

    def next_for(self, home: Home, first: date, last: date) -> Client | None:
        """Whoever waits longest and suits, if anybody does."""
        if home.kind not in ("foster", "group"):
            return None
        for client in self.waiting:
            if not client.file.closed and client.suits(home, first, last):
                self.waiting.remove(client)
                return client
        return None

    def close_if_over(self, file: File) -> None:
        """Nobody is placed and nobody waits: the case can be closed."""
        if file.busy or file.closed or any(each.file is file for each in self.waiting):
            return
        cases.close(file.pk, by=file.worker)
        file.closed = True


def birthday(day: date, age: int, rng: Random) -> date:
    """A day of birth with which somebody has that age on that day."""
    same_day = date(day.year - age, day.month, min(day.day, 28))
    return same_day - timedelta(days=rng.randrange(1, 330))


def granted(client: Client, product: UUID, first: date, last: date | None) -> UUID:
    """The benefit that the next order asks for."""
    benefit = cases.grant_benefit(
        client.file.pk, product_id=product, recipient_id=client.pk, starts_on=first,
        ends_on=last, by=client.file.worker,
    )  # fmt: skip
    return benefit.pk
