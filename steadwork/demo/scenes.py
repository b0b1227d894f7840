"""What lies on the desks this morning: the story of Mia Kessler, and an order in every state."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from uuid import UUID

from django.db.backends.postgresql.psycopg_any import DateRange

from steadwork.assets import actions as assets
from steadwork.assets.models import Asset, Booking
from steadwork.assets.needs import Need
from steadwork.demo import prose
from steadwork.demo.agency import seat_of
from steadwork.demo.almanac import Almanac
from steadwork.demo.diary import Diary
from steadwork.demo.homes import Home
from steadwork.demo.households import Registry, granted
from steadwork.demo.kesslers import Kesslers
from steadwork.demo.town import House, Town
from steadwork.kernel import clock
from steadwork.kernel.actor import SYSTEM
from steadwork.referrals import actions as referrals
from steadwork.referrals.models import ReferralOrder
from steadwork.work import actions as work


class Scenes:
    """Small scenes, each at its own moment of the last days."""

    def __init__(self, town: Town, almanac: Almanac, rng: Random) -> None:
        self.town, self.almanac, self.rng = town, almanac, rng
        self.registry = Registry(town, rng)
        self.houses: dict[str, House] = {}

    def play(self) -> list[str]:
        """All scenes, each whole or not at all. Gives back what was refused."""
        story = Kesslers(self.town, self.almanac)
        diary = Diary()
        for scene in (
            self.waited, self.lapsed, self.refused, self.expected, self.new_at_harbor_house,
            self.in_spanish, self.elsewhere_in_town, self.side_by_side,
            self.given_by_the_supervisor, self.blocked,
            lambda: story.play(self.house("Ortega Foster Home")), self.held,
        ):  # fmt: skip
            diary.happen(scene)
        return diary.refused

    def house(self, name: str) -> House:
        """A provider by its name. In a small town a neighbour stands in for one that is not."""
        if name not in self.houses:
            homes = [home for home in self.town.county.homes if home.deal in ("open", "renewed")]
            found = [home for home in homes if home.name == name]
            others = homes[2:]
            self.houses[name] = self.town.house(
                found[0] if found else others[len(name) % len(others)]
            )
        return self.houses[name]

    def order(
        self, name: str, key: str, minutes: float, *, days: int = 1, nights: int = 60,
        priority: str = "medium", place: bool = True, send: bool = True,
    ) -> tuple[House, UUID]:  # fmt: skip
        """A new household asks that house; ``minutes`` ago, from so many days ahead on."""
        house, first = self.house(name), self.almanac.day(-days)
        last = first + timedelta(days=nights)
        with clock.at(self.almanac.minutes_ago(minutes + 40)):
            client = self.registry.open_for(house.home, key, first, last)
            product = self.town.product(house.home.product).pk
            benefit = granted(client, product, first, last)
        with clock.at(self.almanac.minutes_ago(minutes)):
            worker = client.file.worker
            chosen = place and not house.home.unlicensed
            bed = self.free(house, first, last) if chosen else None
            order = referrals.draft(
                benefit, asset_id=bed.pk if bed else None, provider_id=house.pk, by=worker
            )
            if send:
                message = next(text for text in self.shuffled(prose.MESSAGES) if text)
                referrals.submit(
                    order.pk, basis="consent", message=message, priority=priority, by=worker
                )
        return house, order.pk

    def shuffled(self, texts: tuple[str, ...]) -> list[str]:
        return self.rng.sample(texts, len(texts))

    def free(self, house: House, first: date, last: date) -> Asset | None:
        """A bed of the house that nobody has in that time."""
        places = Asset.objects.filter(provider=house.pk, host=self.town.host)
        period = DateRange(first, last)
        found: Asset | None = (
            places.free(period, Booking.objects.all(), clock.now()).order_by("name").first()
        )
        return found

    def waited(self) -> None:
        """Waitlisted, with a day on which a place is expected."""
        for name, key, days in (
            ("Gallagher Foster Home", "dana", 12), ("Stonegate Residential", "terrence", 21),
            ("Casa Esperanza", "grace", 6),
        ):  # fmt: skip
            house, order = self.order(name, key, 2900, days=3, place=False)
            with clock.at(self.almanac.minutes_ago(2500)):
                referrals.review(order, by=house.lead)
                referrals.waitlist(
                    order, reason="no_capacity", by=house.lead,
                    expected_on=self.almanac.day(-days),
                )  # fmt: skip

    def lapsed(self) -> None:
        """Nobody answered in time."""
        _house, order = self.order("Duong Foster Home", "dana", 1500, place=False, priority="high")
        with clock.at(self.almanac.minutes_ago(1000)):
            referrals.lapse(order, by=SYSTEM)

    def refused(self) -> None:
        """Refused this morning: the worker finds it on the list of things to do."""
        for name, key, code in (
            ("Baptiste Foster Home", "dana", "conflict_with_resident"),
            ("Maple Ridge Youth Home", "rachel", "behaviour_needs"),
            ("Sterling Foster Home", "amy", "other"),
        ):
            house, order = self.order(name, key, 260, days=2, place=False)
            with clock.at(self.almanac.minutes_ago(150)):
                referrals.review(order, by=house.lead)
                words = prose.REJECTED_BECAUSE.get(code, "")
                referrals.reject(order, reason=code, reason_text=words, by=house.lead)

    def expected(self) -> None:
        """Accepted; the person comes some days from now."""
        for name, key, days in (
            ("Abernathy Foster Home", "dana", 4), ("Eriksen Foster Home", "linda", 9),
            ("Jefferson Foster Home", "peter", 2), ("Juniper Place", "jorge", 6),
            ("Riverfront Emergency Shelter", "devin", 1),
        ):  # fmt: skip
            house, order = self.order(name, key, 3000, days=days)
            if ReferralOrder.objects.filter(pk=order, asset=None).exists():
                continue  # no bed was free; it stays an open question
            with clock.at(self.almanac.minutes_ago(1700)):
                referrals.review(order, by=house.lead)
                referrals.accept(order, by=house.lead)

    def new_at_harbor_house(self) -> None:
        """Two nobody has opened; one that was given to Tamika, and is New to her."""
        self.order("Harbor House", "ahmed", 75, days=2)
        self.order("Harbor House", "rachel", 35, days=1, place=False, priority="high")
        house, order = self.order("Harbor House", "jorge", 190, days=3)
        self.give(house, order, "Tamika Greene", 90)
        house, order = self.order("Harbor House", "amy", 1500, days=5)
        self.give(house, order, "Tamika Greene", 1300, seen=True)

    def give(
        self, house: House, order: UUID, name: str, minutes: float, seen: bool = False
    ) -> None:
        carer = next((who for who in house.staff if who.name == name), None)
        with clock.at(self.almanac.minutes_ago(minutes)):
            referrals.review(order, by=house.lead)
            if carer is not None:
                referrals.assign(order, position_id=seat_of(carer), by=house.lead)
                if seen:
                    referrals.review(order, by=carer)

    def in_spanish(self) -> None:
        house, order = self.order("Casa Esperanza", "beth", 130, nights=45)
        self.give(house, order, "María Delgado", 60)
        self.order("Casa Esperanza", "grace", 25, days=2, nights=60)

    def elsewhere_in_town(self) -> None:
        """Other houses have unanswered orders too; some were opened already."""
        asked = (
            ("Twin Rivers Youth Services", "linda", 55, False),
            ("Willow Creek Home", "amy", 80, True),
            ("Third Street Night Shelter", "sam", 22, False),
            ("Sojourn House", "devin", 44, True),
            ("Oyelaran Foster Home", "terrence", 170, True),
            ("Fenner Foster Home", "peter", 240, False),
            ("Brandt Foster Home", "dana", 100, True),
            ("Northgate Youth Shelter", "beth", 12, False),
        )
        for name, key, minutes, opened in asked:
            house, order = self.order(name, key, minutes, days=1)
            if opened:
                with clock.at(self.almanac.minutes_ago(minutes / 2)):
                    referrals.review(order, by=house.lead)

    def side_by_side(self) -> None:
        """The same need offered to two houses; the first yes ends the other offer."""
        self.offer_twice("Lundgren Foster Home", "dana", 85)
        rival, second = self.offer_twice("Harbor House", "terrence", 1600)
        if rival and second:
            with clock.at(self.almanac.minutes_ago(1400)):
                referrals.accept(second, by=rival.lead)

    def offer_twice(
        self, name: str, key: str, minutes: float
    ) -> tuple[House, UUID] | tuple[None, None]:
        house, order = self.order(name, key, minutes, days=2, place=False)
        first = ReferralOrder.objects.get(pk=order)
        for rival in self.sellers_beside(house):
            with clock.at(self.almanac.minutes_ago(minutes - 15)):
                bed = self.free(rival, first.period.lower, first.period.upper)
                if bed and not Need.of_json(first.need).misfits(bed):
                    by = self.town[key]
                    second = referrals.offer(order, asset_id=bed.pk, by=by)
                    referrals.submit(second.pk, basis="consent", by=by)
                    return rival, second.pk
        return None, None

    def sellers_beside(self, house: House) -> Iterator[House]:
        """Other houses with the same product, but for Luis's: his two free beds are for Mia."""
        for home in self.town.county.homes[1:]:
            sells = home.deal in ("open", "renewed") and home.product == house.home.product
            if sells and home is not house.home:
                yield self.house(home.name)

    def given_by_the_supervisor(self) -> None:
        """Two cases that Dana has not opened yet."""
        dana, marcus = self.town["dana"], self.town["north-lead"]
        home: Home = self.house("Abernathy Foster Home").home
        for minutes in (140, 50):
            with clock.at(self.almanac.minutes_ago(minutes)):
                first = self.almanac.day(-2)
                client = self.registry.open_for(
                    home, "north-lead", first, first + timedelta(days=60)
                )
                work.assign_owner(client.file.pk, position_id=seat_of(dana), by=marcus)
                work.add_note(client.file.pk, text="Please call the grandmother today.", by=marcus)

    def blocked(self) -> None:
        """Some beds are out of use for a while."""
        for name, reason, days in (
            ("Riverfront Emergency Shelter", "repair", 6), ("Cedar Bluff Group Home", "staff", 14),
            ("Willow Creek Home", "staff", 30), ("Casa Esperanza", "cleaning", 2),
        ):  # fmt: skip
            house, today = self.house(name), self.almanac.today
            bed = self.free(house, today, today + timedelta(days=days))
            if bed:
                with clock.at(self.almanac.minutes_ago(600)):
                    end = today + timedelta(days=days)
                    assets.block(bed.pk, start=today, end=end, reason=reason, by=house.lead)

    def held(self) -> None:
        """Dana has chosen a bed a moment ago and holds it while she writes the message."""
        _house, order = self.order("Eriksen Foster Home", "dana", 6, days=1, send=False)
        for hold in Booking.objects.live().filter(item_id=order):
            with clock.at(self.almanac.minutes_ago(5)):
                assets.extend_hold(hold.pk, minutes=8 * 60, by=self.town["dana"])
