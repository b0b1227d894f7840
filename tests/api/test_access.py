"""Every operation of the API, asked by everybody, against a committed table.

A new operation without a row fails. To write it anew: WRITE_ACCESS=1, and read the difference.
"""

import json
import os
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from steadwork.api.native import api
from steadwork.assets import actions as assets
from tests.cast import day
from tests.factories import ServiceFactory

TABLE = Path(__file__).with_name("access.json")
ROLES = ["desk", "manager", "coordinator", "agent", "stranger", "other_host", "nobody"]


@pytest.fixture
def callers(client_for, people, manager):
    found = {**people, "manager": manager}
    return {role: client_for(found[role]) for role in ROLES}


@pytest.fixture
def things(town, coordinator):
    """One row of each kind; the order is with the provider, the block is its own."""
    town.provider.listed = True
    town.provider.save()
    block = assets.block(
        town.beds[3].pk, start=day(0), end=day(2), reason="repair", by=coordinator.actor
    )
    _head, (rival,) = town.rival()
    return {
        "order": town.submitted(), "case": town.case, "place": town.beds[3], "block": block,
        "organization": town.provider, "service": ServiceFactory(organization=town.provider),
        "child": town.new_child(), "bed": town.beds[1], "rival": rival, "product": town.product,
        "colleague": coordinator.position,
    }  # fmt: skip


def address(path, things):
    noun = {"cases": "case", "orders": "order", "places": "place"}.get(path.split("/")[3], "")
    number = things[noun].number if noun else ""
    return path.format(
        number=number, booking_id=things["block"].pk, name="referral.reason",
        identifier=things["organization"].identifier, service_id=things["service"].pk,
    )  # fmt: skip


def said(verb, things):
    """The body that makes sense for a verb."""
    nights = {"starts_on": str(day(0)), "ends_on": str(day(9))}
    need = {"product_id": str(things["product"].pk), "recipient_id": str(things["child"].pk)}
    person = {"first_name": "Ada", "last_name": "Okello", "title": "Okello"}
    return {
        "take_in": {"household": "Okello", "category": "shelter", **person},
        "grant_benefit": {**need, **nights},
        "place": {**need, **nights, "asset_id": str(things["bed"].pk)},
        "submit": {"basis": "consent"},
        "offer": {"asset_id": str(things["rival"].pk)},
        "reject": {"reason": "location"},
        "waitlist": {"reason": "location"},
        "cancel": {"reason": "duplicate"},
        "depart": {"reason": "planned"},
        "assign": {"position_id": str(things["colleague"].pk)},
        "block": {"start": str(day(5)), "end": str(day(6)), "reason": "repair"},
        "case_write_note": {"text": "A remark."},
        "referral_write_note": {"text": "A remark."},
        "case_plan_activity": {"kind": "call", "description": "Call"},
        "referral_plan_activity": {"kind": "call", "description": "Call"},
    }.get(verb, {})


def status_of(client, method, path, verb, things):
    if method == "get":
        asked = {"product": things["product"].pk, "starts_on": day(0)}
        return client.get(path, asked if verb == "find_places" else {}).status_code
    if verb.endswith("_attach"):
        return client.post(path, {"file": SimpleUploadedFile("a.txt", b"a")}).status_code
    return client.post(path, said(verb, things), content_type="application/json").status_code


def walked(callers, things):
    """{operation: {role: status}}. Nothing of it stays."""
    found = {}
    for path, methods in api.get_openapi_schema(path_prefix="/api/v1/")["paths"].items():
        for method, operation in methods.items():
            verb, row = operation["operationId"], {}
            for role, client in callers.items():
                with transaction.atomic():
                    where = address(path, things)
                    row[role] = status_of(client, method, where, verb, things)
                    transaction.set_rollback(True)
            found[verb] = row
    return found


def test_the_walk_is_what_the_table_says(callers, things):
    found = walked(callers, things)

    if os.environ.get("WRITE_ACCESS"):
        lines = [f" {json.dumps(verb)}: {json.dumps(row)}" for verb, row in sorted(found.items())]
        TABLE.write_text("{\n" + ",\n".join(lines) + "\n}\n")
    assert found == json.loads(TABLE.read_text())
