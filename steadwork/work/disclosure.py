"""How much of a shared record a partner may read: levels, and readers that obey a table.

Every door draws from the table: screens, forms, API, exports, mails and search snippets.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Level(TextChoices):
    """What a share opens. Order matters: none < ended < offered < accepted < full."""

    ENDED = "ended", _("Ended: number and own dates")
    OFFERED = "offered", _("Offered: need, no person")
    ACCEPTED = "accepted", _("Accepted: the person")
    FULL = "full", _("The host's own")


#: Which levels read a field that the table gives to the level on the left.
READERS: Mapping[str, frozenset[str]] = {
    Level.ENDED: frozenset({Level.ENDED, Level.OFFERED, Level.ACCEPTED, Level.FULL}),
    Level.OFFERED: frozenset({Level.OFFERED, Level.ACCEPTED, Level.FULL}),
    Level.ACCEPTED: frozenset({Level.ACCEPTED, Level.FULL}),
    Level.FULL: frozenset({Level.FULL}),
}


class Disclosure:
    """A noun's table *field → the first level that reads it*. A field not named is the host's."""

    def __init__(self, table: Mapping[str, str]) -> None:
        self.table = dict(table)

    def opens(self, field: str, level: str | None) -> bool:
        return level in READERS[self.table.get(field, Level.FULL)] if level else False

    def fields(self, level: str | None) -> list[str]:
        return [name for name in self.table if self.opens(name, level)]

    def reader(self, row: Any, level: str | None) -> Any:
        return row if level == Level.FULL else Masked(row, self, level)


class Masked:
    """A row through a reader's eyes: what the level does not open reads as nothing."""

    def __init__(self, row: Any, disclosure: Disclosure, level: str | None) -> None:
        self._row, self._disclosure, self._level = row, disclosure, level

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        if name == "state_label":
            return self._row.state_label if self._disclosure.opens("state", self._level) else None
        shown = name.removeprefix("get_").removesuffix("_display").removesuffix("_id")
        if name in ALWAYS or self._disclosure.opens(shown, self._level):
            return getattr(self._row, name)
        return None

    def __str__(self) -> str:
        return str(self._row.number)


#: Not facts about anybody: what a screen needs in order to draw and link a row.
ALWAYS = frozenset({"pk", "id", "number", "is_new", "level", "tone", "kind"})
