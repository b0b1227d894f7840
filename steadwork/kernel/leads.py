"""Leads: where an index already holds the rows of a list in the list's order.

A list that is filtered out of everything costs as much as everything. A led one begins where its
answer stands: at one seat, one organization, one host; reads as many rows as the page shows, and
stops. With several keys each gives at most one page, and the first of those are the page.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db.models import Q, QuerySet
from django.db.models.expressions import RawSQL

#: The condition of lying behind the cursor, in the order given.
Behind = Callable[[list[str]], Q]
#: The order itself, or the opposite one when somebody leafs back.
Turn = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Lead:
    """The rows in which ``fields`` equal one of ``keys``. An index has them: fields, then order.

    ``order`` is the order of the list under the names of the leading table, which may hold copies
    of the list's columns. Its last name is a copy of the row's own key.
    """

    rows: QuerySet[Any]
    fields: tuple[str, ...]
    keys: Sequence[tuple[Any, ...]]
    order: tuple[str, ...]

    def page(self, key: Sequence[Any], size: int, turn: Turn, behind: Behind) -> QuerySet[Any]:
        """One page under one key. One condition for all: apart, each would join a table anew."""
        walk = [turn(name) for name in self.order]
        here = Q(**dict(zip(self.fields, key, strict=True))) & behind(walk)
        return self.rows.filter(here).order_by(*walk)[:size]


@dataclass(frozen=True, slots=True)
class Leads:
    """All the leads of one list, which has ``order`` and the rows of ``whole`` in its table."""

    whole: QuerySet[Any]
    order: tuple[str, ...]
    ways: Sequence[Lead]

    def first(self, size: int, turn: Turn, behind: Behind) -> QuerySet[Any]:
        """The first rows behind a cursor, in one statement."""
        if len(self.ways) == 1 and len(self.ways[0].keys) == 1:
            return self.ways[0].page(self.ways[0].keys[0], size, turn, behind)
        walk = [turn(name) for name in self.order]
        parts = [each(lead, size, turn, behind) for lead in self.ways if lead.keys]
        found = merged([part for part in parts if part], walk, size)
        rows = self.whole.filter(pk__in=found) if found else self.whole.none()
        return rows.order_by(*walk)[:size]


Part = tuple[str, list[Any]]


def each(lead: Lead, size: int, turn: Turn, behind: Behind) -> Part | None:
    """One page for each key, as SQL: the index is entered once a key and left after a page."""
    key = [RawSQL(f"lead.k{n}", ()) for n in range(len(lead.fields))]  # noqa: S611
    page = lead.page(key, size, turn, behind)
    page = page.values_list(*(name.removeprefix("-") for name in lead.order))
    try:
        sql, params = page.query.sql_with_params()
    except EmptyResultSet:  # a filter that nothing can pass
        return None
    columns = [list(values) for values in zip(*lead.keys, strict=True)]
    arrays = ", ".join(f"%s::{'uuid' if isinstance(of[0], UUID) else 'text'}[]" for of in columns)
    names = ", ".join(f"k{n}" for n in range(len(columns)))
    text = f"SELECT led.* FROM unnest({arrays}) AS lead({names}) CROSS JOIN LATERAL ({sql}) AS led"  # noqa: S608
    return text, [*columns, *params]


def merged(parts: list[Part], walk: list[str], size: int) -> RawSQL | None:
    """The keys of the first rows of all parts together, each once."""
    if not parts:
        return None
    names = [f"c{n}" for n in range(len(walk))]
    steps = ["DESC" if name.startswith("-") else "ASC" for name in walk]
    order = [f"{name} {step}" for name, step in zip(names, steps, strict=True)]
    both = " UNION ALL ".join(sql for sql, _params in parts)
    columns, order_by = ", ".join(names), ", ".join(order)
    text = (
        f"SELECT {names[-1]} FROM ({both}) AS found({columns}) "  # noqa: S608
        f"GROUP BY {columns} ORDER BY {order_by} LIMIT %s"
    )
    return RawSQL(text, [*(value for _sql, params in parts for value in params), size])  # noqa: S611


def in_turn(
    leaders: QuerySet[Any], rows: QuerySet[Any], key: str, order: Sequence[str], size: int
) -> QuerySet[Any]:
    """The first of ``rows``: by the rank of their leader, then in ``order``, which ends in the
    row's own key. ``leaders`` are pairs of key and rank, by rank; they are asked one after
    another, and no more of them than it takes to fill the page."""
    here = rows.filter(**{key: RawSQL("leader.id", ())}).order_by().values_list(*order)
    try:
        first, first_params = leaders.query.sql_with_params()
        each_, each_params = here.query.sql_with_params()
    except EmptyResultSet:
        return rows.none()
    columns = ", ".join(f"c{n}" for n in range(len(order)))
    text = (
        f"SELECT led.c{len(order) - 1} FROM ({first}) AS leader(id, rank) "  # noqa: S608
        f"CROSS JOIN LATERAL ({each_}) AS led({columns}) ORDER BY leader.rank, {columns} LIMIT %s"
    )
    found = RawSQL(text, [*first_params, *each_params, size])  # noqa: S611
    page: QuerySet[Any] = rows.model._default_manager.filter(pk__in=found)
    return page
