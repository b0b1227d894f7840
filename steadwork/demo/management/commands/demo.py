"""`steadwork demo load`: the town, once. Safe to repeat, and safe to kill half-way."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from steadwork.demo import loading


class Command(BaseCommand):
    help = "Build the demonstration town. Does nothing when it is there."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("act", choices=["load"])

    def handle(self, *args: Any, act: str, **options: Any) -> None:
        loading.load(self.stdout.write)
