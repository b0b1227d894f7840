"""A visitor, a worker of another agency and a customer push at what is not theirs."""

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from django.test.client import FakePayload

from steadwork.assets import actions as assets
from steadwork.assets.models import Asset
from steadwork.identity.models import User
from steadwork.kernel.actor import SYSTEM, Actor, Side
from steadwork.kernel.audience import Audience
from steadwork.kernel.audit import Entry
from steadwork.parties.models import Organization
from steadwork.work import actions as work
from steadwork.work.models import WorkItem
from steadwork.work.visibility import with_level
from tests.cast import day, new_host
from tests.factories import AssetFactory, PartnershipFactory, ProductFactory


def test_nobody_takes_an_address_that_they_have_not_shown_to_be_theirs(coordinator):
    """Whoever is invited next under that address would get a stranger's account."""
    client, wanted = coordinator.client, "next.worker@riverbend.example"

    client.post("/accounts/email/", {"action_add": "", "email": wanted})
    client.post("/accounts/email/", {"action_primary": "", "email": wanted})

    assert not User.objects.filter(email=wanted).exists()
    assert User.objects.get(pk=coordinator.user.pk).email == coordinator.user.email
    assert client.get("/accounts/email/").status_code == 200
    assert all(wanted in message.to for message in mail.outbox if "onfirm" in message.subject)


@pytest.mark.parametrize(
    "address", ["/portal/items/%00/", "/portal/orders/%00/", "/portal/places/%00/"]
)
def test_a_number_that_no_text_has_is_a_number_of_nothing(coordinator, address):
    assert coordinator.client.get(address).status_code == 404


@pytest.mark.parametrize("address", ["/desk/items/%00/", "/desk/cases/%00/places/"])
def test_on_the_desk_too(desk, address):
    assert desk.client.get(address).status_code == 404


def test_a_customer_reads_what_is_for_customers_and_no_more(town):
    order = town.accepted()
    WorkItem.objects.filter(pk=order.pk).update(open_to_customer=True)
    for audience in (Audience.SIDE, Audience.PARTNERS, Audience.CUSTOMER):
        work.add_note(order.pk, text=str(audience), audience=audience, by=town.desk.actor)
    family = Actor(
        side=Side.CUSTOMER, user_id=town.child.pk, host_id=town.host.pk,
        accounts=frozenset({town.household.pk}),
    )  # fmt: skip

    seen = WorkItem.objects.visible_to(family)
    told = Entry.objects.visible_to(family).filter(subject_id=order.pk)

    assert [row.level for row in with_level(seen, family)] == [None]
    assert set(told.values_list("audience", flat=True)) == {Audience.CUSTOMER}


def test_an_address_from_a_foreign_directory_runs_no_script(town, manager):
    Organization.objects.filter(pk=town.provider.pk).update(url="javascript:alert(1)")

    page = manager.client.get(f"/desk/providers/{town.partnership.pk}/").content.decode()

    assert "javascript:alert(1)" in page
    assert 'href="javascript:' not in page


def test_a_licence_takes_no_places_of_another_agency(town):
    other = new_host("Second County")
    PartnershipFactory(host=other, partner=town.provider)
    theirs = AssetFactory(product=ProductFactory(host=other), provider=town.provider)

    assets.license_provider(
        provider_id=town.provider.pk, number="IL-8", capacity=1, valid_from=day(0),
        asset_ids=[theirs.pk], host_id=town.host.pk, by=SYSTEM,
    )  # fmt: skip

    assert Asset.objects.get(pk=theirs.pk).license_id is None


@pytest.mark.django_db
def test_a_body_that_nobody_reads_is_refused_before_it_is_stored():
    huge = {"CONTENT_LENGTH": str(50 * 1024**3), "wsgi.input": FakePayload(b"--x--\r\n")}

    answer = Client().generic(
        "POST", "/accounts/login/", b"x", content_type="multipart/form-data; boundary=x", **huge
    )

    assert answer.status_code == 413


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example/", "javascript:x"])
def test_nobody_is_sent_away_from_here(town, back):
    order = town.accepted()
    activity = work.add_activity(order.pk, kind="call", description="x", by=town.coordinator.actor)
    client = town.coordinator.client

    ways = [
        client.post(f"/work/activities/{activity.pk}/finish/", headers={"Referer": back}),
        client.post("/web/preferences/", {"next": back}),
    ]

    assert [way["Location"] for way in ways] == ["/", "/"]


def test_a_suspended_partner_sees_nothing_with_a_seat_chosen_before(town, coordinator):
    order = town.accepted()
    client = coordinator.client
    client.post("/seat/", {"position": str(coordinator.holding.pk)})
    town.partnership.stage = "suspended"
    town.partnership.save()

    pages = [client.get(f"/portal/orders/{order.number}/"), client.get("/portal/")]
    by_machine = client.get(f"/api/v1/orders/{order.number}")
    back = client.post("/seat/", {"position": str(coordinator.holding.pk)}, follow=True)

    assert [page.status_code for page in pages] == [404, 404]
    assert by_machine.status_code in (403, 404)
    assert order.number not in back.content.decode()


def test_nobody_sits_on_the_seat_of_somebody_else(town, coordinator, desk):
    client = coordinator.client

    taken = client.post("/seat/", {"position": str(desk.holding.pk)})

    assert taken.status_code == 404
    assert client.get("/desk/").status_code == 404


def test_whoever_answered_the_mail_has_the_new_address(coordinator):
    client, new = coordinator.client, "pat@north.example"
    client.post("/accounts/email/", {"action_add": "", "email": new})
    EmailAddress.objects.filter(user=coordinator.user, email=new).update(verified=True)

    client.post("/accounts/email/", {"action_primary": "", "email": new})

    assert User.objects.get(pk=coordinator.user.pk).email == new
