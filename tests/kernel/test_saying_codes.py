"""A host says its own words for the codes of the house."""

from __future__ import annotations

import pytest
from django.utils import translation

from steadwork.kernel.codes import Code, say
from steadwork.kernel.errors import Invalid, Missing, NotPermitted
from steadwork.referrals.codes import REASONS

pytestmark = pytest.mark.django_db


def test_a_host_renames_a_code_in_two_languages_and_nobody_else_is_touched(manager, other_host):
    say(
        "referral.reason", "location", labels={"en": "Too far", "es": "Muy lejos"}, by=manager.actor
    )

    assert REASONS.label("location", manager.actor.host_id) == "Too far"
    with translation.override("es"):
        assert REASONS.label("location", manager.actor.host_id) == "Muy lejos"
    assert REASONS.label("location", other_host.actor.host_id) == "Location does not fit"


def test_a_hidden_code_is_not_offered_and_keeps_its_word(manager):
    say("referral.reason", "location", labels={}, active=False, by=manager.actor)

    offered = dict(REASONS.choices(manager.actor.host_id))
    assert "location" not in offered
    assert REASONS.label("location", manager.actor.host_id) == "Location does not fit"


def test_a_new_code_needs_a_word(manager):
    with pytest.raises(Invalid, match="at least one language"):
        say("referral.reason", "noise", labels={"en": " "}, by=manager.actor)

    say("referral.reason", "noise", labels={"en": "Too loud"}, by=manager.actor)
    assert dict(REASONS.choices(manager.actor.host_id))["noise"] == "Too loud"


@pytest.mark.parametrize("code", ["", "Big", "a b", "x" * 61, "a\x00"])
def test_a_code_of_odd_shape_is_refused(manager, code):
    with pytest.raises(Invalid, match="small letters"):
        say("referral.reason", code, labels={"en": "Odd"}, by=manager.actor)


def test_an_unknown_list_does_not_exist(manager):
    with pytest.raises(Missing):
        say("nothing.here", "a", labels={"en": "A"}, by=manager.actor)


def test_without_the_permission_nothing_is_said(desk):
    with pytest.raises(NotPermitted):
        say("referral.reason", "location", labels={"en": "Too far"}, by=desk.actor)

    assert Code.objects.count() == 0


def test_the_screen_says_a_code_anew(manager):
    client = manager.client

    shown = client.get("/desk/codes/referral.reason/?code=location")
    saved = client.post(
        "/desk/codes/referral.reason/",
        {"code": "location", "label_en": "Too far away", "active": "on", "sort": "3"},
    )

    assert shown.status_code == 200
    assert saved.status_code == 302
    assert Code.objects.get().labels == {"en": "Too far away"}
