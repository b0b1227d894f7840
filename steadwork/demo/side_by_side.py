"""The whole town on two cores: the second half of the year is lived in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import datetime

from django.core.management.base import CommandError
from django.db import connection
from django.utils import timezone

from steadwork.demo import loading
from steadwork.demo.almanac import Almanac

Say = Callable[[str], object]


def load(say: Say) -> None:
    """Build what is missing, and say how far it is."""
    began, almanac = time.monotonic(), Almanac(timezone.now())
    say("Building the demonstration: an agency, forty providers and a year of their work …")
    loading.build_agency(almanac)
    other = start_half(1)
    try:
        loading.live_half(0, almanac, Months(say))
        loading.build_next_county(almanac)
        if other.wait() != 0:
            raise CommandError("The demonstration was not completed; the next start goes on.")
    finally:
        other.kill()
        other.wait()
    loading.set_today(almanac)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    say(f"The demonstration is there, after {time.monotonic() - began:.0f} seconds.")


def start_half(half: int) -> subprocess.Popen[bytes]:
    words = [sys.executable, "-m", "django", "demo", "load", "--half", str(half)]
    return subprocess.Popen(words, stdin=subprocess.DEVNULL)


def live_half(half: int) -> None:
    """What the second process does. It gives up when the first one has gone."""
    parent = os.getppid()

    def follow(moment: datetime) -> None:
        if os.getppid() != parent:
            raise CommandError("Nobody waits for this half any more.")

    loading.live_half(half, Almanac(timezone.now()), follow)


class Months:
    """Says each month as it comes."""

    def __init__(self, say: Say) -> None:
        self.say, self.last = say, ""

    def __call__(self, moment: datetime) -> None:
        month = f"{moment:%B %Y}"
        if month != self.last:
            self.last = month
            self.say(f"  {month}")
