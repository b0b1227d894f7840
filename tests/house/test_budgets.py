"""Each screen of the two doors costs what its budget says, for 3 rows and for 25 alike.

To write the budgets anew: WRITE_BUDGETS=1 and read the difference.
"""

import json
import os
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from steadwork.desk.urls import desk as desk_door
from steadwork.kernel.clock import now
from steadwork.portal.urls import portal as portal_door
from steadwork.referrals.models import ReferralOrder
from steadwork.web.screens import ListScreen, RecordScreen
from tests import factories as make

BUDGETS = Path(__file__).with_name("budgets.json")
FEW, MANY = 3, 25
DOORS = {"desk": desk_door, "portal": portal_door}
BOOKKEEPING = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT", "ROLLBACK")


class Growing:
    """The town of the cast, with more and more of everything."""

    def __init__(self, town, manager):
        self.town, self.seat, self.rows = town, manager.position, 0
        self.order = town.submitted()
        self.household = town.household

    def to(self, rows):
        while self.rows < rows:
            self.rows += 1
            self.add(self.rows)

    def add(self, n):
        town, host = self.town, self.town.host
        case = self.on_list(make.CaseFactory(host=host, number=f"BC-{n}", account=self.household))
        self.on_list(self.new_order(n))
        make.ContactFactory(host=host, account=self.household)
        make.AccountFactory(host=host)
        make.ProductFactory(host=host)
        partner = make.PartnershipFactory(host=host).partner
        partner.is_service_provider = True
        partner.save()
        make.AgreementFactory(host=host, provider=partner)
        agreement = make.AgreementFactory(host=host, provider=town.provider)
        for deal in (town.agreement, agreement):
            other = make.ProductFactory(host=host)
            make.ContractedProductFactory(agreement=deal, product=other)
        bed = make.AssetFactory(product=town.product, provider=town.provider, site=town.site)
        make.BookingFactory(asset=bed, kind="occupied", client=make.ContactFactory(host=host))
        make.BookingFactory(
            asset=town.beds[0], kind="reserved", period=town.nights(40 * n, 40 * n + 9)
        )
        make.SiteFactory(organization=town.provider)
        make.PositionFactory(organization=town.provider)
        for item in (town.case, self.order, case):
            make.NoteFactory(of=item, audience="partners")
            make.ActivityFactory(of=item, audience="partners")
            make.AttachmentFactory(of=item, audience="partners")
            make.TeamMemberFactory(of=item, position=make.PositionFactory(organization=host))

    def on_list(self, item):
        """In the lists of both doors: a seat for the manager, a share for the provider."""
        make.TeamMemberFactory(of=item, position=self.seat)
        if item.kind == "referral":
            make.ShareFactory(of=item, partner=self.town.provider)
        return item

    def new_order(self, n):
        benefit = make.BenefitFactory(case=self.town.case, product=self.town.product)
        order = ReferralOrder(
            host=self.town.host, organization=self.town.desk.organization, kind="referral",
            number=f"RO-{n}", title="A bed", state="submitted", turn="partner", benefit=benefit,
            product=self.town.product, product_name="Bed", period=benefit.period,
            parent_id=self.town.case.pk,
            contracted=self.town.contracted, unit_price=100, currency="USD", price_unit="week",
            partner=self.town.provider, contact=make.ContactFactory(host=self.town.host),
            owner=self.town.desk.position, submitted_at=now(),
        )  # fmt: skip
        order.save(force_insert=True)
        return order


@pytest.fixture
def growing(town, manager):
    return Growing(town, manager)


def screens(door):
    """(name, address) of every declared list and of one record of each kind, with its tabs."""
    for screen in DOORS[door].screens:
        if issubclass(screen, ListScreen):
            yield f"{door}:{screen.name}", lambda _actor, s=screen: reverse(f"{door}:{s.name}")
        elif issubclass(screen, RecordScreen):
            for tab in ("", *(f"-{panel.name}" for panel in screen.panels)):
                name = f"{door}:{screen.name}{tab}"
                yield name, lambda actor, s=screen, n=name: record_of(s, n, actor)


def record_of(screen, name, actor):
    """The oldest row: the one of the town, on which everything grows."""
    row = screen().rows(actor).order_by("pk").first()
    return reverse(name, args=[getattr(row, screen.key)])


def cost(person, address):
    """Statements of the second visit: the first takes the asterisk away."""
    client = person.client
    url = address(person.actor)
    assert client.get(url).status_code == 200, url
    with CaptureQueriesContext(connection) as said:
        client.get(url)
    return sum(not each["sql"].startswith(BOOKKEEPING) for each in said)


def test_few_rows_and_many_cost_what_the_budget_says(growing, manager, coordinator):
    people = {"desk": manager, "portal": coordinator}
    asked = {name: (people[door], url) for door in people for name, url in screens(door)}

    growing.to(FEW)
    few = {name: cost(person, url) for name, (person, url) in asked.items()}
    growing.to(MANY)
    many = {name: cost(person, url) for name, (person, url) in asked.items()}

    if os.environ.get("WRITE_BUDGETS"):
        BUDGETS.write_text(json.dumps(many, indent=1, sort_keys=True) + "\n")
    differences = {name: (few[name], many[name]) for name in asked if few[name] != many[name]}
    assert differences == {}
    assert many == json.loads(BUDGETS.read_text())
