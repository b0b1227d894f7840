"""The *Show* list: which part of what one may see is on the screen, remembered per screen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from steadwork.kernel.actor import Actor

REMEMBERED = "steadwork.show"


@dataclass(frozen=True, slots=True)
class Scope:
    """One entry of the *Show* list: My, My Team's, All …"""

    key: str
    label: str | Promise


@dataclass(frozen=True, slots=True)
class Shown:
    """The scopes that this person may choose, the chosen one, and a sentence if one was odd."""

    scopes: list[Scope]
    key: str = ""
    sentence: str = ""

    @property
    def label(self) -> str:
        return next((str(scope.label) for scope in self.scopes if scope.key == self.key), "")


def shown(request: HttpRequest, rows: QuerySet[Any], actor: Actor, screen: str) -> Shown | None:
    """Which scope is asked for. None when these rows know no scopes."""
    if not hasattr(rows, "scopes"):
        return None
    scopes: list[Scope] = list(rows.scopes(actor))
    keys = [scope.key for scope in scopes]
    asked, remembered = request.GET.get("show", ""), memory(request).get(screen)
    if asked in keys:
        remember(request, screen, asked)
        return Shown(scopes, asked)
    key = remembered if remembered in keys else next(iter(keys), "")
    odd = _("You cannot show that. This is the list you can see.") if asked else ""
    return Shown(scopes, key, odd)


def narrowed(rows: QuerySet[Any], actor: Actor, choice: Shown | None) -> QuerySet[Any]:
    """The rows of the chosen scope; nobody who has no scope sees a row."""
    if choice is None:
        return rows
    return rows.in_scope(actor, choice.key) if choice.key else rows.none()  # type: ignore[attr-defined]


def memory(request: HttpRequest) -> dict[str, str]:
    session = getattr(request, "session", None)
    return dict(session.get(REMEMBERED, {})) if session is not None else {}


def remember(request: HttpRequest, screen: str, key: str) -> None:
    known = memory(request)
    if getattr(request, "session", None) is not None and known.get(screen) != key:
        request.session[REMEMBERED] = {**known, screen: key}
