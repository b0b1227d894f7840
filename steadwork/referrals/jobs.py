"""What happens to orders by itself: nobody answered in time."""

from __future__ import annotations

from steadwork.kernel.actor import SYSTEM
from steadwork.kernel.clock import now
from steadwork.kernel.errors import DomainError
from steadwork.kernel.jobs import job, periodic
from steadwork.referrals import actions
from steadwork.referrals.models import ReferralOrder

MOST = 500


@periodic(cron="* * * * *")
@job(name="referrals.lapse_overdue_orders", queueing_lock="referrals.lapse_overdue_orders")
def every_minute(timestamp: int) -> None:
    lapse_overdue_orders()


def lapse_overdue_orders(limit: int = MOST) -> tuple[int, int]:
    """Let the orders lapse that nobody answered in time: how many were due, how many lapsed.

    An answer that comes at the same moment is faster, and that is well.
    """
    overdue = ReferralOrder.objects.overdue(now()).order_by("due_at", "pk")
    due = list(overdue.values_list("pk", flat=True)[:limit])
    return len(due), sum(lapsed(pk) for pk in due)


def lapsed(pk: object) -> bool:
    try:
        actions.lapse(pk, by=SYSTEM)  # type: ignore[arg-type]
    except DomainError:
        return False
    return True
