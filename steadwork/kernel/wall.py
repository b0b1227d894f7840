"""The second wall: row-level security for everyone who is not the host's own staff.

Requests of partners, customers and the public run in a transaction under a database role that
cannot bypass the policies. The policies read the actor from transaction-local settings, so that
a pooled connection carries nothing over.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

from steadwork.kernel.actor import Actor

ROLE = "steadwork_outside"


@contextmanager
def behind(actor: Actor) -> Iterator[None]:
    """Everything inside is one transaction that the database itself limits to this actor."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT set_config('steadwork.host', %s, true),"
                " set_config('steadwork.organizations', %s, true),"
                " set_config('steadwork.accounts', %s, true),"
                " set_config('steadwork.user', %s, true)",
                [
                    str(actor.host_id or ""),
                    ",".join(map(str, actor.organizations)),
                    ",".join(map(str, actor.accounts)),
                    str(actor.user_id or ""),
                ],
            )
            cursor.execute(f"SET LOCAL ROLE {ROLE}")
        yield


@contextmanager
def lifted() -> Iterator[None]:
    """For consequences that reach past the actor's own rows, such as withdrawing rival offers.

    A house test counts the callers: each is a place where a partner's act moves other rows.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, session_user")
        role, owner = cursor.fetchone()
        if role == owner:
            yield
            return
        cursor.execute("SET LOCAL ROLE NONE")
    try:
        yield
    finally:
        if not connection.needs_rollback:
            with connection.cursor() as cursor:
                cursor.execute(f"SET LOCAL ROLE {ROLE}")
