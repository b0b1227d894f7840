"""The second wall: row-level security for everyone who is not the host's own staff.

Requests of partners, customers and the public run in a transaction under a database role that
cannot bypass the policies. The policies read the actor from transaction-local settings, so that
a pooled connection carries nothing over.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction
from psycopg.pq import TransactionStatus

from steadwork.kernel.actor import Actor

ROLE = "steadwork_outside"
SETTINGS = [f"steadwork.{name}" for name in ("host", "organizations", "accounts", "user")]
READ = ", ".join(f"current_setting('{name}', true)" for name in SETTINGS)
WRITE = ", ".join(f"set_config('{name}', %s, true)" for name in SETTINGS)


@contextmanager
def behind(actor: Actor) -> Iterator[None]:
    """Everything inside is one transaction that the database itself limits to this actor.

    Inside a larger transaction the wall stands until the end of the block and no longer.
    """
    nested = connection.in_atomic_block
    with transaction.atomic():
        before = raised(actor)
        yield
        if nested and not broken():
            put_back(before)


def raised(actor: Actor) -> list[str]:
    """Put the wall up. What stood there before comes back as ``put_back`` wants it."""
    values = [
        str(actor.host_id or ""),
        ",".join(map(str, actor.organizations)),
        ",".join(map(str, actor.accounts)),
        str(actor.user_id or ""),
    ]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT current_setting('role'), {READ}")
        before = [value or "" for value in cursor.fetchone()]
        cursor.execute(f"SELECT {WRITE}", values)
        cursor.execute(f"SET LOCAL ROLE {ROLE}")
    return before


def put_back(before: list[str]) -> None:
    role, *values = before
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {ROLE if role == ROLE else 'NONE'}")
        cursor.execute(f"SELECT {WRITE}", values)


@contextmanager
def lifted() -> Iterator[None]:
    """For consequences that reach past the actor's own rows, such as withdrawing rival offers.

    A house test counts the callers: each is a place where a partner's act moves other rows.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('role')")
        stands = cursor.fetchone()[0] == ROLE
        if stands:
            cursor.execute("SET LOCAL ROLE NONE")
    try:
        yield
    finally:
        if stands and not broken():
            with connection.cursor() as cursor:
                cursor.execute(f"SET LOCAL ROLE {ROLE}")


def broken() -> bool:
    """Whether the database refuses everything until a rollback, which also restores the wall."""
    status = connection.connection.info.transaction_status
    return connection.needs_rollback or status == TransactionStatus.INERROR
