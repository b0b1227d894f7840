"""The document of the API is committed, complete, and shown as a page without scripts of others."""

import json
import re
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from steadwork.api.management.commands import openapi
from steadwork.api.refusals import REFUSALS

ROOT = Path(__file__).parents[2]
CODE = re.compile(r'\bcode(?:: str)?\s*=\s*"([A-Z][A-Z_]+)"')
#: For people's pages, and for operators who import.
ELSEWHERE = {"BAD_REQUEST", "STALE_PAGE", "IMPORT_RUNS", "IMPORT_CONTRADICTS_BOOKINGS"}


@pytest.fixture(scope="module")
def document():
    return json.loads(openapi.document())


@pytest.fixture(scope="module")
def operations(document):
    return [
        (path, method, operation)
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    ]


def test_the_committed_document_is_what_the_code_says():
    assert openapi.SNAPSHOT.read_text() == openapi.document(), "run: steadwork openapi"


def test_the_command_says_when_it_is_stale(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(openapi, "SNAPSHOT", tmp_path / "openapi.json")

    with pytest.raises(CommandError, match="stale"):
        call_command("openapi", "--check")
    call_command("openapi")
    call_command("openapi", "--check")

    assert capsys.readouterr().out.splitlines() == [
        "openapi fresh=False written=True",
        "openapi fresh=True written=False",
    ]


def test_every_code_of_a_refusal_is_documented():
    said = {
        code
        for path in (ROOT / "steadwork").rglob("*.py")
        for code in CODE.findall(path.read_text())
    }

    assert said - ELSEWHERE - set(REFUSALS) == set()


def test_every_operation_says_what_it_does_and_how_it_refuses(operations):
    for path, method, operation in operations:
        assert operation["summary"], path
        assert operation["description"].endswith("."), path
        expected = {"401", "404", "422"} | ({"409", "413", "400"} if method == "post" else set())
        assert expected <= set(operation["responses"]), path
        for status, answer in operation["responses"].items():
            if int(status) >= 400:
                assert list(answer["content"]) == ["application/problem+json"], path


def test_every_operation_has_its_own_name(operations):
    names = [operation["operationId"] for _path, _method, operation in operations]

    assert len(names) == len(set(names))


def test_the_public_needs_no_sign_in_and_all_else_does(operations):
    ways = [{"Token": []}, {"Session": []}]
    to_all = {path for path, _method, op in operations if op["security"] == [*ways, {}]}
    to_some = {path for path, _method, op in operations if op["security"] == ways}

    assert to_all == {
        "/api/v1/organizations",
        "/api/v1/organizations/{identifier}",
        "/api/v1/services",
        "/api/v1/services/{service_id}",
    }
    assert len(to_all) + len(to_some) == len({path for path, _method, _op in operations})


def test_the_document_is_served_to_everybody(nobody):
    answer = nobody.get("/api/v1/openapi.json")

    assert answer.status_code == 200
    assert answer.json()["info"]["title"] == "Steadwork"


@pytest.mark.parametrize("who", ["nobody", "desk", "coordinator"])
def test_the_reference_is_a_plain_page(db, request, client_for, who):
    person = None if who == "nobody" else request.getfixturevalue(who)

    page = client_for(person).get("/api/v1/")

    html = page.content.decode()
    assert page.status_code == 200
    assert "POST /api/v1/orders/{number}/accept" in html
    assert "ASSET_NOT_AVAILABLE" in html
    assert re.findall(r'(?:src|href)="https?://', html) == []


def test_the_guide_names_real_addresses(document):
    guide = (ROOT / "docs" / "api.md").read_text()
    named = set(re.findall(r"/api/v1(/[a-z{}/_.]*[a-z}])", guide))
    known = {path.removeprefix("/api/v1") for path in document["paths"]} | {"/openapi.json"}

    assert named != set()
    assert {path for path in named if "{" in path or path.count("/") < 2} - known == set()
