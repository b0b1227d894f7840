"""A provider that has not accepted, or whose part has ended, tries every way to the person."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.urls import reverse

from steadwork.kernel import wall
from steadwork.kernel.audience import Audience
from steadwork.kernel.errors import Conflict, DomainError, Missing
from steadwork.parties.models import Account, Contact
from steadwork.referrals import actions as referrals
from steadwork.work import actions as work
from steadwork.work.models import Activity, Note, Share, WorkItem

SECRETS = ("Mia", "Kowalski", "Dana", "BC-")
TOLD = [Audience.PARTNER, Audience.PARTNERS]


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    kept = settings.STORAGES["default"] | {"OPTIONS": {"location": str(tmp_path)}}
    settings.STORAGES = settings.STORAGES | {"default": kept}


def written_by_the_host(town, order, audience):
    """The agency writes to the provider, with the names that belong to the time after the yes."""
    by = town.desk.actor
    work.add_note(order.pk, text="Mia Kowalski likes horses", audience=audience, by=by)
    work.add_activity(
        order.pk, kind="call", description="Call Mia Kowalski", audience=audience, by=by
    )
    letter = SimpleUploadedFile("Mia Kowalski.txt", b"Dear Mia")
    return work.attach(order.pk, file=letter, audience=audience, by=by)


def everything_shown(client, order):
    """Every page, file and answer that a provider can ask for about an order."""
    parts = ("", "info", "activities", "attachments", "notes", "team")
    pages = [f"/portal/orders/{order.number}/{part}/".replace("//", "/") for part in parts] + [
        "/portal/",
        "/portal/inbox/",
        f"/portal/search/?q={order.number}",
        "/portal/orders/",
    ]
    pages += ["/portal/orders/?show=all&export=csv"]
    api, written = f"/api/v1/orders/{order.number}", ("notes", "activities", "attachments")
    pages += [api, f"{api}/timeline", *(f"{api}/{part}" for part in written)]
    answers = [client.get(page) for page in pages]
    assert {answer.status_code for answer in answers} == {200}
    return " ".join(answer.content.decode() for answer in answers)


@pytest.mark.parametrize("audience", TOLD)
@pytest.mark.parametrize("state", ["submitted", "in_review", "waitlisted"])
def test_before_the_yes_no_door_names_the_person_or_the_worker(town, state, audience):
    order = town.order_in(state)
    written_by_the_host(town, order, audience)

    shown = everything_shown(town.coordinator.client, order)

    assert [secret for secret in SECRETS if secret in shown] == []


@pytest.mark.parametrize("state", ["rejected", "cancelled", "withdrawn", "expired", "completed"])
def test_after_the_end_no_door_names_the_person_or_the_worker(town, state):
    order = town.order_in(state)
    written_by_the_host(town, order, Audience.PARTNER)

    shown = everything_shown(town.coordinator.client, order)

    assert [secret for secret in SECRETS if secret in shown] == []


def test_having_accepted_the_provider_reads_what_was_told_since(town):
    order = town.submitted()
    referrals.accept(order.pk, by=town.coordinator.actor)
    written_by_the_host(town, order, Audience.PARTNER)

    shown = everything_shown(town.coordinator.client, order)

    assert "Call Mia Kowalski" in shown
    assert "Mia Kowalski.txt" in shown


def test_the_words_of_a_cancellation_stay_with_the_host(town):
    order = town.submitted()
    referrals.cancel(
        order.pk, reason="other", reason_text="Mia Kowalski is at home", by=town.desk.actor
    )

    shown = everything_shown(town.coordinator.client, order)

    assert "Mia" not in shown


def test_the_words_of_an_own_rejection_are_read_again(town):
    order = town.submitted()
    by = town.coordinator.actor
    referrals.reject(order.pk, reason="other", reason_text="the roof leaks", by=by)

    shown = town.coordinator.client.get(f"/portal/orders/{order.number}/").content.decode()

    assert "the roof leaks" in shown


def test_a_refusal_names_the_agency_and_not_its_worker(town):
    order = town.cancelled()

    with pytest.raises(Conflict) as refusal:
        referrals.accept(order.pk, by=town.coordinator.actor)

    assert "Placement Unit" in str(refusal.value)
    assert "Dana" not in str(refusal.value)


def test_a_search_does_not_guess_the_product_of_an_ended_order(town):
    live = town.submitted()
    ended = town.rejected(bed=town.beds[1], recipient=town.new_child())
    client = town.coordinator.client

    found = client.get("/portal/orders/?show=all&q=foster&export=csv").content.decode()

    assert live.number in found
    assert ended.number not in found
    by_number = client.get(f"/portal/orders/?show=all&q={ended.number}&export=csv")
    assert ended.number in by_number.content.decode()


@pytest.mark.parametrize("verb", ["write-note", "plan-activity", "attach-file", "assign", "accept"])
def test_after_the_end_no_verb_is_left_however_it_is_called(town, verb):
    order = town.rejected()
    file = SimpleUploadedFile("a.txt", b"a")
    sent = {"text": "x", "kind": "call", "description": "x", "audience": "side", "file": file,
            "position_id": str(town.coordinator.position.pk),
            "asset_id": str(town.beds[0].pk)}  # fmt: skip

    answer = town.coordinator.client.post(f"/portal/orders/{order.number}/{verb}/", sent)

    assert answer.status_code in (403, 409, 422)
    assert not Note.objects.exists()


def test_after_the_end_an_activity_stays_as_it_is(town):
    order = town.submitted()
    by = town.coordinator.actor
    activity = work.add_activity(order.pk, kind="call", description="Call them", by=by)
    referrals.reject(order.pk, reason="location", by=by)

    with pytest.raises(DomainError):
        work.finish_activity(activity.pk, by=by)

    assert Activity.objects.get(pk=activity.pk).status == "open"


def test_before_the_yes_a_provider_does_not_write_to_everybody(town):
    order = town.submitted()
    client = town.coordinator.client
    sent = {"text": "x", "audience": "partners"}

    page = client.post(f"/portal/orders/{order.number}/write-note/", sent)
    api = client.post(
        f"/api/v1/orders/{order.number}/notes", json.dumps(sent), content_type="application/json"
    )

    assert (page.status_code, api.status_code) == (422, 422)
    assert not Note.objects.exists()


def test_a_provider_writes_to_the_agency_and_not_in_the_name_of_a_rival(town):
    order = town.submitted()
    rival, beds = town.rival()
    other = referrals.offer(order.pk, asset_id=beds[0].pk, by=town.desk.actor)
    referrals.submit(other.pk, basis="consent", by=town.desk.actor)
    Share.objects.create(
        item_id=order.pk, partner=rival.organization, kind=order.kind, opened_at=order.opened_at
    )

    with pytest.raises(DomainError):
        work.add_note(
            order.pk, text="x", audience=Audience.PARTNER, partner_id=rival.organization.pk,
            by=town.coordinator.actor,
        )  # fmt: skip

    assert not Note.objects.exists()


@pytest.mark.parametrize(
    ("state", "known"), [("submitted", 0), ("accepted", 1), ("rejected", 0), ("completed", 0)]
)
def test_the_database_itself_keeps_the_person_until_the_yes(town, state, known):
    town.order_in(state)

    with wall.behind(town.coordinator.actor):
        assert Contact._base_manager.count() == known
        assert Account._base_manager.count() == known


def test_the_database_moves_no_share_to_another_item(town):
    order = town.submitted()

    with wall.behind(town.coordinator.actor):
        for column, value in [("item_id", town.case.pk), ("partner_id", town.host.pk)]:
            with pytest.raises(Exception, match="permission denied"), transaction.atomic():
                Share._base_manager.filter(item=order.pk).update(**{column: value})
        assert not WorkItem._base_manager.filter(pk=town.case.pk).exists()


def test_a_stranger_gets_the_same_answer_as_for_nothing(town, stranger, other_host):
    order = town.accepted()
    file = written_by_the_host(town, order, Audience.PARTNERS)
    activity = Activity.objects.get()
    real = [
        reverse("work-file", args=[file.pk]),
        f"/portal/orders/{order.number}/", f"/portal/items/{order.number}/",
        f"/desk/orders/{order.number}/", f"/api/v1/orders/{order.number}",
        f"/api/v1/orders/{order.number}/notes",
    ]  # fmt: skip
    nothing = [address.replace(order.number, "RO-0").replace(str(file.pk), str(order.pk))
               for address in real]  # fmt: skip

    for who in (stranger, other_host):
        client = who.client
        for there, not_there in zip(real, nothing, strict=True):
            seen, unseen = client.get(there), client.get(not_there)
            assert (seen.status_code, unseen.status_code) == (404, 404), there
        finish = reverse("work-finish-activity", args=[activity.pk])
        assert client.post(finish).status_code == 404
    with pytest.raises(Missing):
        work.finish_activity(activity.pk, by=stranger.actor)
