"""A whole day: an agency places a child in a foster home, and both sides see the same."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from steadwork.kernel.clock import today
from steadwork.referrals.models import ReferralOrder
from tests.cast import day
from tests.stories.conftest import DESK, PHONE

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def opens_a_case(page):
    page.get_by_role("link", name="Cases", exact=True).click()
    page.get_by_role("link", name="New case").click()
    page.get_by_label("Household").fill("Kessler household")
    page.get_by_label("First name of the client").fill("Mia")
    page.get_by_label("Last name of the client").fill("Kessler")
    page.get_by_label("Date of birth").fill("2017-03-14")
    page.get_by_label("Gender").select_option("female")
    page.get_by_label("Case name").fill("Kessler: a bed for tonight")
    page.get_by_label("Category").select_option("foster_care")
    page.get_by_role("button", name="Open case").click()


def finds_and_holds_a_bed(page, bed, nights=30):
    page.get_by_role("link", name="Find a place").click()
    page.get_by_label("Product").select_option(label="Foster Care Standard Bed")
    page.get_by_label("From").fill(today().isoformat())
    page.get_by_label("Until").fill(day(nights).isoformat())
    page.get_by_role("button", name="Search", exact=True).click()
    page.get_by_role("button", name=f"Hold {bed}").click()


def submits(page):
    page.get_by_role("link", name="Submit order").click()
    page.get_by_label("On what basis").select_option("consent")
    page.get_by_label("Message").fill("She likes dogs and sleeps with a light on.")
    page.get_by_role("button", name="Submit order").click()
    expect(page.locator(".record__head")).to_contain_text("Submitted")


def number_on(page):
    return re.search(r"RO-\d+", page.url)[0]


def test_a_child_gets_a_bed(somebody, town, desk, coordinator, agent, stranger, other_host):
    dana = somebody(desk, viewport=DESK)
    page = dana.page
    expect(page.get_by_role("heading", level=1)).to_contain_text("Dana Whitfield")
    dana.finds_nothing_wrong()

    opens_a_case(page)
    expect(page.get_by_role("heading", level=1)).to_contain_text("BC-")
    dana.finds_nothing_wrong()
    finds_and_holds_a_bed(page, "Bed 1")
    page.wait_for_url("**/desk/orders/RO-*/")
    number = number_on(page)
    expect(page.locator("[data-countdown]")).to_contain_text("left")
    preview = page.locator(".card", has_text="What the provider sees")
    expect(preview).to_contain_text("9 years old")
    expect(preview).not_to_contain_text("Mia")
    dana.finds_nothing_wrong()
    submits(page)

    pat = somebody(coordinator, viewport=PHONE, has_touch=True, is_mobile=True)
    phone = pat.page
    pat.finds_nothing_wrong()
    phone.goto("/portal/orders/?show=my")
    expect(phone.get_by_text(number)).to_have_count(0)
    phone.goto("/portal/orders/?show=all")
    row = phone.locator("tr", has_text=number)
    expect(row.locator(".new")).to_have_text("*")
    expect(row).to_contain_text("New")
    expect(row).not_to_contain_text("Mia")
    pat.finds_nothing_wrong()

    row.get_by_role("link", name=number).click()
    expect(phone.get_by_role("heading", level=1)).to_contain_text(number)
    expect(phone.locator("main")).to_contain_text("She likes dogs")
    expect(phone.locator("main")).to_contain_text("9 years old")
    for secret in ("Mia", "Kessler", "2017", "BC-", "Dana"):
        expect(phone.locator("main")).not_to_contain_text(secret)
    pat.finds_nothing_wrong()
    phone.goto("/portal/orders/?show=all")
    expect(phone.locator("tr", has_text=number).locator(".new")).to_have_count(0)

    page.reload()
    expect(page.locator(".record__head")).to_contain_text("In review")

    phone.get_by_role("link", name=number).click()
    phone.get_by_role("link", name="Accept").click()
    expect(phone.get_by_label("Bed 1")).to_be_checked()
    phone.get_by_role("button", name="Accept").click()
    expect(phone.locator(".record__head")).to_contain_text("Accepted")
    expect(phone.locator("main")).to_contain_text("Mia Kessler")
    pat.finds_nothing_wrong()

    phone.goto("/portal/places/overview/")
    counts = phone.locator("tbody tr td")
    expect(counts).to_have_text(["4", "1", "0", "0", "3"])
    pat.finds_nothing_wrong()
    phone.goto(f"/portal/places/overview/?on={day(30).isoformat()}")
    expect(counts).to_have_text(["4", "0", "0", "0", "4"])

    page.reload()
    expect(page.locator(".record__head")).to_contain_text("Accepted")
    dana.finds_nothing_wrong()

    order = ReferralOrder.objects.get(number=number)
    case = order.parent.number
    desk_addresses = [f"/desk/orders/{number}/", f"/desk/cases/{case}/", f"/desk/items/{number}/",
                      f"/desk/cases/{case}/places/", f"/desk/orders/{number}/cancel/"]  # fmt: skip
    portal_addresses = [f"/portal/orders/{number}/", f"/portal/orders/{number}/accept/",
                        f"/portal/items/{number}/"]  # fmt: skip
    olga, sam = somebody(other_host), somebody(stranger)
    assert {olga.answer_to(url) for url in desk_addresses + portal_addresses} == {404}
    assert {sam.answer_to(url) for url in desk_addresses + portal_addresses} == {404}
    assert {pat.answer_to(url) for url in desk_addresses} == {404}
    assert {dana.answer_to(url) for url in portal_addresses} == {404}


def test_the_same_day_without_scripts(somebody, town, desk, coordinator):
    dana = somebody(desk, java_script_enabled=False)
    page = dana.page

    opens_a_case(page)
    finds_and_holds_a_bed(page, "Bed 2")
    number = number_on(page)
    expect(page.locator("[data-countdown]")).to_contain_text("held until")
    submits(page)

    pat = somebody(coordinator, java_script_enabled=False, viewport=PHONE)
    phone = pat.page
    phone.goto("/portal/orders/?show=all")
    phone.get_by_role("link", name=number).click()
    phone.get_by_role("link", name="Reject").click()
    phone.get_by_role("button", name="Reject").click()
    expect(phone.get_by_text("This field is required").first).to_be_visible()
    phone.get_by_label("Reason").select_option("other")
    phone.get_by_role("button", name="Reject").click()
    expect(phone.locator("#verb")).to_contain_text("Say which other reason.")
    phone.get_by_label("In other words").fill("The dog bites.")
    phone.get_by_role("button", name="Reject").click()
    expect(phone.locator(".record__head")).to_contain_text("Rejected")
    expect(phone.locator("main")).not_to_contain_text("She likes dogs")

    page.goto("/desk/")
    expect(page.locator("main")).to_contain_text("Ask elsewhere")
    page.goto(f"/desk/orders/{number}/")
    expect(page.locator("main")).to_contain_text("The dog bites.")
    page.goto("/desk/places/overview/")
    expect(page.locator("tbody tr td")).to_have_text(["4", "0", "0", "0", "4"])


def test_the_last_bed_goes_to_one_and_the_other_hears_why(somebody, town, desk, manager):
    for bed in town.beds[1:]:
        town.accepted(bed, recipient=town.new_child(bed.name))
    dana, mara = somebody(desk), somebody(manager)
    for one in (dana, mara):
        opens_a_case(one.page)
        one.page.get_by_role("link", name="Find a place").click()
        one.page.get_by_label("Product").select_option(label="Foster Care Standard Bed")
        one.page.get_by_label("Until").fill(day(10).isoformat())
        one.page.get_by_role("button", name="Search", exact=True).click()
        expect(one.page.get_by_role("heading", name="1 free place")).to_be_visible()

    dana.page.get_by_role("button", name="Hold Bed 1").click()
    dana.page.wait_for_url("**/desk/orders/RO-*/")
    mara.page.get_by_role("button", name="Hold Bed 1").click()

    alert = mara.page.get_by_role("alert").first
    expect(alert).to_contain_text("Bed 1 is taken from")
    expect(alert).to_contain_text("Nothing like it is free for the whole time.")
    expect(mara.page.get_by_label("Until")).to_have_value(day(10).isoformat())
    assert ReferralOrder.objects.filter(state="draft").count() == 1


def test_a_full_house_is_asked_for_its_waiting_list(somebody, town, desk, coordinator):
    for bed in town.beds:
        town.accepted(bed, recipient=town.new_child(bed.name))
    dana, pat = somebody(desk), somebody(coordinator, viewport=PHONE)
    page, phone = dana.page, pat.page

    opens_a_case(page)
    page.get_by_role("link", name="Find a place").click()
    page.get_by_label("Product").select_option(label="Foster Care Standard Bed")
    page.get_by_label("Until").fill(day(10).isoformat())
    page.get_by_role("button", name="Search", exact=True).click()
    expect(page.locator("main")).to_contain_text("4 taken for part of the time")
    dana.finds_nothing_wrong()
    page.get_by_role("button", name="Ask without a place North Home").click()
    page.wait_for_url("**/desk/orders/RO-*/")
    number = number_on(page)
    submits(page)

    phone.goto("/portal/orders/?show=all")
    phone.get_by_role("link", name=number).click()
    phone.get_by_role("link", name="Waitlist").click()
    phone.get_by_label("Reason").select_option("no_capacity")
    phone.get_by_label("Place expected on").fill(day(31).isoformat())
    phone.get_by_role("button", name="Waitlist").click()
    expect(phone.locator(".record__head")).to_contain_text("Waitlisted")
    pat.finds_nothing_wrong()

    page.goto("/desk/inbox/")
    expect(page.locator("main")).to_contain_text(number)
    page.goto(f"/desk/orders/{number}/")
    expect(page.locator("main")).to_contain_text("No free place")


def reach(page, words):
    """Walk with the Tab key until the focus stands on something that says these words."""
    said = "document.activeElement.innerText || document.activeElement.labels?.[0]?.innerText || ''"
    for _step in range(90):
        page.keyboard.press("Tab")
        if words in page.evaluate(said):
            return
    raise AssertionError(f"{words} cannot be reached by keyboard on {page.url}")


def test_a_provider_answers_without_a_mouse(somebody, town, coordinator):
    order = town.submitted(town.beds[2])
    pat = somebody(coordinator, viewport=DESK)
    page = pat.page

    page.keyboard.press("g")
    page.keyboard.press("o")
    page.wait_for_url("**/portal/orders/**")
    page.keyboard.press("g")
    page.keyboard.press("h")
    page.wait_for_url("**/portal/")
    reach(page, order.number)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/portal/orders/{order.number}/")
    reach(page, "Accept")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_be_visible()
    reach(page, "Bed 3")
    page.keyboard.press("Space")
    reach(page, "Accept")
    page.keyboard.press("Enter")

    expect(page.locator(".record__head")).to_contain_text("Accepted")
    order.refresh_from_db()
    assert (order.state, order.asset) == ("accepted", town.beds[2])
