"""What the processes under ``steadwork serve`` do: prepare once, then the web and the jobs."""

from __future__ import annotations

import hashlib
import os
import signal
import sys
import threading
import time
from pathlib import Path

from steadwork.config import databases, environment
from steadwork.config.postgres import using


def follow_parent() -> None:
    """End when our parent has. Looking is what works on every system."""
    parent = os.getppid()

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(0.5)
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(10)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def prepare() -> None:
    """Tables, static files and, in the demonstration, its people. Quick when nothing is new."""
    import django
    from django.core.management import call_command, get_commands

    django.setup()
    require_version()
    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    collect_static()
    if environment.read(os.environ).demo and "demo" in get_commands():
        call_command("demo", "load")


def collect_static() -> None:
    """Fingerprint and compress the static files, unless none has changed since the last time."""
    from django.conf import settings
    from django.contrib.staticfiles.finders import get_finders
    from django.core.management import call_command

    seen = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            facts = Path(storage.path(path)).stat()
            seen.update(f"{path} {facts.st_size} {facts.st_mtime_ns}\n".encode())
    mark = settings.STATIC_ROOT / ".made-from"
    if not mark.is_file() or mark.read_text() != seen.hexdigest():
        call_command("collectstatic", verbosity=0, interactive=False, clear=True)
        mark.write_text(seen.hexdigest())


def require_version() -> None:
    """A server of one's own may be away, closed to us, or too old."""
    from django.db import DatabaseError, connection

    try:
        connection.ensure_connection()
    except DatabaseError as reason:
        told = str(reason).strip().splitlines()[0]
        sys.exit(f"The database does not let us in: {told}. Check DATABASE_URL.")
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version_num")
        found = int(cursor.fetchone()[0]) // 10000
    if found < databases.OLDEST:
        sys.exit(
            f"The database is a PostgreSQL {found}, and Steadwork needs {databases.OLDEST} or "
            "newer. Upgrade it, or leave DATABASE_URL out."
        )


def web() -> None:
    """Requests. One thread a process is the fastest for Python; more processes use more cores."""
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    env = environment.read(os.environ)
    os.environ.setdefault("DATABASE_POOL", str(env.threads + 1))
    Granian(
        "steadwork.config.wsgi:application",
        address=env.bind,
        port=env.port,
        interface=Interfaces.WSGI,
        workers=env.workers,
        blocking_threads=env.threads,
        respawn_failed_workers=True,
        workers_kill_timeout=10,
        log_level=LogLevels.warning,
    ).serve()


def jobs() -> None:
    """Mail and everything else that happens after a commit."""
    import django

    django.setup()
    from procrastinate.contrib.django import app
    from procrastinate.contrib.django.django_connector import DjangoConnector

    if isinstance(app.connector, DjangoConnector):  # the one for workers waits without a thread
        with app.replace_connector(app.connector.get_worker_connector()) as working:
            working.run_worker(concurrency=2)


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "steadwork.config.settings")
    follow_parent()
    with using.database(environment.read(os.environ)):  # it stays until the last of us has ended
        {"prepare": prepare, "web": web, "jobs": jobs}[sys.argv[1]]()


if __name__ == "__main__":
    main()
