"""Whoever reads Spanish meets no English: every page of every door, walked as two people."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from urllib.parse import urlencode

import pytest
from django.urls import reverse

from steadwork.assets import actions as assets
from steadwork.identity import actions as identity
from steadwork.work import actions as work
from tests.cast import day
from tests.house.test_access import argument, ours, things  # noqa: F401

#: Words of our screens that are no words of Spanish, nor of the town's names.
ENGLISH = re.compile(
    r"\b(the|of|and|or|is|are|was|with|without|your|you|this|that|it|its|not|nothing|none|yet|all"
    r"|for|from|until|to|at|by|on|since|who|what|when|where|why|how|which|status|state|priority"
    r"|order|orders|referral|case|cases|provider|providers|client|caseworker|product|products"
    r"|place|places|price|need|needs|answer|due|name|date|number|owner|team|note|notes|file|files"
    r"|activity|activities|attachments|timeline|household|households|agreement|agreements|site"
    r"|sites|nights|night|week|draft|submitted|accepted|rejected|waitlisted|accept|reject|waitlist"
    r"|submit|cancel|hold|held|taken|free|blocked|active|closed|reason|message|show|search|save"
    r"|change|add|close|more|my|new|medium|high|low|female|male|years?|today|yesterday|tomorrow"
    r"|open|opened|received|created|services?|organizations?|address|seat|coordinator"
    r"|changed|repair|reunified|offered)\b",
    re.IGNORECASE,
)
#: What people of the town typed, and names; they stay as they were written.
DATA = re.compile(
    r"Foster Care Standard Bed|Seat \d+|Work of seat \d+|Head of \w+|Call them|Placement Unit"
    r"|Kowalski household|(?:North|West) (?:Home|House)|Foster care(?=$| )|Steadwork"
    r"|[\w.-]+@[\w.-]+|[a-z]+\.[a-z_]+"
)
SPOKEN = {"aria-label", "title", "placeholder", "alt"}


class Words(HTMLParser):
    """What a page says inside <main>, to the eye and to a screen reader."""

    def __init__(self, html):
        super().__init__()
        self.said, self.inside, self.mute = [], False, 0
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.inside = self.inside or tag == "main"
        self.mute += tag in ("script", "style")
        if self.inside:
            self.said += [value for name, value in attrs if name in SPOKEN and value]

    def handle_endtag(self, tag):
        self.mute -= tag in ("script", "style")
        if tag == "main":
            self.inside = False

    def handle_data(self, data):
        if self.inside and not self.mute and data.strip():
            self.said.append(" ".join(data.split()))


def english_in(html):
    return [words for words in Words(html).said if ENGLISH.search(DATA.sub("", words))]


def speaks_spanish(person):
    identity.choose_language("es", by=person.actor)
    return person.client


def pages(person, addresses):
    """What is left in English, by address; a refusal is a page too."""
    client, left, read = speaks_spanish(person), {}, 0
    for at in addresses:
        answer = client.get(at)
        if answer["Content-Type"].startswith("text/html") and answer.status_code != 405:
            read += answer.status_code == 200
            if found := english_in(answer.content.decode()):
                left[at] = found
    assert read
    return left


def addresses_of(space, things):  # noqa: F811
    for name, arguments in ours():
        if name.rpartition(":")[0] == space:
            yield reverse(name, kwargs={key: argument(name, things) for key in arguments})


@pytest.mark.parametrize("space", ["desk", "portal", "public", ""])
def test_every_page_of_a_door(space, things, manager, coordinator):  # noqa: F811
    person = coordinator if space == "portal" else manager

    assert pages(person, addresses_of(space, things)) == {}


@pytest.mark.parametrize("state", ["draft", "waitlisted", "active", "ended_early", "rejected"])
def test_an_order_in_every_state_and_what_was_written_on_it(state, town, desk, coordinator):
    identity.choose_language("es", by=desk.actor)
    order = town.order_in(state)
    if state != "draft":
        work.add_note(order.pk, text="Nos vemos mañana.", audience="partner",
                      partner_id=town.provider.pk, by=desk.actor)  # fmt: skip
        portal = ["portal:home", "portal:orders", "portal:overview"]
        records = [f"portal:order{part}" for part in ("", "-activities", "-notes", "-team")]
        assert pages(coordinator, links(portal, records, order.number)) == {}
    records = [f"desk:order{part}" for part in ("", "-activities", "-notes", "-team")]
    assert pages(desk, links(["desk:home", "desk:orders"], records, order.number)) == {}


def links(lists, records, number):
    return [reverse(name) for name in lists] + [reverse(name, args=[number]) for name in records]


def test_a_place_that_was_blocked_and_changed(town, coordinator):
    bed = town.beds[0]
    assets.block(bed.pk, start=day(0), reason="repair", by=coordinator.actor)
    assets.set_status(bed.pk, status="maintenance", by=coordinator.actor)
    names = ["portal:place", "portal:place-changes", "portal:place-block"]

    assert pages(coordinator, [reverse(name, args=[bed.number]) for name in names]) == {}


def test_finding_a_place(town, desk):
    asked = {"product": town.product.pk, "client": town.child.pk, "starts_on": day(0)}
    asked |= {"features": ["crib"]}
    at = reverse("desk:find-place", args=[town.case.number])
    plain = at + "?" + urlencode(asked | {"features": []}, doseq=True)
    narrow = at + "?" + urlencode(asked, doseq=True)

    assert pages(desk, [at, plain, narrow, at + "?product="]) == {}
