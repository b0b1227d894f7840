"""Refusals about places, in words with a way out."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.formats import date_format
from django.utils.timesince import timesince
from django.utils.translation import gettext as _

from steadwork.assets.models import Asset, Booking, License
from steadwork.kernel.actor import Actor
from steadwork.kernel.clock import now


def taken(asset: Asset, in_the_way: Booking, wanted: DateRange, by: Actor) -> str:
    """Since when, until when, and what is free instead. Never who has it."""
    until = in_the_way.claim.upper
    age = now() - in_the_way.created_at
    since = _("%(time)s ago") % {"time": timesince(in_the_way.created_at, now())}
    facts = {
        "place": asset.name,
        "start": date_format(in_the_way.period.lower),
        "end": date_format(until) if until else "",
        "since": _("a moment ago") if age.total_seconds() < 60 else since,
    }
    first = (
        _("%(place)s is taken from %(start)s to %(end)s (booked %(since)s); free from %(end)s.")
        if until
        else _("%(place)s is taken from %(start)s on, without an end (booked %(since)s).")
    )
    return f"{first % facts} {instead(alternatives(asset, wanted, by))}"


def instead(places: list[Asset]) -> str:
    if not places:
        return _("Nothing like it is free for the whole time. Try other dates or a wider search.")
    names = ", ".join(f"{place.name} ({place.provider.name})" for place in places)
    return _("Free instead: %(names)s.") % {"names": names}


def alternatives(asset: Asset, wanted: DateRange, by: Actor) -> list[Asset]:
    """Up to three free places of the same product: at the same provider first."""
    same: Any = Asset.objects.visible_to(by).filter(
        host_id=asset.host_id, product_id=asset.product_id
    )
    free = same.free(wanted, Booking.objects.all(), now()).exclude(pk=asset.pk)
    free = free.select_related("provider").order_by("provider__name", "name", "pk")
    own = list(free.filter(provider_id=asset.provider_id)[:3])
    if len(own) < 3 and not by.is_partner:
        others = free.exclude(provider_id=asset.provider_id)
        own += others[: 3 - len(own)]
    return own


def license_full(licence: License, night: date) -> str:
    facts = {
        "number": licence.number,
        "capacity": licence.capacity,
        "night": date_format(night),
    }
    return (
        _(
            "Licence %(number)s allows %(capacity)s people at one time and is full on %(night)s. "
            "Choose other dates, another place, or ask for a variance."
        )
        % facts
    )
