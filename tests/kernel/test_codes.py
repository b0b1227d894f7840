"""Code lists: a label per language, a host's own words, and codes that stay readable for ever."""

from uuid import uuid4

import pytest
from django.utils.translation import override

from steadwork.kernel.codes import Code, CodeList

pytestmark = pytest.mark.django_db
HOST = uuid4()
COLOURS = CodeList("test.colours", {"red": "Red", "blue": "Blue"})


def said(code, **facts):
    return Code.objects.create(
        **{"host_id": HOST, "list_name": "test.colours", "code": code, **facts}
    )


def test_a_host_that_says_nothing_has_the_words_of_the_house():
    assert COLOURS.choices(HOST) == [("red", "Red"), ("blue", "Blue")]


def test_a_host_renames_for_itself_alone_and_per_language():
    said("red", labels={"en": "Crimson", "es": "Carmesí"})

    assert COLOURS.label("red", HOST) == "Crimson"
    assert COLOURS.label("red", uuid4()) == "Red"
    with override("es"):
        assert COLOURS.label("red", HOST) == "Carmesí"
    with override("fr"):
        assert COLOURS.label("red", HOST) == "Red"


def test_a_hidden_code_is_not_chosen_any_more_and_keeps_its_word():
    said("red", labels={"en": "Crimson"}, active=False)

    assert COLOURS.choices(HOST) == [("blue", "Blue")]
    assert COLOURS.label("red", HOST) == "Crimson"


def test_a_host_adds_codes_in_the_place_it_wants():
    said("green", labels={"en": "Green"}, sort=1)
    said("red", labels={"en": "Red"}, sort=2)

    assert [code for code, _ in COLOURS.choices(HOST)] == ["blue", "green", "red"]


def test_a_code_nobody_knows_reads_as_itself():
    assert COLOURS.label("plaid", HOST) == "plaid"
    assert "plaid" not in COLOURS


def test_an_added_code_without_the_readers_language_reads_in_another():
    said("green", labels={"es": "Verde"})

    assert COLOURS.label("green", HOST) == "Verde"


def test_every_list_is_registered_under_its_name():
    assert CodeList.register["referral.reason"].label("no_capacity") == "No free place"
