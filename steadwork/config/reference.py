"""``steadwork docs`` writes the reference pages from the code; ``--check`` says which are stale."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path

from steadwork.config.environment import Environment

PAGES = Path(__file__).resolve().parents[2] / "docs" / "reference"


def settings_page() -> str:
    """Every setting, in the order in which an operator meets it."""
    lines = [
        "# Settings",
        "",
        "All of them are environment variables, and all may be left out. A value that cannot be",
        "meant stops the start with a sentence. This page is written by `steadwork docs`.",
        "",
        "| Setting | Left out | What it is for |",
        "| --- | --- | --- |",
    ]
    for each in fields(Environment):
        told = each.metadata
        default = told["shown"] if told["shown"] is not None else told["default"]
        lines.append(f"| `{told['name']}` | {f'`{default}`' if default else ''} | {told['says']} |")
    return "\n".join([*lines, ""])


WRITERS: dict[str, Callable[[], str]] = {"settings.md": settings_page}


def stale() -> list[str]:
    """Pages that are not what the code would write now."""
    return [
        name
        for name, write in WRITERS.items()
        if not (PAGES / name).is_file() or (PAGES / name).read_text(encoding="utf-8") != write()
    ]


def main(*, check: bool) -> None:
    if check and (old := stale()):
        pages = ", ".join(f"docs/reference/{name}" for name in old)
        sys.exit(f"Not what the code says any more: {pages}. Run `./run steadwork docs`.")
    if not check:
        PAGES.mkdir(parents=True, exist_ok=True)
        for name, write in WRITERS.items():
            (PAGES / name).write_text(write(), encoding="utf-8")
