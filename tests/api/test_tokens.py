"""Ways in: a token from its making to its end, and a session that proves itself."""

from datetime import timedelta

import pytest
from django.middleware.csrf import get_token
from django.test import Client, RequestFactory

from steadwork.identity import actions
from steadwork.identity.models import ApiToken
from steadwork.kernel.clock import now


def bearer(secret):
    return {"Authorization": f"Bearer {secret}"}


@pytest.fixture
def token(coordinator):
    return actions.create_token(label="Nightly", by=coordinator.actor)


def test_a_token_acts_as_its_owner_and_needs_no_csrf(town, token):
    order = town.submitted()
    client = Client(enforce_csrf_checks=True)

    me = client.get("/api/v1/me", headers=bearer(token[1])).json()
    accepted = client.post(
        f"/api/v1/orders/{order.number}/accept", {}, "application/json", headers=bearer(token[1])
    )

    assert (me["name"], me["by_token"]) == ("Pat Okafor", True)
    assert accepted.json()["state"] == "accepted"


@pytest.mark.parametrize(
    "header", ["Bearer swk_wrong", "Bearer", "Bearer ", "Basic YTpi", "swk_x", "", "Bearer \x01é"]
)
def test_a_token_that_is_none_opens_nothing_not_even_beside_a_session(
    coordinator, client_for, header
):
    for client in (Client(), client_for(coordinator)):
        for path in ("/api/v1/me", "/api/v1/organizations"):
            answer = client.get(path, headers={"Authorization": header})
            assert (answer.status_code, answer.json()["code"]) == (401, "BAD_TOKEN")
            assert "WWW-Authenticate" in answer.headers


def test_a_token_that_ran_out_opens_nothing(token):
    ApiToken.objects.update(expires_at=now() - timedelta(seconds=1))

    assert Client().get("/api/v1/me", headers=bearer(token[1])).status_code == 401


def test_a_token_of_somebody_who_left_opens_nothing(coordinator, token):
    coordinator.user.is_active = False
    coordinator.user.save()

    assert Client().get("/api/v1/me", headers=bearer(token[1])).status_code == 401


def test_a_token_opens_the_api_and_no_form(token):
    client = Client(enforce_csrf_checks=True)

    answer = client.post("/profile/tokens/", {"label": "x", "days": 1}, headers=bearer(token[1]))

    assert answer.status_code == 403
    assert ApiToken.objects.count() == 1


def test_a_file_is_handed_out_to_a_token(town, token, coordinator, client_for):
    from django.core.files.base import ContentFile

    from steadwork.work import actions as work

    order = town.accepted()
    kept = work.attach(
        order.pk, file=ContentFile(b"hello", "a.txt"), audience="partner", by=town.desk.actor
    )
    path = f"/api/v1/orders/{order.number}/attachments"
    (listed,) = Client().get(path, headers=bearer(token[1])).json()["items"]

    answer = Client().get(listed["content"], headers=bearer(token[1]))

    assert listed["id"] == str(kept.pk)
    assert b"".join(answer) == b"hello"


def test_a_session_acts_only_with_its_csrf_token(town, coordinator):
    order = town.submitted()
    client = Client(enforce_csrf_checks=True)
    client.force_login(coordinator.user)
    path = f"/api/v1/orders/{order.number}/open"

    refused = client.post(path, {}, "application/json")
    request = RequestFactory().get("/")
    client.cookies["csrftoken"] = secret = get_token(request)
    opened = client.post(path, {}, "application/json", headers={"X-CSRFToken": secret})

    assert (refused.status_code, refused.json()["code"]) == (403, "CSRF")
    assert opened.json()["state"] == "in_review"
    assert client.get("/api/v1/me").status_code == 200


def test_a_revoked_right_is_gone_on_the_next_request(town, coordinator, token):
    from steadwork.kernel.actor import SYSTEM
    from steadwork.parties import actions as parties

    assert Client().get("/api/v1/orders", headers=bearer(token[1])).status_code == 200
    parties.unseat(coordinator.holding.pk, by=SYSTEM)

    assert Client().get("/api/v1/orders", headers=bearer(token[1])).status_code == 403


@pytest.mark.parametrize("who", ["desk", "coordinator"])
def test_a_person_makes_a_token_sees_it_once_and_revokes_it(request, client_for, who):
    client = client_for(request.getfixturevalue(who))

    assert b"No token yet" in client.get("/profile/tokens/").content
    page = client.post("/profile/tokens/", {"label": "Nightly", "days": 30})
    secret = page.context["secret"]
    assert secret.encode() in page.content
    assert page["Cache-Control"] == "no-store"
    again = client.get("/profile/tokens/")
    assert secret.encode() not in again.content
    assert Client().get("/api/v1/me", headers=bearer(secret)).status_code == 200

    client.post(f"/profile/tokens/{ApiToken.objects.get().pk}/revoke/")

    assert Client().get("/api/v1/me", headers=bearer(secret)).status_code == 401
    assert b"Revoked" in client.get("/profile/tokens/").content


@pytest.mark.parametrize(
    "said", [{}, {"label": "x"}, {"label": "x", "days": 0}, {"label": "x", "days": 367}]
)
def test_a_token_has_a_label_and_an_end(client_for, coordinator, said):
    answer = client_for(coordinator).post("/profile/tokens/", said)

    assert answer.status_code == 422
    assert ApiToken.objects.count() == 0


def test_a_token_is_revoked_by_its_owner_alone(client_for, token, stranger):
    answer = client_for(stranger).post(f"/profile/tokens/{token[0].pk}/revoke/")

    assert answer.status_code == 404
    assert b"Nightly" not in client_for(stranger).get("/profile/tokens/").content
    assert ApiToken.objects.get().revoked_at is None


def test_nobody_has_tokens(nobody):
    assert nobody.get("/profile/tokens/").status_code == 302
