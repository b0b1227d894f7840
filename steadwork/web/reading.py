"""GET never writes. Where reading itself leaves a trace, it says so here.

The database refuses every other statement while a page is being read, whoever asks for it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

SAFE = frozenset(
    [
        "SELECT",
        "SET",
        "SHOW",
        "SAVEPOINT",
        "RELEASE",
        "ROLLBACK",
        "EXPLAIN",
        "DECLARE",
        "FETCH",
        "CLOSE",
        "RESET",
        "VALUES",
        "WITH",
    ]
)
WRITING = re.compile(
    r"\b(INSERT\s+INTO|UPDATE\s+\S+\s+SET|DELETE\s+FROM|MERGE\s+INTO)\b", re.IGNORECASE
)
COMMENTS = re.compile(r"\A(?:\s|/\*.*?\*/|--[^\n]*\n|\()*", re.DOTALL)
SESSIONS = '"django_session"'

_lifted: ContextVar[bool] = ContextVar("reading_trace", default=False)
View = TypeVar("View", bound=Callable[..., Any])


class WroteWhileReading(RuntimeError):
    """A GET tried to change something. That is a mistake in our code, not in the request."""


@contextmanager
def reading_trace() -> Iterator[None]:
    """For the trace that opening a record leaves, and for nothing else."""
    token = _lifted.set(True)
    try:
        yield
    finally:
        _lifted.reset(token)


def writes_on_get(reason: str) -> Callable[[View], View]:
    """Exempt one view from the rule. The reason is for the reviewer; a house test lists them."""

    def mark(view: View) -> View:
        view.writes_on_get = reason  # type: ignore[attr-defined]
        return view

    return mark


def outside_the_wall(reason: str) -> Callable[[View], View]:
    """Exempt one view from the second wall: sign-in, which nobody could pass from inside."""

    def mark(view: View) -> View:
        view.outside_the_wall = reason  # type: ignore[attr-defined]
        return view

    return mark


def refuse_writes(execute: Any, sql: Any, params: Any, many: bool, context: Any) -> Any:
    """An execute wrapper: lets reading through, and stops the request at anything else."""
    text = sql if isinstance(sql, str) else str(sql)
    if not _lifted.get() and not is_reading(text):
        raise WroteWhileReading(f"GET may not run: {text[:120]}")
    return execute(sql, params, many, context)


def is_reading(sql: str) -> bool:
    start = COMMENTS.match(sql)
    verb = sql[start.end() if start else 0 :].split(None, 1)
    if not verb or SESSIONS in sql:
        return True
    word = verb[0].rstrip(";").upper()
    return word in SAFE and not (word in ("WITH", "EXPLAIN") and WRITING.search(sql))
