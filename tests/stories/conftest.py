"""People at their machines: a desk screen, a telephone, and a browser without scripts."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe

PASSWORD = "a-long-enough-password"
DESK = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 780}
AXE = Axe()


class Somebody:
    """A person at a browser who has signed in through the front door."""

    def __init__(self, chromium, server, person, **options):
        self.context = chromium.new_context(base_url=server.url, locale="en-US", **options)
        self.page = self.context.new_page()
        self.complaints = []
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        person.user.set_password(PASSWORD)
        person.user.save()
        self.sign_in(person.user.email)

    def sign_in(self, email):
        self.page.goto("/accounts/login/")
        self.page.get_by_label("Email").fill(email)
        self.page.get_by_label("Password", exact=True).fill(PASSWORD)
        self.page.get_by_role("button", name="Sign in", exact=True).click()
        self.page.wait_for_load_state()

    def finds_nothing_wrong(self):
        """What axe and the browser's console say about the screen as it stands."""
        found = AXE.run(self.page).response["violations"]
        wrong = [f"{one['id']}: {node['html'][:120]}" for one in found for node in one["nodes"]]
        assert wrong == [], f"{self.page.url}: {wrong}"
        assert self.complaints == []

    def answer_to(self, address):
        """The status of an address, asked with this person's session."""
        return self.context.request.get(address, max_redirects=0).status


@pytest.fixture
def somebody(chromium, live_server):
    """Opens a browser for somebody of the cast; all are closed in the end."""
    opened = []

    def open_for(person, **options):
        opened.append(Somebody(chromium, live_server, person, **options))
        return opened[-1]

    yield open_for
    for one in opened:
        one.context.close()
