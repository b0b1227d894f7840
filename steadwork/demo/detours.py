"""Ways of asking that do not lead straight to a bed: every refusal, a wait, a second offer."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from steadwork.demo import prose
from steadwork.demo.stays import Ask
from steadwork.demo.town import Bed, House
from steadwork.kernel import clock
from steadwork.kernel.actor import SYSTEM
from steadwork.parties import actions as parties
from steadwork.parties.models import Partnership
from steadwork.pricing import actions as pricing
from steadwork.pricing.models import Agreement
from steadwork.referrals import actions as referrals
from steadwork.referrals.codes import CANCEL_REASONS, REASONS
from steadwork.work import actions as work
from steadwork.work.models import Activity

if TYPE_CHECKING:
    from steadwork.demo.history import History


class Detours:
    """Deals a deck of ways, so that each of them has happened before the deck is through."""

    def __init__(self, history: History, every: int) -> None:
        self.history, self.stays, self.diary = history, history.stays, history.diary
        self.rng, self.every, self.asked = history.rng, every, 0
        self.deck: list[tuple[str, str]] = []

    def deal(self) -> tuple[str, str]:
        if not self.deck:
            self.deck = [("reject", code) for code in REASONS.codes]
            self.deck += [("cancel", code) for code in CANCEL_REASONS.codes if code != "no_show"]
            self.deck += (
                [("parallel", "")] * 5 + [("lapse", "")] * 2 + [("wait", "no_capacity")] * 3
            )
            self.rng.shuffle(self.deck)
        return self.deck.pop()

    def go(self, ask: Ask) -> None:
        """Straight to the bed, or first by another way."""
        self.asked += 1
        if self.asked % self.every:
            self.stays.ask(ask)
            return
        way, code = self.deal()
        if way == "parallel":
            self.parallel(ask)
            return
        house = self.elsewhere(ask)
        if house is None:
            self.stays.ask(ask)
            return
        getattr(self, way)(ask, house, code)

    def elsewhere(self, ask: Ask) -> House | None:
        """Another house that sells the same and could be asked today."""
        today = clock.today()
        fitting = [
            house
            for house in self.history.houses
            if house is not ask.house and house.home.product == ask.bed.home.product
            and not house.home.anchors
            and not house.shut and house.opened and house.opened <= today
            and (house.covered_until is None
                 or (ask.until is not None and ask.until <= house.covered_until))
        ]  # fmt: skip
        return self.rng.choice(fitting) if fitting else None

    def try_first(self, ask: Ask, house: House, priority: str = "high") -> UUID:
        """An order without a chosen place, to be answered by that house."""
        order: UUID = referrals.draft(ask.benefit, provider_id=house.pk, by=ask.worker).pk
        self.stays.submit(ask, order, priority)
        return order

    def then_ask(self, hours: float, ask: Ask) -> None:
        self.diary.after(hours, lambda: self.stays.ask(ask))

    def reject(self, ask: Ask, house: House, code: str) -> None:
        order = self.try_first(ask, house)

        def answer() -> None:
            referrals.review(order, by=house.lead)
            words = prose.REJECTED_BECAUSE.get(code, "")
            referrals.reject(order, reason=code, reason_text=words, by=house.lead)
            self.then_ask(0.3, ask)
            if self.rng.random() < 0.9:
                self.diary.after(0.4, lambda: self.take_up(ask))

        self.diary.after(self.rng.uniform(0.3, 2), answer)

    def take_up(self, ask: Ask) -> None:
        """The worker asked elsewhere, as the refused order told them to."""
        told = Activity.objects.filter(item_id=ask.client.file.pk, type="referral", status="open")
        for each in told:
            work.finish_activity(each.pk, by=ask.worker)

    def wait(self, ask: Ask, house: House, code: str) -> None:
        """On a list for a day; then the worker goes on."""
        order = self.try_first(ask, house)
        expected = ask.first + timedelta(days=self.rng.randrange(5, 30))

        def answer() -> None:
            referrals.review(order, by=house.lead)
            referrals.waitlist(order, reason=code, expected_on=expected, by=house.lead)
            self.diary.after(1.5, lambda: self.give_up(ask, order, "placed_elsewhere"))

        self.diary.after(1, answer)

    def give_up(self, ask: Ask, order: UUID, code: str) -> None:
        words = "The court date was moved." if code == "other" else ""
        referrals.cancel(order, reason=code, reason_text=words, by=ask.worker)
        self.then_ask(0.2, ask)

    def cancel(self, ask: Ask, house: House, code: str) -> None:
        order = self.try_first(ask, house)
        self.diary.after(self.rng.uniform(0.5, 2), lambda: self.give_up(ask, order, code))

    def lapse(self, ask: Ask, house: House, code: str) -> None:
        """Nobody answers. After the time to answer the order ends by itself."""
        order = self.try_first(ask, house, "emergency")

        def nobody() -> None:
            referrals.lapse(order, by=SYSTEM)
            self.then_ask(0.3, ask)

        self.diary.after(1.05, nobody)

    def parallel(self, ask: Ask) -> None:
        """Two houses at once: whoever accepts first has it, the other offer is withdrawn."""
        rival = self.idle_bed(ask)
        order = self.stays.ask(ask)
        if rival is None:
            return
        second = referrals.offer(order, asset_id=rival.pk, by=ask.worker)
        with clock.at(self.stays.history.almanac.soon(clock.now(), 15)):
            self.stays.submit(ask, second.pk, "high")

    def idle_bed(self, ask: Ask) -> Bed | None:
        """A bed elsewhere that nobody will ask for in the next two days."""
        soon = clock.now() + timedelta(days=2)
        for bed, wanted in self.history.idle.items():
            house = bed.house
            last = ask.until or ask.first
            if (house is not ask.house and bed.home.product == ask.bed.home.product
                    and wanted > soon and not house.shut and house.covered_until is None
                    and house.opened and house.opened <= clock.today()
                    and ask.client.suits(bed.home, ask.first, last)):  # fmt: skip
                return bed
        return None

    def close_some_day(self, house: House) -> None:
        """Two houses leave the town: one agreement is cancelled, one partner suspended."""
        almanac = self.history.almanac
        if house.home.deal == "cancelled":
            self.diary.at(almanac.ago(45, 15), lambda: self.end_agreement(house))
        if house.home.deal == "suspended":
            self.diary.at(almanac.ago(21, 15), lambda: self.suspend(house))

    def end_agreement(self, house: House) -> None:
        house.shut = True
        self.stays.empty(house, "transfer")
        for agreement in Agreement.objects.filter(provider=house.pk, state="active"):
            pricing.cancel(
                agreement.pk, by=self.history.town["contracts"],
                note="The family moves out of the county.",
            )  # fmt: skip

    def suspend(self, house: House) -> None:
        house.shut = True
        self.stays.empty(house, "agency_safety")
        partnership = Partnership.objects.get(partner=house.pk, host=self.history.town.host)
        parties.suspend_partner(
            partnership.pk, reason="Licence inspection found open points.",
            by=self.history.town["relations"],
        )  # fmt: skip
