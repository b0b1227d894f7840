"""A bar on stderr while something long runs. Silent where nobody looks."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

Thing = TypeVar("Thing")
STEP = 500


class Steps:
    """The bars of one run. ``over`` counts things as they pass; ``say`` names a step alone."""

    def __init__(self, bars: Progress | None = None) -> None:
        self._bars = bars

    def over(
        self, things: Iterable[Thing], label: str, total: int | None = None
    ) -> Iterator[Thing]:
        if self._bars is None:
            yield from things
            return
        task = self._bars.add_task(label, total=total)
        passed = 0
        for passed, thing in enumerate(things, 1):
            if passed % STEP == 0:
                self._bars.update(task, completed=passed)
            yield thing
        self._bars.update(task, completed=passed, total=passed)

    def say(self, label: str) -> None:
        if self._bars is not None:
            self._bars.add_task(label, total=1, completed=1)


SILENT = Steps()


@contextmanager
def steps(quiet: bool = False) -> Iterator[Steps]:
    """Bars for a person at a terminal; nothing for a pipe, a job or a test."""
    if quiet or not sys.stderr.isatty():
        yield SILENT
        return
    with Progress(
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(),
        console=Console(stderr=True),
    ) as bars:  # fmt: skip
        yield Steps(bars)
