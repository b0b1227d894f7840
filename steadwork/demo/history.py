"""A year in the life of the beds: somebody asks, somebody comes, stays and leaves."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from random import Random

from steadwork.assets import actions as assets
from steadwork.demo.almanac import Almanac
from steadwork.demo.detours import Detours
from steadwork.demo.diary import Diary
from steadwork.demo.households import Registry, granted
from steadwork.demo.shelf import STAYS
from steadwork.demo.stays import Ask, Stays
from steadwork.demo.town import Bed, House, Town
from steadwork.kernel import clock

LEAD = {"foster": (1, 6), "group": (2, 7), "shelter": (0, 1), "family": (1, 3)}


class History:
    """Lives the year of some houses. ``every`` says how often asking goes a roundabout way."""

    def __init__(
        self, town: Town, houses: list[House], almanac: Almanac, rng: Random, every: int = 3
    ) -> None:
        self.town, self.houses, self.almanac, self.rng = town, houses, almanac, rng
        self.diary, self.registry = Diary(), Registry(town, rng)
        self.idle: dict[Bed, datetime] = {}
        self.stays = Stays(self)
        self.detours = Detours(self, every)

    def live(self, tell: Callable[[datetime], None]) -> list[str]:
        """The whole year. Gives back what was refused, which should be nothing."""
        for house in self.houses:
            self.open(house)
        self.diary.live(self.almanac.now, tell)
        return self.diary.refused

    def open(self, house: House) -> None:
        """The first children come within some weeks of the agreement."""
        home, usual = house.home, STAYS[house.home.product][1]
        house.opened = self.almanac.day(home.joined - 1)
        house.covered_until = {
            "term": self.almanac.day(-300), "ended": self.almanac.day(20),
        }.get(home.deal)  # fmt: skip
        if home.deal == "drawn_up":
            house.shut = True
            return
        for bed in house.beds[: home.places - home.quiet]:
            days = self.rng.uniform(0.5, 0.6 * usual)
            begins = house.opened + timedelta(days=days)
            if bed.number < home.anchors:
                begins = self.almanac.day(self.rng.randrange(40, 90))
            self.refill(bed, self.almanac.on(begins, self.rng.uniform(8.5, 14)))
        self.detours.close_some_day(house)

    def refill(self, bed: Bed, moment: datetime) -> None:
        self.idle[bed] = moment
        self.diary.at(moment, lambda: self.fill(bed))

    def fill(self, bed: Bed) -> None:
        """The next person for a bed, or some days of repair."""
        self.idle.pop(bed, None)
        if bed.house.shut:
            return
        if self.rng.random() < 0.06 and bed.number >= bed.home.anchors:
            self.block(bed)
            return
        first = clock.today() + timedelta(days=self.rng.randint(*LEAD[bed.home.kind]))
        nights = self.nights(bed)
        limit = bed.house.covered_until
        if limit and first + timedelta(days=nights) > limit:
            nights = (limit - first).days
        if nights >= STAYS[bed.home.product][0]:
            self.ask_for(bed, first, nights)

    def nights(self, bed: Bed) -> int:
        if bed.number < bed.home.anchors:
            return 300
        shortest, usual, longest = STAYS[bed.home.product]
        return round(self.rng.triangular(shortest, longest, usual))

    def block(self, bed: Bed) -> None:
        days = self.rng.randrange(3, 10)
        reason = self.rng.choice(("repair", "cleaning", "staff", "own_use"))
        start = clock.today()
        end = start + timedelta(days=days)
        assets.block(bed.pk, start=start, end=end, reason=reason, by=bed.house.lead)
        self.diary.after(24 * days + 1, lambda: self.fill(bed))

    def ask_for(self, bed: Bed, first: date, nights: int) -> None:
        """Somebody needs this kind of bed: a benefit is granted, then the house is asked."""
        home, product = bed.home, self.town.product(bed.home.product)
        last = first + timedelta(days=nights)
        ours = bed.number < home.anchors  # the two at Luis's are Dana's, for the story
        client = None if ours else self.registry.next_for(home, first, last)
        if client is None:
            key = "dana" if ours else self.rng.choice(self.town.workers_for(home))
            client = self.registry.open_for(home, key, first, last)
        open_end = product.open_ended and not bed.house.covered_until and self.rng.random() < 0.4
        early = not open_end and nights > 20 and self.rng.random() < 0.35
        leaves = (
            first + timedelta(days=round(nights * self.rng.uniform(0.4, 0.9))) if early else last
        )
        benefit = granted(client, product.pk, first, None if open_end else last)
        client.file.busy += 1
        ask = Ask(client, bed, benefit, first, None if open_end else last, leaves)
        self.detours.go(ask)
