"""``steadwork serve``: a database, a web server and a job worker, until Ctrl-C.

The children have a session of their own, so Ctrl-C reaches us alone and we stop them in order.
They follow us: if we are killed, they notice and go too.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from types import FrameType

from steadwork.config import environment
from steadwork.config.environment import Environment
from steadwork.config.postgres import using
from steadwork.config.postgres.folder import CannotServe

PATIENCE = 20.0  # seconds for the requests and jobs that are under way when we stop

Child = subprocess.Popen[bytes]


def serve() -> None:
    """Everything that a house needs, in the foreground."""
    env = environment.read(os.environ)
    wait_for_port(env)
    for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(each, interrupted)
    os.environ["SERVING"] = "yes"
    with ExitStack() as stack:
        mend = stack.enter_context(using.database(env))
        prepare()
        children = {"web": stack.enter_context(child("web"))}
        greet(env, children["web"])
        children["jobs"] = stack.enter_context(child("jobs"))
        while not (ended := [name for name, each in children.items() if each.poll() is not None]):
            mend()
            time.sleep(0.5)
        raise CannotServe(f"The part for {ended[0]} has ended; the lines above may tell why.")


def interrupted(number: int, frame: FrameType | None) -> None:
    """A supervisor that asks us to end means what a person means by Ctrl-C."""
    raise KeyboardInterrupt


def wait_for_port(env: Environment) -> None:
    """Children of a start that was killed need a moment to see that they are alone."""
    until = time.monotonic() + 3
    while True:
        with socket.socket(socket.AF_INET6 if ":" in env.bind else socket.AF_INET) as door:
            door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                return door.bind((env.bind, env.port))
            except OSError as reason:
                if time.monotonic() > until:
                    raise CannotServe(
                        f"Port {env.port} on {env.bind} cannot be used: {reason.strerror}. Stop "
                        f"what uses it, or choose another one with PORT={env.port % 65535 + 1}."
                    ) from None
        time.sleep(0.2)


def start(name: str, **more: str) -> Child:
    return subprocess.Popen(
        [sys.executable, "-m", "steadwork.config.children", name],
        env=os.environ | more,
        stdin=subprocess.DEVNULL,
        start_new_session=True,
    )


@contextmanager
def child(name: str) -> Iterator[Child]:
    """A child that has ended when the ``with`` has: asked first, made to in the end."""
    running = start(name)
    try:
        yield running
    finally:
        end(running)


def end(running: Child) -> None:
    running.terminate()
    try:
        running.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        running.kill()
        running.wait()


def prepare() -> None:
    """In a process of its own, so that ours stays small. A migration may take its time."""
    running = start("prepare", STATEMENT_TIMEOUT="0")
    try:
        if running.wait() != 0:
            raise CannotServe("Steadwork was not ready to start; the lines above tell why.")
    finally:
        end(running)


def greet(env: Environment, web: Child) -> None:
    """Say where the house stands as soon as its door opens."""
    here = "127.0.0.1" if env.bind in {"0.0.0.0", "::"} else env.bind  # noqa: S104
    while web.poll() is None:
        try:
            socket.create_connection((here, env.port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
            continue
        say(f"Steadwork is open on http://{f'[{here}]' if ':' in here else here}:{env.port}/")
        if env.demo:
            say("The start page has the people of the demonstration: one click signs you in.")
        say("Ctrl-C stops everything.")
        return


def say(line: str) -> None:
    print(line, flush=True)  # noqa: T201
