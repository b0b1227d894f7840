import pytest
from django.db import connection, transaction

from steadwork.kernel.actor import Side
from steadwork.web.middleware import HEADERS
from steadwork.web.reading import WroteWhileReading, is_reading, refuse_writes
from tests.web.conftest import someone

HTMX = {"HX-Request": "true"}


def test_a_get_cannot_write(client, toy):
    with pytest.raises(WroteWhileReading, match="UPDATE"), transaction.atomic():
        client.get("/toys/writing/")

    toy.refresh_from_db()
    assert toy.sort == 1


@pytest.mark.parametrize("path", ["allowed", "tracing"])
def test_unless_it_says_so(client, toy, path):
    assert client.get(f"/toys/{path}/").status_code == 200

    toy.refresh_from_db()
    assert toy.sort == 9


def test_a_post_may_write(client, toy):
    assert client.post("/toys/writing/").status_code == 200


@pytest.mark.parametrize(
    ("sql", "reading"),
    [
        ("SELECT 1", True),
        ("  /* why */ select 1", True),
        ("(SELECT 1) UNION (SELECT 2)", True),
        ("WITH a AS (SELECT 1) SELECT * FROM a", True),
        ("WITH a AS (DELETE FROM kernel_code RETURNING 1) SELECT 1", False),
        ("EXPLAIN ANALYZE UPDATE kernel_code SET sort = 1", False),
        ('SAVEPOINT "s1"', True),
        ("SET LOCAL ROLE steadwork_outside", True),
        ('UPDATE "django_session" SET x = 1', True),
        ("INSERT INTO kernel_code VALUES (1)", False),
        ("-- SELECT\nUPDATE kernel_code SET sort = 1", False),
        ("TRUNCATE kernel_code", False),
        ("CREATE TABLE x (y int)", False),
    ],
)
def test_what_counts_as_reading(sql, reading):
    assert is_reading(sql) is reading


def test_the_wrapper_hands_on_what_it_lets_through(db):
    with connection.execute_wrapper(refuse_writes), connection.cursor() as cursor:
        cursor.execute("SELECT %s", [7])
        assert cursor.fetchone() == (7,)


def test_a_refusal_that_no_form_caught_is_a_page_with_its_sentence(client):
    answer = client.get("/toys/refusing/")

    assert answer.status_code == 409
    assert b"The bed went to &lt;somebody&gt; else." in answer.content
    assert b"<!doctype html>" in answer.content


def test_by_htmx_it_is_a_part(client):
    answer = client.get("/toys/refusing/", headers=HTMX)

    assert answer.status_code == 409
    assert answer.content.lstrip().startswith(b'<section class="problem">')


def test_for_machines_it_is_a_problem(client):
    answer = client.get("/api/refusing/")

    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json() == {
        "type": "urn:steadwork:problem:taken",
        "title": "Conflict",
        "status": 409,
        "detail": "The bed went to <somebody> else.",
        "code": "TAKEN",
        "facts": {"order": "RO-1"},
    }


def test_a_database_that_is_busy_is_a_sentence_and_a_second_try(client):
    answer = client.get("/toys/failing/")

    assert answer.status_code == 503
    assert answer["Retry-After"] == "5"
    assert b'href="/toys/failing/">Try again</a>' in answer.content


def test_nobody_is_sent_to_sign_in_and_comes_back(nobody):
    answer = nobody.get("/toys/toys/?show=my")

    assert answer.status_code == 302
    assert answer["Location"] == "/accounts/login/?next=%2Ftoys%2Ftoys%2F%3Fshow%3Dmy"


def test_by_htmx_the_whole_page_goes_to_sign_in(nobody):
    here = "http://testserver/toys/toys/T-1/?a=b"

    answer = nobody.get("/toys/toys/", headers=HTMX | {"HX-Current-URL": here})

    assert answer["HX-Redirect"] == "/accounts/login/?next=%2Ftoys%2Ftoys%2FT-1%2F%3Fa%3Db"


def test_another_side_finds_nothing_behind_this_door(client_for, toy):
    partner = client_for(someone(side=Side.PARTNER))

    assert partner.get("/toys/toys/").status_code == 404
    assert partner.post("/toys/toys/T-1/accept/", {"note": "x"}).status_code == 404


def test_the_public_door_is_open_to_all(nobody, client):
    assert nobody.get("/anyone/refusing/").status_code == 409
    assert client.get("/anyone/refusing/").status_code == 409


def test_the_headers_that_browsers_are_told(client, toy):
    answer = client.get("/toys/toys/")

    assert {name: answer[name] for name in HEADERS} == HEADERS
    assert answer["Cache-Control"] == "no-store"
    assert "HX-Request" in answer["Vary"]
    assert "script-src 'self'" in answer["Content-Security-Policy"]
    assert "unsafe" not in answer["Content-Security-Policy"]


def test_the_public_may_keep_its_pages(nobody):
    assert "no-store" not in nobody.get("/anyone/refusing/").get("Cache-Control", "")
