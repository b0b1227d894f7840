"""Numbers that people read aloud: RO-104213. One sequence, no lock, gaps allowed."""

from __future__ import annotations

from django.db import connection


def next_number(prefix: str) -> str:
    """The next number for a kind. Unique for ever, also after a rollback."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('kernel_number')")
        return f"{prefix}-{cursor.fetchone()[0]}"


def next_numbers(prefix: str, count: int) -> list[str]:
    """Many at once, for imports."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('kernel_number') FROM generate_series(1, %s)", [count])
        return [f"{prefix}-{value}" for (value,) in cursor.fetchall()]
