"""Keyset pages: one page costs the same at row 1 and at row 1,000,000."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core import signing
from django.db.models import Q, QuerySet

from steadwork.kernel.errors import Invalid
from steadwork.kernel.leads import Leads

SALT = "steadwork.page"


@dataclass(frozen=True, slots=True)
class Page:
    """Rows, and the signed cursors of the pages beside this one."""

    rows: list[Any]
    after: str | None
    before: str | None


def keyset_page(
    queryset: QuerySet[Any],
    *,
    order: list[str],
    size: int = 50,
    after: str | None = None,
    before: str | None = None,
) -> Page:
    """One page in ``order``: non-null columns, the last of them unique.

    ``after`` and ``before`` are cursors that an earlier page gave; forged ones are refused.
    Rows that know their leads in this order are read along them (see ``kernel.leads``).
    """
    backwards = before is not None
    cursor, salt = (before if backwards else after), salt_of(queryset, order)
    values = opened(cursor, len(order), salt) if cursor else []

    def turn(name: str) -> str:
        return flipped(name) if backwards else name

    def behind(walk: list[str]) -> Q:
        return beyond(walk, values) if values else Q()

    leads: Leads | None = getattr(queryset, "leads", None)
    if leads and list(leads.order) == order:
        found = list(leads.first(size + 1, turn, behind))
    else:
        walk = [turn(name) for name in order]
        found = list(queryset.filter(behind(walk)).order_by(*walk)[: size + 1])
    more, rows = len(found) > size, found[:size]
    if backwards:
        rows.reverse()
    first, last = (cursor_of(rows[i], order, salt) if rows else None for i in (0, -1))
    has_next, has_previous = (True, more) if backwards else (more, bool(after))
    return Page(rows, last if has_next else None, first if has_previous else None)


def beyond(order: list[str], values: list[Any]) -> Q:
    """Rows behind ``values``. The plain bound on the first column lets the index start there."""
    bound, far, ties = Q(), Q(), Q()
    for name, value in zip(order, values, strict=True):
        column, step = name.removeprefix("-"), "lt" if name.startswith("-") else "gt"
        bound = bound or Q(**{f"{column}__{step}e": value})
        far |= ties & Q(**{f"{column}__{step}": value})
        ties &= Q(**{column: value})
    return bound & far


def flipped(name: str) -> str:
    return name.removeprefix("-") if name.startswith("-") else f"-{name}"


def salt_of(queryset: QuerySet[Any], order: list[str]) -> str:
    """A cursor opens the list and the order that gave it, and no other."""
    return ":".join([SALT, queryset.model._meta.label_lower, *order])


def cursor_of(row: Any, order: list[str], salt: str) -> str:
    values = [value_at(row, name.removeprefix("-")) for name in order]
    return signing.dumps([as_text(value) for value in values], salt=salt, compress=False)


def value_at(row: Any, path: str) -> Any:
    for step in path.split("__"):
        row = row[step] if isinstance(row, dict) else getattr(row, step)
    return row


def as_text(value: Any) -> str:
    return value.isoformat() if isinstance(value, date | datetime) else str(value)


def opened(cursor: str, width: int, salt: str) -> list[Any]:
    try:
        values = signing.loads(cursor, salt=salt)
    except signing.BadSignature:
        values = None
    if not isinstance(values, list) or len(values) != width:
        raise Invalid("This page address is not one of ours. Start again from the first page.")
    return values
