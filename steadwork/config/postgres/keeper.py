"""The keeper: one process that makes, starts, watches and stops one embedded server.

It begins when somebody wants the server (``using.server``) and says one line to them: ``ready``,
or the sentence why not. Everybody who uses the server holds the users' lock together. The keeper
waits for that lock alone: it gets it when the last user is gone, however they went, kill -9
included. Then it stops the server and ends. If the keeper itself is killed, the kernel stops the
server with it (Linux), or the next keeper does (elsewhere).
"""

from __future__ import annotations

import ctypes
import fcntl
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from steadwork.config import home
from steadwork.config.postgres.folder import CannotServe, Folder
from steadwork.config.postgres.programs import OWN_SERVER, PLAIN, Programs, programs

PATIENCE = 120.0  # seconds; recovery after a crash replays what was not yet in place
LEAST_SPACE = 200 * 1024 * 1024
LONGEST_LOG = 10 * 1024 * 1024

SAFE = {
    "shared_buffers": "128MB",
    "max_connections": "200",
    # The log is kept, and people look at it: no rows and no values in it.
    "log_error_verbosity": "terse",
    "log_min_error_statement": "panic",
}
FAST = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "500",
    "shared_buffers": "256MB",
    "autovacuum": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "checkpoint_timeout": "30min",
    "max_wal_size": "2GB",
}
# The role signs in by password. The server's superuser is only for the account that runs it.
RIGHTS = "local all postgres peer map=keeper\nlocal all all scram-sha-256\n"


@contextmanager
def held(path: Path, how: int) -> Iterator[bool]:
    """A lock that the system frees when we end, whatever ends us. False: somebody else has it."""
    with home.private_file(path, "a") as file:
        try:
            fcntl.flock(file, how)
        except BlockingIOError:
            yield False
        else:
            yield True


def keep(folder: Folder) -> None:
    """Serve until nobody uses the server any more."""
    with held(folder.keeper_lock, fcntl.LOCK_EX | fcntl.LOCK_NB) as mine:
        if not mine:
            say("kept")
            return
        found = programs(folder)
        prepare(folder, found)
        stop_orphan(folder)
        server = started(folder, found)
        ended = threading.Event()
        for each in (signal.SIGTERM, signal.SIGINT):
            signal.signal(each, lambda *_: ended.set())
        threading.Thread(target=wait_for_end, args=(server, ended), daemon=True).start()
        say("ready")
        threading.Thread(target=wait_for_users, args=(folder, ended), daemon=True).start()
        ended.wait()
        stop(server)


def wait_for_end(server: subprocess.Popen[str], ended: threading.Event) -> None:
    server.wait()
    ended.set()


def wait_for_users(folder: Folder, ended: threading.Event) -> None:
    """Get the users' lock alone, and keep it while the server stops: newcomers wait for us."""
    with held(folder.users_lock, fcntl.LOCK_EX):
        ended.set()
        threading.Event().wait()


def say(line: str) -> None:
    """The one line that whoever started us waits for. After it there is nobody to speak to."""
    os.write(1, f"{line}\n".encode())
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.close(nowhere)


def prepare(folder: Folder, found: Programs) -> None:
    """A database of the right version, made at the first start and never half."""
    who = found.account
    enough_space(folder)
    enterable(folder, found)
    folder.make_private(folder.socket_dir, who.uid, who.gid)
    version = folder.data / "PG_VERSION"
    if folder.throwaway and version.is_file() and int(version.read_text()) != found.major():
        shutil.rmtree(folder.data)
    if not version.is_file():
        shutil.rmtree(folder.unfinished, ignore_errors=True)
        folder.make_private(folder.unfinished, who.uid, who.gid)
        create(folder, found)
        folder.unfinished.rename(folder.data)
        return
    if (old := int(version.read_text())) != found.major():
        raise CannotServe(
            f"The database in {folder.data} was made by PostgreSQL {old}, and this Steadwork "
            f"brings {found.major()}. Go back to the Steadwork that made it and write a backup "
            "(pg_dump), then set DATA_DIR to a new folder and restore it there. " + OWN_SERVER
        )
    if folder.data.stat().st_uid != who.uid:
        raise CannotServe(
            f"The database in {folder.data} belongs to another account than {who.name}. Start "
            "Steadwork as that account, or set DATA_DIR to another folder."
        )
    if not folder.passfile.is_file():
        password = folder.fresh_password()
        single_user(folder.data, found, f"ALTER ROLE {folder.role} PASSWORD '{password}';")


