import re

import pytest

from steadwork.kernel.actor import Side
from steadwork.web.doors import Door, Nav
from tests.web.conftest import someone

URL = "/toys/toys/"


def nav(html):
    return re.findall(r'<a class="nav__link" href="([^"]*)"( aria-current="page")?', html)


def test_the_bar_shows_the_screens_that_this_person_has(client, client_for):
    stranger = client_for(someone(permissions=frozenset()))

    assert nav(client.get(URL).content.decode()) == [
        ("/toys/toys/", ' aria-current="page"'),
        ("/toys/refusing/", ""),
    ]
    assert nav(stranger.get(URL).content.decode()) == [("/toys/refusing/", "")]


def test_the_bar_carries_the_name_of_the_host_and_the_new_count(client):
    html = client.get(URL).content.decode()

    assert '<span class="bar__name">Toy &lt;Town&gt;</span>' in html
    assert '<span class="bar__count bar__count--some">2</span> New' in html


def test_two_entries_cannot_share_a_key():
    with pytest.raises(ValueError, match="share a key"):
        Door("twice", "Twice", Side.HOST, nav=[Nav("A", "a", key="a"), Nav("B", "b", key="a")])


def test_what_does_not_exist_looks_like_what_is_hidden(client):
    unknown, hidden = client.get("/toys/nowhere/"), client.get("/toys/toys/T-9/")

    assert unknown.status_code == hidden.status_code == 404
    assert problem(unknown) == problem(hidden)


def problem(answer):
    html = answer.content.decode()
    return html.partition('<section class="problem">')[2].partition("</section>")[0]


def test_what_a_person_likes_is_kept_and_leads_back(client):
    asked = {"theme": "dark", "density": "huge", "keys": "off", "next": URL, "language": "es"}

    answer = client.post("/preferences/", asked)

    assert answer["Location"] == URL
    assert {name: morsel.value for name, morsel in answer.cookies.items()} == {
        "theme": "dark",
        "keys": "off",
        "django_language": "es",
    }
    assert b'data-theme="dark"' in client.get(URL).content


@pytest.mark.parametrize("away", ["https://evil.example/", "//evil.example", "javascript:x", ""])
def test_and_never_leads_away(client, away):
    assert client.post("/preferences/", {"next": away})["Location"] == "/"


def test_the_gallery_is_there_in_the_demo_only(client, settings):
    assert client.get("/gallery/").status_code == 404

    settings.DEMO = True

    assert client.get("/gallery/").status_code == 200


def test_the_whole_page_speaks_spanish(client, toy):
    html = client.get(URL, headers={"Accept-Language": "es"}).content.decode()

    assert '<html lang="es"' in html
    assert "<span>Mostrar</span>" in html
    assert ">hoy " in html
