"""A pytest plugin, loaded before any setting is read: tests never meet the operator's own data.

Unless DATABASE_URL names a server, they share a throw-away one that is kept between runs. Each
run makes databases of its own there, so that several may run at once.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from steadwork.config import environment, home
from steadwork.config.postgres import using
from steadwork.config.postgres.folder import Folder

PREFIX = "test_steadwork_"
OWN = {"DATABASE_URL"}

for each in environment.Environment.__dataclass_fields__.values():
    if each.metadata["name"] not in OWN:
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
    from django.conf import settings

    if settings.ENV.database_url:
        yield f"{PREFIX}{os.getpid()}"
        return
    home.make(HOME.parent)
    with using.server(Folder(HOME / "postgres", throwaway=True)):
        drop_left_over(settings.DATABASES["default"])
        yield f"{PREFIX}{os.getpid()}"


def drop_left_over(place: dict[str, object]) -> None:
    """Databases of runs that were killed. A run's number is in the name of its databases."""
    import psycopg

    reached = {"host": place["HOST"], "port": place["PORT"], "user": place["USER"]}
    options: dict[str, object] = place["OPTIONS"]  # type: ignore[assignment]
    with psycopg.connect(
        dbname="postgres", passfile=options["passfile"], autocommit=True, **reached
    ) as link:
        found = link.execute("SELECT datname FROM pg_database WHERE datname LIKE 'test\\_%'")
        for (name,) in found.fetchall():
            number = name.removeprefix(PREFIX).split("_")[0]
            if number.isdigit() and not Path(f"/proc/{number}").exists() and Path("/proc").exists():
                link.execute(psycopg.sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(
                    psycopg.sql.Identifier(name)
                ))
