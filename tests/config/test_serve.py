"""The whole house as an operator starts, kills and stops it."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from steadwork.config.postgres import keeper, using
from steadwork.config.postgres.folder import Folder

pytestmark = pytest.mark.slow


@pytest.fixture
def house() -> Iterator[Path]:
    base = Path(tempfile.mkdtemp(prefix="steadwork-", dir="/var/tmp"))
    base.chmod(0o711)
    yield base / "house"
    shutil.rmtree(base)


@pytest.fixture
def port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return int(door.getsockname()[1])


def serve(house: Path, port: int) -> subprocess.Popen[str]:
    """Only what an operator says: this run's own settings stay out of it."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return subprocess.Popen(
        [sys.executable, "-m", "steadwork.config.cli", "serve"],
        env=kept | {"DATA_DIR": str(house), "PORT": str(port), "WORKERS": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
        text=True,
    )


def first_line(server: subprocess.Popen[str]) -> str:
    assert server.stdout is not None
    return server.stdout.readline().strip()


def health(port: int) -> bytes:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=10) as answer:
        return bytes(answer.read())


def wait_until_gone(house: Path, port: int) -> None:
    until = time.monotonic() + 20
    while time.monotonic() < until:
        with socket.socket() as door:
            free = door.connect_ex(("127.0.0.1", port)) != 0
        if free and not using.is_kept(Folder(house / "postgres")):
            return
        time.sleep(0.05)
    pytest.fail("something of the server is still there")


def test_it_opens_is_killed_opens_again_and_stops_cleanly(house: Path, port: int) -> None:
    with serve(house, port) as killed:
        assert first_line(killed) == f"Steadwork is open on http://127.0.0.1:{port}/"
        assert health(port) == b"ok\n"
        killed.kill()
    wait_until_gone(house, port)

    with serve(house, port) as stopped:
        assert first_line(stopped) == f"Steadwork is open on http://127.0.0.1:{port}/"
        assert health(port) == b"ok\n"
        stopped.terminate()
    wait_until_gone(house, port)

    assert stopped.returncode == 130


def test_a_database_that_is_killed_comes_back_under_the_running_house(
    house: Path, port: int
) -> None:
    with serve(house, port) as server:
        first_line(server)
        database = keeper.status(Folder(house / "postgres"))[0]
        os.kill(database, signal.SIGKILL)

        until = time.monotonic() + 30
        while keeper.status(Folder(house / "postgres")) in {(0, ""), (database, "ready")}:
            assert time.monotonic() < until
            time.sleep(0.05)
        answer = b""
        while answer != b"ok\n":
            assert time.monotonic() < until
            try:
                answer = health(port)
            except urllib.error.HTTPError:
                time.sleep(0.1)
        server.terminate()
    wait_until_gone(house, port)


def test_a_port_that_is_taken_is_said_with_a_way_out(house: Path, port: int) -> None:
    with socket.socket() as door:
        door.bind(("127.0.0.1", port))
        door.listen()

        with serve(house, port) as server:
            said = first_line(server)

    assert said == (
        f"Port {port} on 127.0.0.1 cannot be used: Address already in use. "
        f"Stop what uses it, or choose another one with PORT={port + 1}."
    )
