"""Every address of every door, asked by everybody, against a committed table.

A new address without a row fails. To write the table anew: WRITE_ACCESS=1 and read the difference.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse

from steadwork.catalog.models import Service
from steadwork.work import actions as work

TABLE = Path(__file__).with_name("access.json")
ROLES = ["desk", "manager", "coordinator", "agent", "stranger", "other_host", "nobody"]
#: The sign-in package is not ours; the machines' door and the demo have walks of their own.
ELSEWHERE = ("accounts/", "api/", "demo/")


def addresses(patterns=None, space="", names=()):
    """(name, argument names) of every address of the doors that has a name."""
    top = patterns is None
    for entry in patterns or get_resolver(settings.ROOT_URLCONF).url_patterns:
        if isinstance(entry, URLPattern):
            if entry.name:
                yield f"{space}{entry.name}", (*names, *entry.pattern.converters)
        elif not (top and str(entry.pattern) in ELSEWHERE):
            inner = f"{space}{entry.namespace}:" if entry.namespace else space
            yield from addresses(entry.url_patterns, inner, (*names, *entry.pattern.converters))


def ours():
    return sorted(dict(addresses()).items())


@pytest.fixture
def people(desk, manager, coordinator, agent, stranger, other_host):
    cast = {
        "desk": desk, "manager": manager, "coordinator": coordinator, "agent": agent,
        "stranger": stranger, "other_host": other_host,
    }  # fmt: skip
    return {name: person.client for name, person in cast.items()} | {"nobody": Client()}


@pytest.fixture
def things(town, desk, agency):
    """One row of each kind, in the town of the cast; the order is with the provider."""
    order = town.submitted()
    note = work.add_activity(order.pk, kind="call", description="Call them", by=desk.actor)
    organization = town.provider
    organization.listed = True
    organization.save()
    service = Service.objects.create(organization=organization, name="Foster care")
    return {
        "case": town.case.number, "order": order.number, "place": town.beds[1].number,
        "agreement": town.agreement.number, "provider": town.partnership.pk,
        "household": town.household.pk, "organization": organization.identifier,
        "service": service.pk, "activity": note.pk, "item": order.number,
        "code": "referral.reason",
    }  # fmt: skip


def argument(name, things):
    """What stands in the address: by the noun that the name begins with."""
    noun = name.partition(":")[2] or name
    if noun == "find-place":
        return things["case"]
    if noun == "work-finish-activity":
        return things["activity"]
    for kind, key in things.items():
        if noun == kind or noun.startswith(f"{kind}-"):
            return key
    return "00000000-0000-0000-0000-000000000000"


def test_everybody_finds_at_every_address_what_the_table_says(people, things):
    found = {}
    for name, arguments in ours():
        url = reverse(name, args=[argument(name, things)] if arguments else [])
        found[name] = {role: people[role].get(url).status_code for role in ROLES}

    if os.environ.get("WRITE_ACCESS"):
        lines = [f"{json.dumps(name)}: {json.dumps(row)}" for name, row in found.items()]
        TABLE.write_text("{\n" + ",\n".join(lines) + "\n}\n")
    assert found == json.loads(TABLE.read_text())


def test_strangers_find_nothing_behind_a_key():
    """What another side or another host may open never depends on a row of this town."""
    table = json.loads(TABLE.read_text())
    of_everybody = ("public:", "desk:code-list")  # its key is the name of a list, not of a row
    keyed = [name for name, arguments in ours() if arguments and not name.startswith(of_everybody)]

    for name in keyed:
        assert table[name]["other_host"] in (404, 405), name
        assert table[name]["stranger"] in (404, 405), name
        assert table[name]["nobody"] in (302, 405), name
