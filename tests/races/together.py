"""Many at the same second: threads with connections of their own, all let go at once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from django.db import connection

from steadwork.kernel import wall
from steadwork.kernel.errors import DomainError

AT_ONCE = 16
PATIENCE = 60


def together(*acts: Callable[[], Any]) -> list[str]:
    """What became of each act: ``done``, or the code of its refusal. Other errors are raised.

    The first of each thread start at one barrier; with more acts than threads the rest follow.
    """
    width = min(len(acts), AT_ONCE)
    start = Barrier(width)

    def run(number: int) -> list[tuple[int, str]]:
        start.wait(PATIENCE)
        try:
            return [(n, outcome(acts[n])) for n in range(number, len(acts), width)]
        finally:
            connection.close()

    with ThreadPoolExecutor(width) as pool:
        done = [pair for pairs in pool.map(run, range(width)) for pair in pairs]
    return [result for _, result in sorted(done)]


def outcome(act: Callable[[], Any]) -> str:
    try:
        act()
    except DomainError as refusal:
        return refusal.code if str(refusal) else "no sentence"
    return "done"


def outside(actor: Any, act: Callable[..., Any], *args: Any, **kwargs: Any) -> Callable[[], Any]:
    """The act as a partner's request runs it: in one transaction, behind the wall."""

    def run() -> Any:
        with wall.behind(actor):
            return act(*args, by=actor, **kwargs)

    return run


def inside(actor: Any, act: Callable[..., Any], *args: Any, **kwargs: Any) -> Callable[[], Any]:
    return lambda: act(*args, by=actor, **kwargs)
