"""`steadwork demo load`: the town, once. Safe to repeat, and safe to kill half-way."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from steadwork.demo import loading, side_by_side


class Command(BaseCommand):
    help = "Build the demonstration town. Does nothing when it is there."
    requires_system_checks: tuple[str, ...] = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("act", choices=["load"])
        parser.add_argument("--half", type=int, choices=[0, 1], help="only this half of the year")

    def handle(self, *args: Any, act: str, half: int | None, **options: Any) -> None:
        if half is not None:
            side_by_side.live_half(half)
        elif loading.missing():
            side_by_side.load(self.stdout.write)
