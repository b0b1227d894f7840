"""One stay from the order to the departure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from steadwork.demo import prose
from steadwork.demo.agency import seat_of
from steadwork.demo.chatter import Chatter
from steadwork.demo.households import Client
from steadwork.demo.shelf import STAYS
from steadwork.demo.town import Bed, House
from steadwork.kernel import clock
from steadwork.kernel.actor import Actor
from steadwork.referrals import actions as referrals

if TYPE_CHECKING:
    from steadwork.demo.history import History

ENDS = (
    "reunified", "reunified", "reunified", "kinship", "transfer", "step_up", "step_down",
    "adopted", "provider_request", "runaway", "agency_safety",
)  # fmt: skip
COMES_BACK = {"transfer", "step_up", "step_down", "provider_request", "agency_safety"}


@dataclass(slots=True, eq=False)
class Ask:
    """One person, one bed, the nights that are asked for, and when the person will leave."""

    client: Client
    bed: Bed
    benefit: UUID
    first: date
    until: date | None
    leaves: date

    @property
    def house(self) -> House:
        return self.bed.house

    @property
    def worker(self) -> Actor:
        return self.client.file.worker


class Stays:
    """What happens between a worker and a house about one bed."""

    def __init__(self, history: History) -> None:
        self.history, self.diary, self.rng = history, history.diary, history.rng
        self.chatter = Chatter(history.diary, history.rng)
        self.living: dict[House, dict[UUID, Ask]] = {}

    def ask(self, ask: Ask) -> UUID:
        """The order for the bed itself: drafted, held, submitted, and answered in time."""
        order = self.send(ask, ask.bed)
        urgent = ask.bed.home.kind == "shelter"
        answer = min(self.rng.uniform(0.5, 0.9 if urgent else 7), self.hours_until(ask.first))
        self.diary.after(answer * 0.6, lambda: self.open_order(ask, order))
        self.diary.after(answer, lambda: self.accept(ask, order))
        return order

    def send(self, ask: Ask, bed: Bed) -> UUID:
        """Some minutes pass between choosing the bed and sending the order."""
        order: UUID = referrals.draft(ask.benefit, asset_id=bed.pk, by=ask.worker).pk
        later = self.history.almanac.soon(clock.now(), self.rng.randrange(2, 14))
        with clock.at(later):
            self.submit(ask, order, "emergency" if bed.home.kind == "shelter" else "")
        return order

    def submit(self, ask: Ask, order: UUID, priority: str = "") -> None:
        referrals.submit(
            order, basis=self.rng.choice(("consent", "consent", "court_order", "statute")),
            message=self.rng.choice(prose.MESSAGES), priority=priority, by=ask.worker,
        )  # fmt: skip

    def hours_until(self, first: date) -> float:
        left = self.history.almanac.on(first, 15) - clock.now()
        return max(left.total_seconds() / 3600, 0.9)

    def open_order(self, ask: Ask, order: UUID) -> None:
        """Somebody at the house reads it, and gives it to a colleague if there is one."""
        referrals.review(order, by=ask.house.lead)
        carers = [who for who in ask.house.staff if who.can("referral.stay")]
        if carers:
            carer = self.rng.choice(carers)
            referrals.assign(order, position_id=seat_of(carer), by=ask.house.lead)
            self.diary.after(0.15, lambda: self.look(order, carer))

    def look(self, order: UUID, carer: Actor) -> None:
        referrals.review(order, by=carer)

    def accept(self, ask: Ask, order: UUID) -> None:
        referrals.accept(order, by=ask.house.lead)
        arrival = self.history.almanac.on(ask.first, self.rng.uniform(15.2, 19))
        soonest = clock.now() + timedelta(minutes=40)
        if self.rng.random() < 0.03:
            self.diary.at(max(arrival, soonest) + timedelta(hours=3), lambda: self.gone(ask, order))
            return
        self.diary.at(max(arrival, soonest), lambda: self.arrive(ask, order))
        self.chatter.before(ask, order)

    def gone(self, ask: Ask, order: UUID) -> None:
        """Nobody came. The bed is free for the next one."""
        referrals.cancel(order, reason="no_show", by=ask.worker)
        self.over(ask)

    def arrive(self, ask: Ask, order: UUID) -> None:
        referrals.arrive(order, on=ask.first, by=ask.house.lead)
        self.living.setdefault(ask.house, {})[order] = ask
        self.chatter.during(ask, order)
        early = ask.until is None or ask.leaves < ask.until
        reason = self.rng.choice(ENDS) if early else "planned"
        almanac = self.history.almanac
        moment = almanac.on(ask.leaves, self.rng.uniform(9, 11.5))
        if ask.leaves == almanac.today:  # nobody stays a night longer than was booked
            moment = min(moment, almanac.now)
        self.diary.at(moment, lambda: self.depart(ask, order, ask.leaves, reason))

    def depart(self, ask: Ask, order: UUID, on: date, reason: str) -> None:
        if self.living[ask.house].pop(order, None) is None:
            return
        referrals.depart(order, on=on, reason=reason, by=ask.house.lead)
        if reason in COMES_BACK:
            self.history.registry.waiting.append(ask.client)
        self.over(ask)

    def over(self, ask: Ask) -> None:
        """The bed waits for the next person, the case for its end."""
        ask.client.file.busy -= 1
        usual = STAYS[ask.bed.home.product][1]
        pause = timedelta(days=self.rng.uniform(0.05, 0.42) * usual)
        self.history.refill(ask.bed, self.history.almanac.morning(clock.now() + pause, self.rng))
        close = self.history.registry.close_if_over
        self.diary.after(24 * self.rng.uniform(0.5, 6), lambda: close(ask.client.file))

    def empty(self, house: House, reason: str) -> None:
        """Everybody leaves today, for instance because the house was suspended."""
        today = clock.today()
        for order, ask in list(self.living.get(house, {}).items()):
            self.depart(ask, order, today, reason)
