"""Whatever is sent, the answer is a problem with a sentence, and never a broken server."""

import json
import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

V1 = "/api/v1"
ODD = [
    b"",
    b"{",
    b"[]",
    b"null",
    b"1",
    b'"text"',
    b"\xff\xfe",
    b'{"reason": 1}',
    b'{"reason": null}',
    b'{"reason": "a\\u0000b"}',
    b'{"reason": "\\ud800"}',
    b'{"\\u0000": 1}',
    b'{"reason": "location", "extra": true}',
    b'{"reason": "' + b"x" * 5000 + b'"}',
    b'{"reason": NaN}',
    b'{"reason": ' + b"9" * 5000 + b"}",
    b"[" * 100_000,
    b'{"reason": ' + b"[" * 2000 + b"]" * 2000 + b"}",
]


@pytest.fixture
def order(town):
    return town.submitted()


def is_problem(answer):
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["status"] == answer.status_code
    return answer.status_code


@pytest.mark.parametrize("body", ODD, ids=range(len(ODD)))
def test_an_odd_body_is_refused_in_words(order, machine, coordinator, body):
    client = machine(coordinator).client

    answer = client.post(f"{V1}/orders/{order.number}/reject", body, "application/json")

    assert is_problem(answer) in (400, 422)
    order.refresh_from_db()
    assert order.state == "submitted"


@pytest.mark.parametrize(
    "kind", ["text/plain", "", "multipart/form-data", "multipart/form-data; boundary=x"]
)
def test_an_odd_media_type_is_refused_in_words(order, machine, coordinator, kind):
    client = machine(coordinator).client

    for verb in ("reject", "attachments"):
        answer = client.generic("POST", f"{V1}/orders/{order.number}/{verb}", b"--x--", kind)
        assert is_problem(answer) in (400, 422)


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/orders/RO%00", 404),
        ("/orders/%FF%FE", 404),
        ("/orders/" + "9" * 3000, 404),
        ("/orders?q=a%00b", 422),
        ("/orders?q=%ED%A0%80", 200),
        ("/orders?q=" + "x" * 201, 422),
        ("/orders?size=0", 422),
        ("/orders?size=201", 422),
        ("/orders?size=1e3", 422),
        ("/orders?after=forged", 422),
        ("/orders?before=forged", 422),
        ("/orders?after=%00", 422),
        ("/orders?show=", 200),
        ("/places/counts?on=2026-02-30", 422),
        ("/places/counts?on=0", 422),
        ("/places/counts?on=9999-12-31", 422),
        ("/places/counts?by=colour", 422),
        ("/places?product=1", 422),
        ("/services/1", 404),
        ("/codes/%00", 404),
        ("/nothing", 404),
    ],
)
def test_an_odd_address_has_an_answer(order, machine, coordinator, path, status):
    answer = machine(coordinator).client.get(V1 + path)

    assert answer.status_code == status
    if status != 200:
        is_problem(answer)


def test_days_that_overflow_the_calendar_are_refused(town, machine, coordinator, desk):
    home = machine(coordinator)
    for odd in ("9999-12-31", "0001-01-01", 0, 1e12, True, "1", "today", "2026-05-01T10:00:00Z"):
        answer = home.post(f"/places/{town.beds[0].number}/block", start=odd, reason="repair")
        assert is_problem(answer) == 422


def test_a_moment_has_a_zone(town, machine, desk):
    path = f"/cases/{town.case.number}/activities"
    said = {"kind": "call", "description": "Call"}

    naive = machine(desk).post(path, due_at="2027-05-01T10:00:00", **said)
    aware = machine(desk).post(path, due_at="2027-05-01T10:00:00+02:00", **said)

    assert (naive.status_code, aware.status_code) == (422, 201)


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "OPTIONS"])
@pytest.mark.parametrize("path", ["/orders", "/me", "/openapi.json"])
def test_another_method_is_refused_and_the_right_one_named(machine, coordinator, method, path):
    answer = machine(coordinator).client.generic(method, V1 + path)

    assert is_problem(answer) == 405
    assert answer["Allow"].split(", ")[0] == "GET"


def test_a_body_that_nobody_reads_is_too_large(order, machine, coordinator, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    client, path = machine(coordinator).client, f"{V1}/orders/{order.number}/reject"
    body = json.dumps({"reason": "location", "reason_text": "x" * 1000})

    answer = client.post(path, body, "application/json")
    lying = client.post(path, body, "application/json", CONTENT_LENGTH="nonsense")

    assert is_problem(answer) == 413
    assert is_problem(lying) == 400


def test_an_upload_that_is_too_large_is_refused_before_it_is_read(order, machine, coordinator):
    answer = machine(coordinator).client.post(
        f"{V1}/orders/{order.number}/attachments", b"", "multipart/form-data; boundary=x",
        CONTENT_LENGTH=str(10**12),
    )  # fmt: skip

    assert is_problem(answer) == 413


VERBS = ["submit", "offer", "accept", "reject", "waitlist", "cancel", "arrive", "depart", "assign"]
VERBS += ["notes", "activities", "open"]
TEXT = st.text(max_size=20)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=8,
)
FIELDS = ["reason", "reason_text", "basis", "message", "priority", "asset_id", "position_id", "on",
          "expected_on", "text", "audience", "kind", "description", "due_at"]  # fmt: skip
BODIES = st.dictionaries(st.sampled_from(FIELDS), JSON, max_size=5) | JSON


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(verb=st.sampled_from(VERBS), body=BODIES, who=st.sampled_from(["desk", "coordinator"]))
def test_nothing_that_is_sent_breaks_the_server(order, client_for, people, verb, body, who):
    client = client_for(people[who])
    client.raise_request_exception = True

    answer = client.post(f"{V1}/orders/{order.number}/{verb}", json.dumps(body), "application/json")

    assert answer.status_code in (200, 201, 400, 403, 404, 409, 422)


def test_random_bytes_break_nothing(order, machine, coordinator):
    chance, client = random.Random(7), machine(coordinator).client

    for _ in range(50):
        body = chance.randbytes(chance.randrange(200))
        kind = chance.choice(["application/json", "multipart/form-data; boundary=a", "text/csv"])
        verb = chance.choice([*VERBS, "attachments"])
        answer = client.generic("POST", f"{V1}/orders/{order.number}/{verb}", body, kind)
        assert answer.status_code in (200, 400, 403, 404, 409, 422)
