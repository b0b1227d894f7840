"""The battery that every declared list of every door passes."""

from __future__ import annotations

import pytest

from steadwork.desk.urls import desk as desk_door
from steadwork.portal.urls import portal as portal_door
from steadwork.public.urls import public as public_door
from steadwork.web.screens import ListScreen, Search

DOORS = {"desk": desk_door, "portal": portal_door, "public": public_door}
LISTS = [
    (door, screen)
    for door, opened in DOORS.items()
    for screen in opened.screens
    if issubclass(screen, ListScreen)
]
ODD = ["nonsense", "\x00", "x" * 5000, "'; DROP TABLE", "=1+1", "\u202e", "%00", "[]"]

pytestmark = pytest.mark.django_db
each_list = pytest.mark.parametrize(
    ("door", "screen"), LISTS, ids=[f"{door}:{screen.name}" for door, screen in LISTS]
)


@pytest.fixture
def client_at(town, manager, coordinator, client_for):
    town.submitted()
    people = {"desk": manager, "portal": coordinator, "public": None}
    return lambda door: client_for(people[door])


def address(door, screen):
    return f"/{screen.name}/" if door == "public" else f"/{door}/{screen.name}/"


@each_list
def test_the_fragment_is_the_same_as_its_part_of_the_page(client_at, door, screen):
    client = client_at(door)

    page = client.get(address(door, screen))
    part = client.get(address(door, screen), headers={"HX-Request": "true", "HX-Target": "list"})

    assert (page.status_code, part.status_code) == (200, 200)
    assert part.content.decode().strip() in page.content.decode()


@each_list
def test_whatever_is_asked_it_answers_with_a_page(client_at, door, screen):
    client = client_at(door)
    names = [choice.name for choice in screen.filters]

    for odd in ODD:
        asked = dict.fromkeys([*names, "show", "after", "before", "export"], odd)
        assert client.get(address(door, screen), asked).status_code == 200, odd


@each_list
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_what_is_seen_can_be_taken_along(client_at, door, screen, kind):
    answer = client_at(door).get(address(door, screen), {"export": kind})

    assert answer.status_code == 200
    assert "attachment" in answer["Content-Disposition"]


@each_list
def test_a_search_that_finds_nothing_says_so(client_at, door, screen):
    searched = next(choice.name for choice in screen.filters if isinstance(choice, Search))

    answer = client_at(door).get(address(door, screen), {searched: "zzzzzz"})

    assert 'class="empty"' in answer.content.decode()
