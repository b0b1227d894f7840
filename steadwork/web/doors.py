"""Doors: what is mounted for one side of the house. Nothing is public because it exists.

desk = Door("desk", _("Desk"), Side.HOST, screens=[CaseList, CaseRecord], nav=[…])
path("desk/", desk.urls)
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Protocol

from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils.functional import Promise

from steadwork.kernel.actor import Actor, Side
from steadwork.web.requests import actor_of

Words = str | Promise
Patterns = list[URLPattern | URLResolver]


class Screen(Protocol):
    @classmethod
    def urls(cls) -> list[URLPattern]: ...


@dataclass(frozen=True, slots=True)
class Nav:
    """One way in the bar: ``g`` then ``key`` goes there."""

    label: Words
    url: str
    icon: str = "circle"
    key: str = ""
    permission: str = ""
    more: bool = False  # under *More* at the end of the bar

    def open_to(self, actor: Actor) -> bool:
        return not self.permission or actor.can(self.permission)


@dataclass
class Door:
    """``frame(actor)`` may give host_name, accent, new_count, new_url, search_url, positions
    (a list of id, label, active) and switch_url, so that no business word is needed here."""

    name: str
    title: Words
    side: Side
    screens: Sequence[type[Screen]] = ()
    nav: Sequence[Nav] = ()
    extra: Sequence[URLPattern | URLResolver] = ()
    frame: Callable[[Actor], dict[str, Any]] | None = None
    home: str = ""

    def __post_init__(self) -> None:
        keys = [entry.key for entry in self.nav if entry.key]
        if len(keys) != len(set(keys)):
            raise ValueError(f"door {self.name}: two entries share a key")
        DOORS[self.name] = self

    @cached_property
    def patterns(self) -> Patterns:
        found: Patterns = list(self.extra)
        for screen in self.screens:
            found += screen.urls()
        for view in views_of(found):
            view.login_required = (
                False  # the guard asks at the door, also htmx, which redirects miss
            )
        return found

    @property
    def urls(self) -> tuple[Patterns, str, str]:
        return self.patterns, self.name, self.name

    def lets_in(self, actor: Actor) -> bool:
        """The public door is open to all; every other one to its own side."""
        return self.side in (Side.PUBLIC, actor.side)

    def nav_for(self, actor: Actor, here: str, more: bool = False) -> list[dict[str, Any]]:
        """The entries that this person has in the bar or behind *More*, and which is on screen."""
        found = []
        for entry in self.nav:
            if entry.more is more and entry.open_to(actor):
                url = reverse(entry.url)
                current = here == url or (url.count("/") > 2 and here.startswith(url))
                found.append({"label": entry.label, "url": url, "icon": entry.icon,
                              "key": entry.key, "current": current})  # fmt: skip
        return found


DOORS: dict[str, Door] = {}


def views_of(patterns: Sequence[URLPattern | URLResolver]) -> Iterator[Any]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from views_of(pattern.url_patterns)
        else:
            yield pattern.callback


def door_of(request: HttpRequest) -> Door | None:
    """The door through which this address leads, if it belongs to one."""
    match = request.resolver_match
    return DOORS.get(match.namespaces[0]) if match and match.namespaces else None


def own_door(actor: Actor) -> Door | None:
    """The door of this person's side: its bar stands over what belongs to no door."""
    mounted = get_resolver().namespace_dict
    found = (door for door in DOORS.values() if door.side is actor.side and door.name in mounted)
    return next(found, None)


def frame_of(request: HttpRequest) -> dict[str, Any]:
    """All that the bar on top of every page shows."""
    actor = actor_of(request)
    door = door_of(request)
    if door is None or not door.lets_in(actor):
        door = own_door(actor)
    own = door.frame(actor) if door and door.frame else {}
    nothing = {"host_name": "Steadwork", "accent": "", "new_count": 0, "new_url": "",
               "search_url": "", "positions": [], "switch_url": ""}  # fmt: skip
    return {
        **nothing,
        **own,
        "door": door,
        "actor": actor,
        "home_url": reverse(door.home) if door and door.home else "/",
        "nav": door.nav_for(actor, request.path) if door else [],
        "more": door.nav_for(actor, request.path, more=True) if door else [],
    }
