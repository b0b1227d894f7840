"""Where the embedded server's things lie. Every name is settled before the server runs."""

from __future__ import annotations

import hashlib
import os
import secrets
import stat
import tempfile
from dataclasses import dataclass
from pathlib import Path

from steadwork.config import home

SOCKET_NAME_LIMIT = 100  # the system allows 107 bytes for the whole path of a socket


class CannotServe(Exception):
    """Why there is no database, as a sentence with a way out."""


@dataclass(frozen=True, slots=True)
class Folder:
    """One server's folder. ``throwaway`` trades safety for speed: for tests, never for data."""

    path: Path
    throwaway: bool = False

    database = "steadwork"
    role = "steadwork"
    outside = "steadwork_outside"  # what the role becomes for people who are not the host's own
    port = 5432  # no port is opened: the number is part of the socket's name

    @property
    def data(self) -> Path:
        return self.path / "data"

    @property
    def unfinished(self) -> Path:
        """Where a new database is made, before it is moved to its place in one step."""
        return self.path / "data.new"

    @property
    def passfile(self) -> Path:
        """The password of the role, in the form that clients read it."""
        return self.path / "password"

    @property
    def log(self) -> Path:
        return self.path / "server.log"

    @property
    def users_lock(self) -> Path:
        """Shared by all who use the server. When its keeper gets it alone, nobody is left."""
        return self.path / "users.lock"

    @property
    def keeper_lock(self) -> Path:
        """Held by the one keeper."""
        return self.path / "keeper.lock"

    @property
    def socket_dir(self) -> Path:
        """Beside the data, or in a private folder for temporary things if that name is too long."""
        near = self.path / "run"
        if len(os.fsencode(near / f".s.PGSQL.{self.port}")) <= SOCKET_NAME_LIMIT:
            return near
        mark = hashlib.sha256(os.fsencode(self.path)).hexdigest()[:12]
        return Path(tempfile.gettempdir()) / f"steadwork-{os.geteuid()}-{mark}"

    def make(self) -> None:
        """The folder itself, closed to others."""
        try:
            home.make(self.path.parent)
            home.make(self.path)
        except OSError as reason:
            raise CannotServe(
                f"The folder {self.path} cannot be made: {reason.strerror}. "
                "Set DATA_DIR to a folder that this account may write, with space left on its disk."
            ) from None
        if not os.access(self.path, os.R_OK | os.W_OK | os.X_OK):
            raise CannotServe(
                f"The folder {self.path} belongs to another account. Start Steadwork as that "
                "account, or set DATA_DIR to a folder of your own."
            )

    def make_private(self, path: Path, uid: int, gid: int) -> None:
        """A folder for the server's account alone; refuses one that somebody else laid there."""
        path.mkdir(mode=0o700, exist_ok=True)
        found = path.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid not in {os.geteuid(), uid}:
            raise CannotServe(f"{path} was made by somebody else. Remove it, and start again.")
        if (found.st_uid, found.st_gid) != (uid, gid) and home.is_root():
            os.chown(path, uid, gid)
        path.chmod(0o700)

    def fresh_password(self) -> str:
        """A new password, written where clients look for it."""
        password = secrets.token_urlsafe(32)
        fresh = self.path / f".password.{os.getpid()}"
        with home.private_file(fresh) as out:
            out.write(f"*:*:*:{self.role}:{password}\n")
        fresh.replace(self.passfile)
        return password
