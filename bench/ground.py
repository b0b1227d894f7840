"""The ground a benchmark stands on: a migrated database of its own, and ways to fill it fast."""

from __future__ import annotations

import logging
import os
import re
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import django
import psycopg
from psycopg import sql

from bench import HOME
from steadwork.config import environment, home
from steadwork.config.postgres import using
from steadwork.config.postgres.folder import Folder


@contextmanager
def database(name: str, *, keep: bool = False) -> Iterator[bool]:
    """Django over the database ``bench_<name>``. Yields whether it is new and wants filling."""
    django.setup()
    logging.disable(logging.WARNING)
    from django.db import connections

    with ExitStack() as around:
        if not environment.read(os.environ).database_url:
            home.make(HOME.parent)
            around.enter_context(using.server(Folder(HOME / "postgres")))
        told = connections["default"].settings_dict
        with administrator() as link:
            mine = f"bench_{name}"
            known = link.execute("SELECT 1 FROM pg_database WHERE datname = %s", [mine]).fetchone()
            if known and not keep:
                link.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(mine)))
                known = None
            if not known:
                link.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(mine)))
        connections["default"].close()
        told["NAME"] = mine
        if not known:
            migrate()
        try:
            yield not known
        finally:
            connections.close_all()
            if not keep:
                with administrator() as link:
                    drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)")
                    link.execute(drop.format(sql.Identifier(mine)))


@contextmanager
def administrator() -> Iterator[psycopg.Connection[tuple[object, ...]]]:
    """A connection to the server's own first database, outside Django."""
    from django.db import connections

    told = {**connections["default"].get_connection_params(), "dbname": "postgres"}
    for ours in ("cursor_factory", "context", "prepare_threshold", "server_side_binding"):
        told.pop(ours, None)
    with psycopg.connect(**told, autocommit=True) as link:
        yield link


def migrate() -> None:
    from django.core.management import call_command

    call_command("migrate", verbosity=0)


@contextmanager
def bare(tables: list[str]) -> Iterator[None]:
    """Tables without foreign keys, exclusions and plain indexes while they are filled. All of it
    is put back, and so checked over every row."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = off; SET maintenance_work_mem = '512MB'")
        cursor.execute(
            """SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid)
                 FROM pg_constraint WHERE contype IN ('f', 'x')
                  AND conrelid = ANY (%s::regclass[]) ORDER BY contype DESC""",
            [tables],
        )
        constraints = cursor.fetchall()
        for table, name, _definition in constraints:
            cursor.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
        cursor.execute(
            """SELECT i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid) FROM pg_index i
                WHERE i.indrelid = ANY (%s::regclass[]) AND NOT i.indisunique""",
            [tables],
        )
        indexes = cursor.fetchall()
        for name, _definition in indexes:
            cursor.execute(f"DROP INDEX {name}")
        yield
        for _name, definition in indexes:
            cursor.execute(definition)
        for table, name, definition in constraints:
            cursor.execute(f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {definition}')
        cursor.execute("RESET synchronous_commit; RESET maintenance_work_mem")


PICK = """
CREATE FUNCTION pick(n bigint, salt int) RETURNS float8 LANGUAGE sql IMMUTABLE AS
  $$ SELECT (hashint8extended(n, salt) & 9007199254740991)::float8 / 9007199254740992 $$;
CREATE FUNCTION named(what text, n bigint) RETURNS uuid LANGUAGE sql IMMUTABLE AS
  $$ SELECT md5(what || n)::uuid $$;
CREATE FUNCTION timed(at timestamptz, n bigint) RETURNS uuid LANGUAGE sql IMMUTABLE AS
  $$ SELECT (lpad(to_hex((extract(epoch FROM at) * 1000)::bigint), 12, '0') || '70008'
             || lpad(to_hex(n), 15, '0'))::uuid $$;
"""


def fill(script: str, **values: object) -> None:
    """Run a script of statements, set by set. ``:name`` is a value. Says how long each took."""
    from django.db import connection

    known = re.compile(r"(?<!:):(" + "|".join(values) + r")\b")
    with connection.cursor() as cursor:
        for statement in script.split(";\n\n"):
            if not statement.strip():
                continue
            started = time.perf_counter()
            literal = known.sub(lambda m: sql.Literal(values[m[1]]).as_string(None), statement)
            cursor.execute(literal)
            words = " ".join(statement.split()[:5])
            print(f"  {time.perf_counter() - started:6.1f} s  {words}", flush=True)


def settle() -> None:
    """What autovacuum would have done by now."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
        cursor.execute("CHECKPOINT") if is_superuser(cursor) else None


def is_superuser(cursor: object) -> bool:
    cursor.execute("SELECT current_setting('is_superuser') = 'on'")  # type: ignore[attr-defined]
    return bool(cursor.fetchone()[0])  # type: ignore[attr-defined]
