"""What the bar on top shows of a person's work: the seats to choose from, and what is New."""

from __future__ import annotations

from typing import Any

from django.db.models import IntegerField, Subquery
from django.urls import reverse

from steadwork.kernel.actor import Actor
from steadwork.parties.models import Holding, Organization
from steadwork.work.models import Share, TeamMember

Found = dict[str, Any]


def frame(actor: Actor, door: str) -> Found:
    """The host's name and colour, the seats, and the New count, in one statement."""
    if actor.user_id is None or actor.position_id is None:
        return {}
    held = Holding.objects.filter(user_id=actor.user_id, until=None)
    seats = list(
        held.select_related("position__organization", "host")
        .annotate(new=unseen(actor))
        .order_by("since", "pk")[:20]
    )
    here = next((seat for seat in seats if is_active(seat, actor)), None)
    host: Organization | None = here.host if here else None
    return {
        "host_name": host.name if host else "Steadwork",
        "accent": host.accent_hue if host and host.accent_hue is not None else "",
        "new_count": here.new if here else 0,
        "new_url": reverse(f"{door}:inbox"),
        "search_url": reverse(f"{door}:search"),
        "positions": [words(seat, actor) for seat in seats],
        "switch_url": reverse("switch-seat"),
    }


def is_active(seat: Holding, actor: Actor) -> bool:
    return seat.position_id == actor.position_id and seat.host_id == actor.host_id


def words(seat: Holding, actor: Actor) -> Found:
    label = f"{seat.position.title} · {seat.position.organization.name}"
    return {"id": str(seat.pk), "label": label, "active": is_active(seat, actor)}


class CountOf(Subquery):
    """How many rows a query has."""

    template = "(SELECT count(*) FROM (%(subquery)s) AS counted)"
    output_field = IntegerField()


def unseen(actor: Actor) -> CountOf:
    """How many open items my seat has not opened; for a partner's queue also its organization's.

    Counted up to a hundred: nobody reads a larger number.
    """
    seats: Any = TeamMember.objects
    new = seats.filter(
        position_id=actor.position_id, removed_at=None, first_seen_at=None, item__stage="open"
    )
    if actor.is_partner and actor.can("referral.see_all"):
        shares: Any = Share.objects
        new = shares.filter(partner_id__in=actor.organizations, first_seen_at=None, until=None)
    return CountOf(new.order_by().values("pk")[:100])
