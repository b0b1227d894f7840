"""What happens to places by itself, minute by minute."""

from __future__ import annotations

from steadwork.assets import actions
from steadwork.assets.models import Booking
from steadwork.kernel.actor import SYSTEM
from steadwork.kernel.clock import now
from steadwork.kernel.errors import DomainError
from steadwork.kernel.jobs import job, periodic

MOST = 500


@periodic(cron="* * * * *")
@job(name="assets.release_lapsed_holds", queueing_lock="assets.release_lapsed_holds")
def every_minute(timestamp: int) -> None:
    release_lapsed_holds()


def release_lapsed_holds(limit: int = MOST) -> tuple[int, int]:
    """Give back the holds whose time is up: how many were due, how many were given back.

    Whoever takes, extends or answers one at the same moment is faster, and that is well.
    """
    lapsed = Booking.objects.lapsed(now()).order_by("expires_at", "pk")
    due = list(lapsed.values_list("pk", flat=True)[:limit])
    return len(due), sum(released(pk) for pk in due)


def released(pk: object) -> bool:
    try:
        return actions.release_lapsed(pk, by=SYSTEM)  # type: ignore[arg-type]
    except DomainError:
        return False
