"""The thread of the story: Mia Kessler is nine and needs a bed tonight, and Luis has two."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from steadwork.cases import actions as cases
from steadwork.cases.models import Case
from steadwork.demo import papers
from steadwork.demo.agency import seat_of
from steadwork.demo.almanac import Almanac
from steadwork.demo.shelf import STANDARD
from steadwork.demo.town import House, Town
from steadwork.kernel import clock
from steadwork.parties import actions as parties
from steadwork.parties.models import Contact, Site
from steadwork.referrals import actions as referrals
from steadwork.referrals.models import ReferralOrder
from steadwork.work import actions as work


class Kesslers:
    """Dana's morning, and Luis's."""

    def __init__(self, town: Town, almanac: Almanac) -> None:
        self.almanac, self.dana = almanac, town["dana"]
        self.product = town.product(STANDARD)

    def play(self, ortega: House) -> None:
        self.earlier_guests(ortega)
        self.mia(ortega)
        self.unanswered(ortega)

    def family(self, name: str, city: str, house: House, **person: Any) -> tuple[Case, Contact]:
        """A household two streets from that house, with a child and a parent."""
        site = Site.objects.filter(organization=house.pk).order_by("pk")[0]
        account = parties.add_account(
            name=f"{name} household", city=city, address="318 Orchard Lane", by=self.dana,
            latitude=(site.latitude or 0) + 0.003, longitude=(site.longitude or 0) - 0.002,
        )  # fmt: skip
        child = parties.add_contact(
            account_id=account.pk, last_name=name, relationship="child", by=self.dana, **person
        )
        case = cases.open_case(
            title=f"{name} family", category="foster_care", account_id=account.pk,
            contact_id=child.pk, priority="high", by=self.dana,
        )  # fmt: skip
        return case, child

    def born(self, age: int) -> date:
        """Some months past that birthday, on any day of the year."""
        return self.almanac.today - timedelta(days=round(age * 365.25) + 140)

    def mia(self, ortega: House) -> None:
        with clock.at(self.almanac.minutes_ago(150)):
            case, mia = self.family(
                "Kessler", "Riverbend", ortega, first_name="Mia", birth_date=self.born(9),
                gender="female", languages=["en"],
            )  # fmt: skip
            parties.add_contact(
                account_id=household(mia), first_name="Joanna", last_name="Kessler",
                birth_date=self.born(34), gender="female", relationship="mother", by=self.dana,
            )  # fmt: skip
            work.add_note(
                case.pk, by=self.dana,
                text="Joanna Kessler was taken to hospital at noon and will stay for some weeks. "
                "Mia is with a neighbour until this evening. She likes dogs.",
            )  # fmt: skip
            self.papers(case)
        with clock.at(self.almanac.minutes_ago(120)):
            cases.grant_benefit(
                case.pk, product_id=self.product.pk, recipient_id=mia.pk, by=self.dana,
                starts_on=self.almanac.today, ends_on=self.almanac.day(-60),
            )  # fmt: skip
            self.to_do(case)

    def papers(self, case: Case) -> None:
        consent = papers.letter(
            "consent-kessler.pdf", "Consent to share information", "",
            "I agree that the county tells foster homes what Mia needs,",
            "so that they can say whether they have a place for her.", "", "Joanna Kessler",
        )  # fmt: skip
        work.attach(case.pk, file=consent, description="Signed consent", by=self.dana)

    def to_do(self, case: Case) -> None:
        """One thing for today, and one that should have been done yesterday."""
        for kind, what, due in (
            ("visit", "Fetch Mia from the neighbour and bring her to her bed", self.almanac.now
             + timedelta(hours=5)),
            ("call", "Tell the school where Mia will be", self.almanac.ago(1, 16)),
        ):  # fmt: skip
            work.add_activity(
                case.pk, kind=kind, description=what, due_at=due, assignee_id=seat_of(self.dana),
                by=self.dana,
            )  # fmt: skip

    def unanswered(self, ortega: House) -> None:
        """What Luis finds in his portal: sent this morning, opened by nobody."""
        with clock.at(self.almanac.minutes_ago(140)):
            case, jonah = self.family(
                "Whitaker", "Riverbend", ortega, first_name="Jonah", birth_date=self.born(7),
                gender="male", languages=["en", "es"],
            )  # fmt: skip
            start = self.almanac.day(-1)
            benefit = cases.grant_benefit(
                case.pk, product_id=self.product.pk, recipient_id=jonah.pk, by=self.dana,
                starts_on=start, ends_on=start + timedelta(days=42),
            )  # fmt: skip
        with clock.at(self.almanac.minutes_ago(95)):
            order = referrals.draft(benefit.pk, provider_id=ortega.pk, by=self.dana)
            referrals.submit(
                order.pk, basis="consent", priority="medium", by=self.dana,
                message="Needs a place from tomorrow, for six weeks. Goes to Lincoln School and "
                "is glad of company.",
            )  # fmt: skip

    def earlier_guests(self, ortega: House) -> None:
        """Papers and words about the two who stay with Luis already."""
        luis = ortega.lead
        staying = ReferralOrder.objects.filter(partner=ortega.pk, state="active")
        for order in staying.order_by("number"):
            with clock.at(self.almanac.ago(9, 11)):
                plan = papers.room_plan("room-upstairs.png")
                work.attach(order.pk, file=plan, description="Where the beds stand",
                            audience="partner", by=luis)  # fmt: skip
            with clock.at(self.almanac.ago(6, 15)):
                letter = papers.letter(
                    "school-enrolment.pdf", "Lincoln School", "", "Enrolment is confirmed.",
                    "The bus stops at Orchard Lane at 7:40.",
                )  # fmt: skip
                work.attach(order.pk, file=letter, description="School enrolment",
                            audience="partner", by=self.dana)  # fmt: skip
                work.add_activity(
                    order.pk, kind="call", description="Weekly call about how it goes",
                    due_at=self.almanac.ago(1, 15), audience="partner", by=self.dana,
                )  # fmt: skip


def household(person: Contact) -> UUID:
    """Everybody in this town belongs to one."""
    if person.account_id is None:
        raise LookupError(f"{person} has no household")
    found: UUID = person.account_id
    return found
