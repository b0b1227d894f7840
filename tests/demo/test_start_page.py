"""Anybody may be anybody, where the demo runs, and nowhere else."""

import pytest
from django.contrib.auth import SESSION_KEY
from django.test import Client
from django.urls import reverse

from steadwork.demo.personas import PERSONAS
from steadwork.identity import actions as identity
from steadwork.kernel.actor import SYSTEM


@pytest.fixture
def demo(settings, db):
    settings.DEMO = True
    settings.ROOT_URLCONF = "tests.demo.urls"


@pytest.fixture
def people(demo):
    return {
        who.key: identity.create_user(email=who.email, name=who.name, by=SYSTEM)
        for who in PERSONAS[:2]
    }


def test_it_shows_everybody_with_one_button_each(demo, client):
    page = client.get("/demo/").content.decode()

    assert page.count('name="persona"') == len(PERSONAS)
    for who in PERSONAS:
        assert who.email in page


@pytest.mark.parametrize("address", ["/demo/", "/demo/become/"])
def test_where_no_demo_runs_there_is_no_such_page(client, db, address):
    assert client.get(address).status_code == 404
    assert client.post(address, {"persona": "dana"}).status_code == 404


def test_even_mounted_it_opens_nothing_without_demo_mode(demo, people, settings, client):
    settings.DEMO = False

    assert client.get("/demo/").status_code == 404
    assert client.post("/demo/become/", {"persona": "dana"}).status_code == 404
    assert SESSION_KEY not in client.session


@pytest.mark.parametrize(("key", "landing"), [("dana", "/desk/"), ("luis", "/portal/")])
def test_one_click_signs_in_and_lands_at_the_right_door(people, client, key, landing):
    answer = client.post(reverse("demo:become", urlconf="tests.demo.urls"), {"persona": key})

    assert (answer.status_code, answer.headers["Location"]) == (302, landing)
    assert client.session[SESSION_KEY] == str(people[key].pk)


def test_changing_takes_nothing_along(people, client):
    client.post("/demo/become/", {"persona": "dana"})
    session = client.session
    session["holding"] = "something of Dana's"
    session.save()

    client.post("/demo/become/", {"persona": "luis"})

    assert client.session[SESSION_KEY] == str(people["luis"].pk)
    assert "holding" not in client.session


def test_it_needs_the_token_and_a_post(people):
    client = Client(enforce_csrf_checks=True)

    assert client.post("/demo/become/", {"persona": "dana"}).status_code == 403
    assert client.get("/demo/become/").status_code == 405
    assert SESSION_KEY not in client.session


def test_somebody_who_is_not_in_town_is_a_sentence(demo, client):
    for key in ("nobody", "dana"):
        answer = client.post("/demo/become/", {"persona": key}, follow=True)
        assert "not in town yet" in answer.content.decode()
