"""Pictures of the day, made from a running demonstration."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from steadwork.demo.personas import persona

FLAGS = [
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
]
WIDE, PHONE = {"width": 1280, "height": 850}, {"width": 390, "height": 780}

#: name of the picture, who looks, on what, and the steps that lead there.
DAY: list[tuple[str, str, dict[str, int], list[str]]] = [
    ("start", "", WIDE, ["/demo/"]),
    ("desk-home", "dana", WIDE, ["/desk/"]),
    ("case", "dana", WIDE, ["/desk/cases/?q=Kessler", "main tbody a"]),
    ("find-a-place", "dana", WIDE, ["/desk/cases/?q=Kessler", "main tbody a", "find"]),
    ("orders", "dana", WIDE, ["/desk/orders/?show=all"]),
    ("places", "dana", WIDE, ["/desk/places/overview/"]),
    ("portal-home", "luis", PHONE, ["/portal/"]),
    ("portal-orders", "luis", PHONE, ["/portal/orders/?show=all"]),
    ("portal-order", "luis", PHONE, ["/portal/orders/?show=all", "main tbody a"]),
    ("portal-places", "luis", PHONE, ["/portal/places/overview/"]),
]


class Command(BaseCommand):
    help = "Take the pictures in docs/screenshots from a running demonstration (./run demo)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--url", default="http://127.0.0.1:8000", help="of the demonstration")
        parser.add_argument("--folder", type=Path, default=Path("docs/screenshots"))

    def handle(self, *args: Any, url: str, folder: Path, **options: Any) -> None:
        try:
            from playwright.sync_api import Error, sync_playwright
        except ImportError:
            raise CommandError("The pictures need playwright: run ./run screenshots.") from None
        folder.mkdir(parents=True, exist_ok=True)
        program = next(filter(None, map(shutil.which, ("chromium", "google-chrome"))), None)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
            try:
                for name in taken(browser, url, folder):
                    self.stdout.write(name)
            except Error as trouble:
                raise CommandError(
                    f"No picture from {url}: is ./run demo running there? {trouble}"
                ) from trouble
            finally:
                browser.close()


def taken(browser: Any, url: str, folder: Path) -> Iterator[str]:
    """Every picture of the day, in light and in dark."""
    for scheme in ("light", "dark"):
        for name, who, size, steps in DAY:
            context = browser.new_context(base_url=url, viewport=size, color_scheme=scheme)
            page = context.new_page()
            if who:
                sign_in(page, who)
            for step in steps:
                follow(page, step)
            page.screenshot(path=folder / f"{name}-{scheme}.png")
            context.close()
            yield f"{name}-{scheme}.png"


def sign_in(page: Any, who: str) -> None:
    known = persona(who)
    if known is None:
        raise CommandError(f"There is no persona {who}.")
    page.goto("/demo/")
    page.locator(f"button[value='{who}']").click()
    page.wait_for_url(f"**{known.landing}**")


def follow(page: Any, step: str) -> None:
    """An address to go to, or something to click on."""
    if step == "find":
        page.goto(page.url.split("?")[0] + "places/")
        page.get_by_label("Product").select_option(label="Foster Care Standard Bed")
        page.get_by_role("button", name="Search", exact=True).click()
    elif step.startswith("/"):
        page.goto(step)
    else:
        page.locator(step).first.click()
        page.wait_for_load_state()