def enough_space(folder: Folder) -> None:
    if (left := shutil.disk_usage(folder.path).free) < LEAST_SPACE:
        raise CannotServe(
            f"The disk of {folder.path} is full ({left // 2**20} MB left, {LEAST_SPACE // 2**20} "
            "needed). Make room, or set DATA_DIR to a folder on another disk."
        )


def enterable(folder: Folder, found: Programs) -> None:
    if not found.account.may_enter(folder.path):
        raise CannotServe(
            f"The database runs as the account {found.account.name}, which may not enter "
            f"{folder.path}. Set DATA_DIR to a folder that it may enter, such as "
            "/var/lib/steadwork, or start Steadwork as an ordinary user."
        )


def create(folder: Folder, found: Programs) -> None:
    """A new cluster with one role that is no superuser, and its database."""
    new = str(folder.unfinished)
    fixed = ["--encoding=UTF8", "--locale=C", "--locale-provider=builtin"]
    fixed += ["--builtin-locale=C.UTF-8"]
    quick = ["--no-sync"] if folder.throwaway else []
    try:
        found.run("initdb", "-D", new, "-U", "postgres", "--auth=peer", *fixed, *quick)
        write_as(found, folder.unfinished / "pg_hba.conf", RIGHTS)
        known = f"keeper {found.account.name} postgres\n"
        write_as(found, folder.unfinished / "pg_ident.conf", known)
        single_user(
            folder.unfinished,
            found,
            f"CREATE ROLE {folder.role} LOGIN CREATEDB PASSWORD '{folder.fresh_password()}';",
            f"CREATE ROLE {folder.outside} NOLOGIN;",
            f"GRANT {folder.outside} TO {folder.role};",
            f"CREATE DATABASE {folder.database} OWNER {folder.role};",
        )
    except subprocess.CalledProcessError as failure:
        raise CannotServe(reason(f"{failure.output}\n{failure.stderr}", folder)) from None


def write_as(found: Programs, path: Path, text: str) -> None:
    path.write_text(text)
    path.chmod(0o600)
    if found.account.borrowed:
        os.chown(path, found.account.uid, found.account.gid)


def single_user(data: Path, found: Programs, *statements: str) -> None:
    """SQL in a server without clients: nobody has to be let in for it, and no password shows in
    the list of processes."""
    sql = "\n".join(statements) + "\n"
    found.run("postgres", "--single", "-D", str(data), "postgres", send=sql)


def started(folder: Folder, found: Programs) -> subprocess.Popen[str]:
    """The server, answering. Children of a killed one may need a moment to leave: try again."""
    until = time.monotonic() + PATIENCE
    while True:
        before = trimmed(folder.log)
        server = launch(folder, found)
        while server.poll() is None and time.monotonic() < until:
            if status(folder) == (server.pid, "ready"):
                return server
            time.sleep(0.02)
        if server.poll() is None:
            stop(server)
            raise CannotServe(
                f"PostgreSQL was not ready after {PATIENCE:.0f} seconds. {folder.log} tells why."
            )
        said = folder.log.read_bytes()[before:].decode(errors="replace")
        if "pre-existing shared memory" not in said or time.monotonic() > until:
            raise CannotServe(reason(said, folder))
        time.sleep(0.5)


def trimmed(log: Path) -> int:
    """How long the log is; one that has grown long is laid aside first."""
    size = log.stat().st_size if log.is_file() else 0
    if size < LONGEST_LOG:
        return size
    log.replace(log.with_suffix(".log.old"))
    return 0


