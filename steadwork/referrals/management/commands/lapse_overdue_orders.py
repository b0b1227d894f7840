"""Let orders lapse that nobody answered in time."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from steadwork.kernel.clock import now
from steadwork.referrals.jobs import MOST, lapse_overdue_orders
from steadwork.referrals.models import ReferralOrder


class Command(BaseCommand):
    help = (
        "Let orders lapse that nobody answered in time. Safe every minute, and safe twice at once."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--limit", type=int, default=MOST, help="most in one run")
        parser.add_argument("--dry-run", action="store_true", help="change nothing")

    def handle(self, *, limit: int, dry_run: bool, **options: Any) -> None:
        if dry_run:
            due, done = ReferralOrder.objects.overdue(now()).count(), 0
        else:
            due, done = lapse_overdue_orders(limit)
        self.stdout.write(f"due={due} lapsed={done}")
