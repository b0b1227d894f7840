"""A pytest plugin, loaded before any setting is read: tests never meet the operator's own data.

Unless DATABASE_URL names a server, they share a throw-away one that is kept between runs. Each
run makes databases of its own there, so that several may run at once.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import fields
from pathlib import Path

import psycopg
from psycopg import sql

from steadwork.config import environment, home
from steadwork.config.postgres import using
from steadwork.config.postgres.folder import Folder

PREFIX = "test_steadwork_"

for each in fields(environment.Environment):
    if each.metadata["name"] != "DATABASE_URL":
        os.environ.pop(each.metadata["name"], None)

HOME = environment.default_home() / "test"
FILES = tempfile.TemporaryDirectory(prefix="steadwork-files-")
os.environ |= {
    "DJANGO_SETTINGS_MODULE": "steadwork.config.settings",
    "SECRET_KEY": "for tests alone, and long enough for it",
    "DATA_DIR": str(HOME),
    "FILES_DIR": FILES.name,
    "ALLOWED_HOSTS": "testserver,localhost,127.0.0.1",
    "TIME_ZONE": "America/New_York",
}


@contextmanager
def database_server() -> Iterator[str]:
    """The server that tests use, and the name of this run's database on it."""
    mine = f"{PREFIX}{os.getpid()}"
    if os.environ.get("DATABASE_URL"):
        yield mine
        return
    home.make(HOME.parent)
    with using.server(Folder(HOME / "postgres", throwaway=True)) as folder:
        drop_left_over(folder)
        yield mine


def drop_left_over(folder: Folder) -> None:
    """Databases of runs that were killed. A run's number is in the name of its databases."""
    with psycopg.connect(
        host=str(folder.socket_dir),
        port=folder.port,
        dbname="postgres",
        user=folder.role,
        passfile=str(folder.passfile),
        autocommit=True,
        options="-c statement_timeout=10s -c lock_timeout=1s",
    ) as link:
        found = link.execute("SELECT datname FROM pg_database WHERE datname LIKE 'test\\_%'")
        for (name,) in found.fetchall():
            if not is_running(name.removeprefix(PREFIX).split("_")[0]):
                drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)")
                with suppress(psycopg.Error):  # another run is at it, or the next one will be
                    link.execute(drop.format(sql.Identifier(name)))


def is_running(number: str) -> bool:
    """Whether the run with this process number still goes on; in doubt, it does."""
    return not number.isdigit() or not Path("/proc").exists() or Path("/proc", number).exists()
