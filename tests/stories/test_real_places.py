"""A night in a real city: its inventory is imported, and a family gets a free room in it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import time_machine
from django.core.management import call_command
from django.test import Client

from steadwork.assets.counts import counts
from steadwork.assets.models import Asset
from steadwork.cases.models import Case
from steadwork.catalog.models import Product
from steadwork.kernel.actor import SYSTEM
from steadwork.parties import actions as parties
from steadwork.parties.actors import actor_for
from steadwork.parties.models import Organization, Partnership, Position, Responsibility
from steadwork.referrals.models import ReferralOrder

DATA = Path(__file__).parents[3] / "shared" / "data" / "toronto"
NIGHT = datetime(2024, 1, 1, 15, tzinfo=UTC)
#: On the night of the file every family room of the city was taken.
TOMORROW = date(2024, 1, 2)

pytestmark = [
    pytest.mark.slow,
    pytest.mark.django_db,
    pytest.mark.skipif(not DATA.is_dir(), reason="the city's file is not beside this checkout"),
]


def imported(agency):
    mapping = Path(__file__).parents[2] / Path("steadwork/assets/inventory/examples/toronto.toml")
    file = next(DATA.glob("*.csv"))
    call_command("import_inventory", str(file), mapping=mapping, host=agency.identifier, quiet=True)


def a_free_family_room():
    rooms = Asset.objects.filter(product__code="family-room").order_by("number")
    return next(room for room in rooms if counts(rooms.filter(pk=room.pk), TOMORROW).free == 1)


@pytest.fixture
def night():
    with time_machine.travel(NIGHT, tick=True):
        yield


def test_a_family_gets_a_free_room_of_the_real_city(
    night, tmp_path, monkeypatch, agency, manager, desk
):
    monkeypatch.chdir(tmp_path)
    imported(agency)
    worker = desk.client
    worker.post(
        "/desk/cases/new/",
        {
            "household": "Haddad household", "first_name": "Rima", "last_name": "Haddad",
            "birth_date": "1991-05-02", "gender": "female", "title": "Haddad: a room tonight",
            "category": "shelter", "priority": "high",
        },
    )  # fmt: skip
    case = Case.objects.get()
    room = a_free_family_room()
    before = counts(Asset.objects.filter(provider=room.provider, product=room.product), TOMORROW)
    wish = {
        "product": str(Product.objects.get(code="family-room").pk),
        "client": str(case.contact_id),
        "starts_on": TOMORROW.isoformat(),
        "ends_on": "2024-02-01",
    }

    found = worker.get(f"/desk/cases/{case.number}/places/", wish)
    worker.post(f"/desk/cases/{case.number}/places/", {**wish, "asset_id": str(room.pk)})
    order = ReferralOrder.objects.get()
    worker.post(f"/desk/orders/{order.number}/submit/", {"basis": "emergency", "priority": "high"})

    assert room.provider.name in found.content.decode()
    order.refresh_from_db()
    assert (order.state, order.asset_id) == ("submitted", room.pk)

    coordinator = somebody_at(room.provider, agency, manager)
    coordinator.post(f"/portal/orders/{order.number}/accept/", {"asset_id": str(room.pk)})

    order.refresh_from_db()
    after = counts(Asset.objects.filter(provider=room.provider, product=room.product), TOMORROW)
    assert order.state == "accepted"
    assert (after.taken, after.free) == (before.taken + 1, before.free - 1)


def somebody_at(provider: Organization, agency, manager):
    """The manager invites the first employee of a provider that came from the file."""
    boss = manager.client
    partnership = Partnership.objects.get(host=agency, partner=provider)
    responsibility = parties.define_responsibility(
        host_id=agency.pk,
        name="Provider coordinator",
        side="partner",
        permissions=["referral.see_all", "referral.answer", "asset.see", "asset.keep"],
        by=SYSTEM,
    )
    answer = boss.post(
        f"/desk/providers/{partnership.pk}/invite/",
        {
            "name": "Noor Aziz", "email": "noor@example.org", "title": "Coordinator",
            "responsibility_id": str(responsibility.pk),
        },
    )  # fmt: skip
    assert answer.status_code == 302
    seat = Position.objects.get(organization=provider)
    user = seat.holdings.get().user
    assert actor_for(user).can("referral.answer")
    assert Responsibility.objects.filter(releases__organization=provider).count() == 1
    client = Client()
    client.force_login(user)
    return client
