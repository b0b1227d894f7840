"""Taking time: medians, because the machine has other work; and tables that docs can hold."""

from __future__ import annotations

import platform
import statistics
import time
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Timed:
    """Milliseconds of many runs of one thing."""

    runs: list[float]

    @property
    def p50(self) -> float:
        return statistics.median(self.runs)

    @property
    def p95(self) -> float:
        return sorted(self.runs)[int(len(self.runs) * 0.95)]


def together(
    runs: int, *, around: dict[str, Any] | None = None, **acts: Callable[[], Any]
) -> dict[str, Timed]:
    """Each act in turn, again and again, so that a busy moment of the machine hits all alike.
    Those that ``around`` names are done behind the wall of the actor there."""
    from steadwork.kernel.wall import behind

    taken: dict[str, list[float]] = {name: [] for name in acts}
    for run in range(runs + 2):
        for name, act in acts.items():
            with behind(around[name]) if around and name in around else nullcontext():
                started = time.perf_counter()
                act()
                ended = time.perf_counter()
            if run > 1:  # the first two fill caches
                taken[name].append((ended - started) * 1000)
    return {name: Timed(values) for name, values in taken.items()}


def table(head: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """Lines of Markdown, aligned so that a terminal shows them well too."""
    cells = [[str(cell) for cell in row] for row in [head, *rows]]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    lines = [
        "| " + " | ".join(c.ljust(w) for c, w in zip(row, widths, strict=True)) + " |"
        for row in cells
    ]
    lines.insert(1, "|" + "|".join("-" * (w + 2) for w in widths) + "|")
    return "\n".join(lines)


def ms(value: float) -> str:
    return f"{value:.2f}" if value < 10 else f"{value:.1f}"


def times(ours: float, bare: float) -> str:
    return f"{ours / bare:.1f} x"


def surroundings() -> str:
    """On what this was measured."""
    import os
    from pathlib import Path

    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        version = cursor.fetchone()[0]
    load = Path("/proc/loadavg")
    busy = f", load {load.read_text().split()[0]}" if load.exists() else ""
    return (
        f"PostgreSQL {version.split()[0]}, Python {platform.python_version()}, "
        f"{os.cpu_count()} cores{busy}"
    )
