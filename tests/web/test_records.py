import re

import pytest

from steadwork.kernel.codes import Code
from tests.web import toys
from tests.web.conftest import EVERYTHING, someone

URL = "/toys/toys/T-1/"
ACCEPT = f"{URL}accept/"
HTMX = {"HX-Request": "true"}


def state(toy):
    return Code.objects.get(pk=toy.pk).list_name


def test_a_record_says_what_it_is_and_what_can_be_done(client, toy):
    html = client.get(URL).content.decode()

    assert '<h1 class="record__title">T-1</h1>' in html
    assert f'href="{ACCEPT}" hx-get="{ACCEPT}"' in html
    assert "what the panel says" in html


def test_a_verb_that_the_state_does_not_allow_says_why(client, toy):
    html = client.get(URL).content.decode()

    assert "“Send” is not possible while the state is Sent. Possible now: Accept." in html
    assert f'href="{URL}send/"' not in html


def test_a_verb_of_somebody_else_is_not_shown_at_all(client_for, toy):
    html = client_for(someone(permissions=frozenset({"toy.see"}))).get(URL).content.decode()

    assert "accept" not in html
    assert "Not possible now" not in html


@pytest.mark.parametrize("key", ["T-2", "%00", "x" * 500, "' or 1=1", "..", "🛏"])
def test_what_one_cannot_see_is_not_there(client, toy, key):
    for part in ("", "info/", "accept/"):
        assert client.get(f"/toys/toys/{key}/{part}").status_code == 404


def test_a_row_of_another_host_is_not_there(client, toy):
    Code.objects.update(host_id="00000000-0000-0000-0000-000000000001")

    assert client.get(URL).status_code == 404
    assert client.post(ACCEPT, {"note": "x"}).status_code == 404


def test_every_tab_has_its_address_and_a_closed_one_does_not_exist(client, client_for, toy):
    insider = client_for(someone(permissions=EVERYTHING | {"toy.secret"}))

    assert client.get(f"{URL}info/").status_code == 200
    assert client.get(f"{URL}secret/").status_code == 404
    assert b"Secret" not in client.get(URL).content
    assert insider.get(f"{URL}secret/").status_code == 200


def test_a_tab_by_htmx_is_the_same_part_of_the_page(client_for, toy):
    insider = client_for(someone(permissions=EVERYTHING | {"toy.secret"}))

    page = insider.get(f"{URL}info/").content.decode()
    view = insider.get(f"{URL}info/", headers=HTMX | {"HX-Target": "view"}).content.decode()

    assert view.startswith('<div id="view"')
    assert view.strip() in page


def test_opening_a_record_leaves_a_trace(client, toy):
    client.get(URL)
    client.get(f"{URL}info/")

    assert toys.OPENED == ["T-1", "T-1"]


@pytest.mark.parametrize(
    "headers", [{"Sec-Purpose": "prefetch;prerender"}, HTMX | {"HX-Target": "view"}]
)
def test_looking_ahead_and_changing_tabs_leave_none(client, toy, headers):
    client.get(URL, headers=headers)
    client.head(URL)

    assert toys.OPENED == []


def test_a_record_is_only_read(client, toy):
    assert client.post(URL).status_code == 405


def test_a_record_costs_one_query_and_its_trace(client, toy, django_assert_num_queries):
    with django_assert_num_queries(2):
        client.get(URL)


def test_the_form_of_a_verb_is_a_page_of_its_own(client, toy):
    html = client.get(ACCEPT).content.decode()

    assert "<!doctype html>" in html
    assert "It is booked at once." in html
    assert 'name="note"' in html


def test_the_form_of_a_verb_in_a_dialog_is_the_same_part(client, toy):
    page = client.get(ACCEPT).content.decode()
    part = client.get(ACCEPT, headers=HTMX | {"HX-Target": "dialog-body"}).content.decode()

    assert part.lstrip().startswith('<div id="verb"')
    assert without_token(part).strip() in without_token(page)


def without_token(html):
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", html)


def test_an_act_that_worked_leads_to_the_record_with_a_quiet_message(client, toy):
    answer = client.post(ACCEPT, {"note": "Monday"}, follow=True)

    assert answer.redirect_chain == [(URL, 302)]
    assert "T-1: “Accept” is done." in answer.content.decode()
    assert state(toy) == "accepted"


def test_by_htmx_the_page_moves_on_in_place(client, toy):
    answer = client.post(ACCEPT, {"note": "Monday"}, headers=HTMX | {"HX-Target": "verb"})

    assert answer.status_code == 200
    assert answer["HX-Location"].startswith('{"path": "/toys/toys/T-1/", "target": "#main"')
    moved = client.get(URL, headers=HTMX | {"HX-Target": "main"}).content
    assert b'<main id="main"' in moved


@pytest.mark.parametrize("headers", [{}, HTMX | {"HX-Target": "verb"}])
@pytest.mark.parametrize(
    ("note", "status", "sentence"),
    [
        ("taken", 409, "Taken since 10 seconds by &lt;order&gt; RO-1042."),
        ("forbidden", 403, "Your responsibilities do not include this."),
        ("", 422, "This field is required."),
        ("x" * 41, 422, "at most 40 characters"),
    ],
)
def test_a_refusal_keeps_what_was_typed_and_has_its_status(
    client, toy, headers, note, status, sentence
):
    answer = client.post(ACCEPT, {"note": note}, headers=headers)

    html = answer.content.decode()
    assert answer.status_code == status
    assert sentence in html
    assert f'value="{note}"' in html or not note
    assert ("<!doctype html>" in html) is not bool(headers)
    assert state(toy) == "sent"


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_verb_at_the_wrong_time_is_refused_with_the_reason(client, toy, method):
    answer = getattr(client, method)(f"{URL}send/")

    assert answer.status_code == 409
    assert "“Send” is not possible while the state is Sent." in answer.content.decode()


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_verb_that_one_may_not_is_refused(client_for, toy, method):
    looker = client_for(someone(permissions=frozenset({"toy.see"})))

    answer = getattr(looker, method)(ACCEPT)

    assert answer.status_code == 403
    assert state(toy) == "sent"


def test_a_verb_without_a_form_asks_once_and_says_its_own_words(client, toy):
    asked = client.get(f"{URL}rename/")
    done = client.post(f"{URL}rename/", follow=True)

    assert b'<form method="post"' in asked.content
    assert b"It has a new name." in done.content


def test_an_act_needs_the_token_of_the_page(client_for, toy):
    careful = client_for()
    careful.handler.enforce_csrf_checks = True

    assert careful.post(ACCEPT, {"note": "x"}).status_code == 403
    assert state(toy) == "sent"
