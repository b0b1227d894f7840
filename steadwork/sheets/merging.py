"""Many rows into one table at once: created, changed, or left as they were.

The rows are copied beside the table and merged in two statements, so that half a million take
seconds and no memory. Called by the actions that import, inside their transaction and under the
lock of ``alone``; a rule of the table that a row breaks undoes the whole import.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import IntegrityError, OperationalError, connection, models
from django.utils.translation import gettext as _
from psycopg.sql import SQL, Composed, Identifier

from steadwork.kernel.clock import now
from steadwork.kernel.constraints import violated
from steadwork.kernel.errors import Conflict
from steadwork.kernel.querysets import new_id

BESIDE = "incoming"
MATCH = ("source", "source_key")


@dataclass(slots=True)
class Merged:
    """The ids of what was created and of what was changed."""

    created: list[UUID] = field(default_factory=list)
    changed: list[UUID] = field(default_factory=list)

    def __str__(self) -> str:
        facts = {"created": len(self.created), "changed": len(self.changed)}
        return _("%(created)s new, %(changed)s changed") % facts


def alone(name: str) -> None:
    """Keep other imports of the same name out until the transaction ends. Raises Conflict."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 42))", [name])
        if not cursor.fetchone()[0]:
            raise Conflict(
                _("Another import is running. Wait until it has finished, and start again."),
                code="IMPORT_RUNS",
            )


@contextmanager
def kindly() -> Iterator[None]:
    """Put into words that the database will not wait, or not take a row. Nothing was changed."""
    try:
        yield
    except OperationalError as error:
        state = getattr(error.__cause__, "sqlstate", "") or ""
        if state in ("40P01", "40001", "55P03"):
            raise Conflict(
                _("People were at work on the same rows. Nothing was changed; start again.")
            ) from error
        raise
    except IntegrityError as error:
        raise Conflict(
            _("The database refused a row (%(rule)s). Nothing was changed; start again.")
            % {"rule": violated(error)}
        ) from error


def copy(table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    """Append rows to a table as they come. Returns how many.

    The connection is busy until the last row: making one must not ask the database anything.
    """
    statement = SQL("COPY {} ({}) FROM STDIN").format(Identifier(table), names(columns))
    count = 0
    with connection.cursor() as cursor, cursor.copy(statement) as stream:
        for row in rows:
            stream.write_row(row)
            count += 1
    return count


def merge(
    model: type[models.Model],
    columns: Sequence[str],
    rows: Iterable[Sequence[Any]],
    *,
    first_only: Iterable[str] = (),
) -> Merged:
    """Merge rows by source and source_key. ``first_only`` columns are set only on new rows.

    ``columns`` are those of the table, source and source_key among them; two rows of one call
    never have the same key.
    """
    table = model._meta.db_table
    stamped = ("id", "created_at", "updated_at", *columns)
    with connection.cursor() as cursor:
        cursor.execute(
            SQL("DROP TABLE IF EXISTS {0}; CREATE TEMP TABLE {0} ON COMMIT DROP AS"
                " SELECT {1} FROM {2} WITH NO DATA").format(
                Identifier(BESIDE), names(stamped), Identifier(table)
            )
        )  # fmt: skip
        moment = now()
        copy(BESIDE, stamped, ((new_id(), moment, moment, *row) for row in rows))
        cursor.execute(SQL("ANALYZE {}").format(Identifier(BESIDE)))
        merged = Merged()
        updated = [c for c in columns if c not in (*MATCH, *first_only)]
        if updated:
            cursor.execute(_update(table, updated))
            merged.changed = [key for (key,) in cursor.fetchall()]
        cursor.execute(_insert(table, stamped))
        merged.created = [key for (key,) in cursor.fetchall()]
        cursor.execute(SQL("DROP TABLE {}").format(Identifier(BESIDE)))
    return merged


def names(columns: Iterable[str], of: str = "") -> Composed:
    """Quoted names, with commas between them."""
    quoted = (Identifier(of, column) if of else Identifier(column) for column in columns)
    return SQL(", ").join(quoted)


def _matched() -> Composed:
    return SQL(" AND ").join(
        SQL("{} = {}").format(Identifier("known", column), Identifier(BESIDE, column))
        for column in MATCH
    )


def _update(table: str, columns: Sequence[str]) -> Composed:
    sets = SQL(", ").join(
        SQL("{} = {}").format(Identifier(column), Identifier(BESIDE, column)) for column in columns
    )
    return SQL(
        "UPDATE {table} known SET {sets}, updated_at = incoming.updated_at FROM incoming"
        " WHERE {matched} AND ({ours}) IS DISTINCT FROM ({theirs}) RETURNING known.id"
    ).format(
        table=Identifier(table), sets=sets, matched=_matched(),
        ours=_row(names(columns, "known")), theirs=_row(names(columns, BESIDE)),
    )  # fmt: skip


def _row(listed: Composed) -> Composed:
    return SQL("ROW({})").format(listed)


def _insert(table: str, columns: Sequence[str]) -> Composed:
    return SQL(
        "INSERT INTO {table} ({columns}) SELECT {theirs} FROM incoming"
        " WHERE NOT EXISTS (SELECT FROM {table} known WHERE {matched}) RETURNING id"
    ).format(
        table=Identifier(table), columns=names(columns), theirs=names(columns, BESIDE),
        matched=_matched(),
    )  # fmt: skip
