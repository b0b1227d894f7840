"""Release holds of places whose time is up."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from steadwork.assets.jobs import MOST, release_lapsed_holds
from steadwork.assets.models import Booking
from steadwork.kernel.clock import now


class Command(BaseCommand):
    help = "Release holds of places whose time is up. Safe every minute, and safe twice at once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--limit", type=int, default=MOST, help="most in one run")
        parser.add_argument("--dry-run", action="store_true", help="change nothing")

    def handle(self, *, limit: int, dry_run: bool, **options: Any) -> None:
        if dry_run:
            due, done = Booking.objects.lapsed(now()).count(), 0
        else:
            due, done = release_lapsed_holds(limit)
        self.stdout.write(f"due={due} released={done}")
