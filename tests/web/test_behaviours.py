"""What the scripts add, in a real browser. Everything here also works without them."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect
from pytest_django.live_server_helper import LiveServer

from steadwork.kernel.codes import Code
from tests.web import toys
from tests.web.conftest import someone

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def town(kit):
    """A server that begins with the kit's settings: the shared one has loaded its own."""
    server = LiveServer("localhost")
    yield server
    server.stop()


@pytest.fixture
def page(town, chromium):
    name = str(uuid4())
    toys.ACTORS[name] = someone()
    context = chromium.new_context(
        base_url=town.url, extra_http_headers={"X-Actor": name}, locale="en-US"
    )
    page = context.new_page()
    page.complaints = []
    page.on("console", lambda said: said.type == "error" and page.complaints.append(said.text))
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    yield page
    context.close()


def quiet(page):
    """What the browser complained about, but for refusals: those it always calls errors."""
    return [text for text in page.complaints if "status of 4" not in text]


def test_a_verb_opens_in_place_is_refused_in_place_and_then_done(page, make_toys):
    make_toys(1)
    page.goto("/toys/toys/T-1/")

    page.get_by_role("link", name="Accept").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Note").fill("taken")
    dialog.get_by_role("button", name="Accept").click()
    dialog.get_by_text("Taken since 10 seconds").wait_for()
    assert dialog.get_by_label("Note").input_value() == "taken"

    dialog.get_by_label("Note").fill("Monday")
    dialog.get_by_role("button", name="Accept").click()
    page.get_by_text("T-1: “Accept” is done.").first.wait_for()

    assert page.get_by_role("dialog").count() == 0
    assert Code.objects.get().list_name == "accepted"
    assert quiet(page) == []


def test_escape_closes_the_dialog_and_the_focus_goes_back(page, make_toys):
    make_toys(1)
    page.goto("/toys/toys/T-1/")

    page.get_by_role("link", name="Accept").focus()
    page.keyboard.press("Enter")
    page.get_by_role("dialog").wait_for()
    assert page.evaluate("document.activeElement.name") == "note"
    page.keyboard.press("Escape")

    assert page.get_by_role("dialog").count() == 0
    assert page.evaluate("document.activeElement.dataset.verb") == "accept"


def test_a_filter_changes_the_list_and_the_address_in_place(page, make_toys):
    make_toys(2)
    make_toys(1, state="draft", code="D-1")
    page.goto("/toys/toys/")
    page.evaluate("window.same = true")

    page.locator("summary", has_text="State").click()
    page.get_by_label("Draft").check()
    page.get_by_role("group", name="State").get_by_role("button", name="Apply").click()
    page.wait_for_url("**/toys/toys/?show=my&list_name=draft")

    assert page.locator("tbody tr").count() == 1
    assert page.evaluate("window.same") is True
    page.go_back()
    page.wait_for_url("**/toys/toys/")
    expect(page.locator("tbody tr")).to_have_count(3)
    assert quiet(page) == []


def test_rows_by_key(page, make_toys):
    make_toys(3)
    page.goto("/toys/toys/")

    for key in "jjk":
        page.keyboard.press(key)
    assert page.evaluate("document.activeElement.textContent") == "T-3"
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url("**/toys/toys/T-2/")

    page.keyboard.press("g")
    page.keyboard.press("t")
    page.wait_for_url("**/toys/toys/")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "list-q"


def test_keys_can_be_switched_off(page, make_toys):
    make_toys(1)
    page.goto("/toys/toys/")
    page.get_by_text("Ada").first.click()
    page.get_by_label("Single keys").select_option("off")
    page.keyboard.press("Escape")
    page.reload()

    page.locator("main").focus()
    page.keyboard.press("j")

    assert page.evaluate("document.activeElement.id") == "main"


def test_a_countdown_counts(page, settings):
    settings.DEMO = True
    page.goto("/gallery/")

    counting = page.locator("[data-countdown]").first
    assert re.fullmatch(r"28:1\d left", counting.text_content())
    assert page.get_by_text("The time is up.").count() > 0


@pytest.mark.parametrize("path", ["/gallery/", "/toys/toys/", "/toys/toys/T-1/accept/"])
@pytest.mark.parametrize("width", [1280, 320])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_and_nothing_overflows(page, settings, make_toys, path, width, scheme):
    settings.DEMO = True
    make_toys(1)
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(path)

    found = Axe().run(page).response["violations"]

    assert [(one["id"], [n["html"] for n in one["nodes"]]) for one in found] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert quiet(page) == []