def launch(folder: Folder, found: Programs) -> subprocess.Popen[str]:
    told = {
        "listen_addresses": "",
        "unix_socket_directories": str(folder.socket_dir),
        "unix_socket_permissions": "0700",
        "port": str(folder.port),
        "timezone": "UTC",
        "log_timezone": "UTC",
        "log_checkpoints": "off",
        "log_lock_waits": "on",
        "max_locks_per_transaction": "256",
        **(FAST if folder.throwaway else SAFE),
    }
    settings = [part for name, value in told.items() for part in ("-c", f"{name}={value}")]
    with home.private_file(folder.log, "a") as log:
        return subprocess.Popen(
            [str(found.bin / "postgres"), "-D", str(folder.data), *settings],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            text=True,
            cwd="/",
            env=PLAIN,
            preexec_fn=die_with_parent if sys.platform == "linux" else None,  # noqa: PLW1509
            **found.account.how,
        )


def die_with_parent() -> None:
    """Ask the kernel for SIGQUIT, an immediate stop, when the keeper dies. Linux only."""
    pr_set_pdeathsig = 1
    ctypes.CDLL(None).prctl(pr_set_pdeathsig, signal.SIGQUIT)


def stop(server: subprocess.Popen[str]) -> None:
    """Fast, then immediate, then by force: nothing that was committed is lost by any of them."""
    for how, seconds in ((signal.SIGINT, 30), (signal.SIGQUIT, 10), (signal.SIGKILL, 10)):
        if server.poll() is None:
            server.send_signal(how)
            try:
                server.wait(seconds)
            except subprocess.TimeoutExpired:
                continue


def status(folder: Folder) -> tuple[int, str]:
    """The server's process and what it says of itself, from the file that it keeps about it."""
    try:
        lines = (folder.data / "postmaster.pid").read_text().splitlines()
        return int(lines[0]), lines[7].strip() if len(lines) > 7 else ""
    except (OSError, ValueError, IndexError):
        return 0, ""


def stop_orphan(folder: Folder) -> None:
    """A server whose keeper was killed is stopped; a file about one that is gone is removed.

    PostgreSQL does the second by itself unless another process has got the number since."""
    pid, _ = status(folder)
    if not pid:
        return
    for how in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
        until = time.monotonic() + 10
        while is_server(pid, folder):
            if time.monotonic() > until:
                break
            os.kill(pid, how)
            time.sleep(0.1)
    (folder.data / "postmaster.pid").unlink(missing_ok=True)


def is_server(pid: int, folder: Folder) -> bool:
    """Whether this process is a PostgreSQL on our data, and no other that got its number."""
    about = Path(f"/proc/{pid}")
    if Path("/proc/self").exists():
        try:
            words = (about / "cmdline").read_bytes().split(b"\0")
        except OSError:
            return False
    else:
        asked = ["ps", "-p", str(pid), "-o", "command="]
        words = subprocess.run(asked, capture_output=True, check=False).stdout.split()
    return bool(words) and words[0].endswith(b"postgres") and os.fsencode(folder.data) in words


def reason(said: str, folder: Folder) -> str:
    """What PostgreSQL complains about, as a sentence with a way out."""
    if "No space left on device" in said or "Disk quota exceeded" in said:
        return (
            f"The disk of {folder.path} is full. Make room, or set DATA_DIR to a folder on "
            "another disk."
        )
    if "could not create shared memory" in said or "Cannot allocate memory" in said:
        return f"This machine has too little memory left for PostgreSQL. {OWN_SERVER}"
    grave = ("FATAL", "PANIC", "error:")
    lines = [line for line in said.splitlines() if any(word in line for word in grave)]
    told = lines[-1].strip() if lines else "it said nothing"
    return f"PostgreSQL did not start: {told}. The whole story is in {folder.log}. {OWN_SERVER}"


def main() -> None:
    path, kind = sys.argv[1:]
    if os.fork():  # a child of nobody: whoever started us need not wait for our end
        os._exit(0)
    try:
        keep(Folder(Path(path), throwaway=kind == "throwaway"))
    except CannotServe as refusal:
        say(str(refusal))
    except (OSError, subprocess.CalledProcessError) as failure:
        say(f"The embedded PostgreSQL in {path} cannot be kept: {failure}. {OWN_SERVER}")
    os._exit(0)  # at once: the thread that holds the users' lock ends with us


if __name__ == "__main__":
    main()
