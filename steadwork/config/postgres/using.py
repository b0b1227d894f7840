"""Using the embedded server: it is there inside the ``with``, and nobody has to stop it."""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial

from steadwork.config import home
from steadwork.config.environment import Environment
from steadwork.config.postgres.folder import CannotServe, Folder

PATIENCE = 180.0


@contextmanager
def database(env: Environment) -> Iterator[Callable[[], None]]:
    """A database for as long as the ``with``: one's own, or the embedded one. The function that
    comes with it brings back a server that was killed meanwhile."""
    if env.database_url:  # somebody else looks after it
        yield lambda: None
        return
    with server(Folder(env.home / "postgres")) as folder:
        yield partial(summon, folder)


@contextmanager
def server(folder: Folder) -> Iterator[Folder]:
    """The server runs, for us and whoever else uses it, until the last of us leaves."""
    if os.name != "posix":
        raise CannotServe(
            "There is no embedded PostgreSQL for this system; on Windows, use WSL. "
            "Or set DATABASE_URL to a PostgreSQL 15 or newer of your own."
        )
    folder.make()
    with home.private_file(folder.users_lock, "a") as lock:
        fcntl.flock(lock, fcntl.LOCK_SH)  # waits while a server that nobody used any more stops
        summon(folder)
        yield folder


def summon(folder: Folder) -> None:
    """Start a keeper, or find that there is one, until the server answers. Who holds the users'
    lock may ask again at any time: a server that was killed comes back."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if is_kept(folder) and answers(folder):
            return
        said = ask_keeper(folder)
        if said == "ready":
            return
        if said != "kept":
            raise CannotServe(said or f"The keeper of {folder.path} ended without a word.")
        time.sleep(0.1)
    raise CannotServe(f"Another start of {folder.path} hangs. Stop it, and start again.")


def ask_keeper(folder: Folder) -> str:
    """One line from a keeper that lives on in a session of its own: Ctrl-C is not for it."""
    kind = "throwaway" if folder.throwaway else "safe"
    keeper = subprocess.Popen(
        [sys.executable, "-m", "steadwork.config.postgres.keeper", str(folder.path), kind],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        text=True,
    )
    with keeper:  # it forks, so what we started ends at once
        try:
            said, _ = keeper.communicate(timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            said = f"Nothing is heard of the keeper of {folder.path}. See {folder.log}."
    return said.strip()


def is_kept(folder: Folder) -> bool:
    """Whether there is a keeper: it alone holds its lock."""
    with home.private_file(folder.keeper_lock, "a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        return False


def answers(folder: Folder) -> bool:
    """Whether the server is there and says that it is ready."""
    from steadwork.config.postgres.keeper import is_server, status

    pid, says = status(folder)
    return says == "ready" and is_server(pid, folder)
