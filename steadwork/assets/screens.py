"""Places: the list, the record, and the counts of any date. The same for desk and portal."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from steadwork.assets import actions
from steadwork.assets.counts import Counts, counts_by
from steadwork.assets.features import BLOCK_REASONS
from steadwork.assets.forms import BlockForm, ChangeForm, DateForm, RetireForm, StatusForm
from steadwork.assets.models import Asset, Booking
from steadwork.catalog.models import Product
from steadwork.kernel.actor import Actor
from steadwork.kernel.clock import now, today
from steadwork.kernel.errors import DomainError
from steadwork.web.requests import actor_of
from steadwork.web.screens import (
    Badge,
    Column,
    Day,
    ListScreen,
    OneOf,
    Panel,
    RecordScreen,
    Search,
    Verb,
)

SHOWN = 50
LINES = 500
#: What a line of the counts is: a product of a programme at a site.
GROUPS = ["site__name", "attributes__programme", "product__name"]
KEEP = frozenset({"block", "set-status", "change"})


def products_of(actor: Actor) -> list[tuple[str, str]]:
    products = Product.objects.visible_to(actor).filter(track_as_asset=True)
    return [(str(key), name) for key, name in products.values_list("pk", "name")[:200]]


class PlaceList(ListScreen):
    """One row a place."""

    title = _("Places")
    model = Asset
    name = "places"
    permission = "asset.see"
    columns = [
        Column("number", link=True),
        Column("name", wide=True),
        Column("product__name", label=_("Product")),
        Column("site__city", label=_("City")),
        Badge("status"),
        Day("commissioned_on"),
    ]
    filters = [
        OneOf("status"),
        OneOf("product_id", label=_("Product"), choices=products_of),
        Search("number", "name"),
    ]
    order = ["name", "id"]
    empty = _("No places here.")


class DeskPlaceList(PlaceList):
    """The host sees whose each place is."""

    columns = [
        *PlaceList.columns[:2],
        Column("provider__name", label=_("Provider")),
        *PlaceList.columns[2:],
    ]
    record = "desk:place"


class PortalPlaceList(PlaceList):
    record = "portal:place"


def may(actor: Actor, move: str, asset: Any) -> bool:
    """Keeping a place is its provider's; taking it out for good is the host's."""
    if asset.status == Asset.Status.RETIRED:
        return False
    if move == "retire":
        return actor.is_host and actor.can("asset.manage")
    keeps = actor.can("asset.keep") or actor.can("asset.manage")
    return move in KEEP and keeps and (move != "block" or actor.can("asset.keep"))


#: What a change of a place is called; imports write theirs by the codes on the left.
CAUSES = {
    "changed": _("Changed"),
    "status": _("Status changed"),
    "retired": _("Retired"),
    "import: gone": _("Gone, says an import"),
    "import: there": _("There again, says an import"),
}


def nights(row: Any, actor: Actor, request: HttpRequest) -> dict[str, Any]:
    """Today's and later bookings, the nearest first."""
    bookings = row.bookings.living(now()).filter(period__endswith__isnull=True)
    coming = row.bookings.living(now()).filter(period__endswith__gt=today())
    found = list((bookings | coming).order_by("period", "pk")[:SHOWN])
    said = BLOCK_REASONS.said_by(row.host_id)
    for booking in found:
        booking.why = BLOCK_REASONS.label(booking.reason, said=said)
    return {
        "bookings": found,
        "lift": actor.can("asset.keep"),
        "unblock": "portal:unblock" if actor.is_partner else "desk:unblock",
    }


def changes(row: Any, actor: Actor, request: HttpRequest) -> dict[str, Any]:
    found = list(row.changes.order_by("-effective_on", "-id")[:SHOWN])
    for change in found:
        change.words = CAUSES.get(change.cause, change.cause)
    return {"changes": found}


class PlaceRecord(RecordScreen):
    """One place: what it is, who sleeps there when, what changed."""

    model = Asset
    name = "place"
    path = "places"
    title = "name"
    subtitle = "number"
    permission = "asset.see"
    facts = [
        Badge("status"),
        Column("product__name", label=_("Product")),
        Column("provider__name", label=_("Provider")),
        Column("site", label=_("Site")),
        Column("license", label=_("Licence")),
    ]
    may = may
    verbs = [
        Verb(
            "block",
            actions.block,
            BlockForm,
            label=_("Block"),
            icon="ban",
            sentence=_("Nobody can book these nights. Refused while somebody has the place."),
        ),
        Verb("change", actions.change_asset, ChangeForm, label=_("Change"), icon="pencil"),
        Verb("set-status", actions.set_status, StatusForm, label=_("Status"), icon="wrench"),
        Verb(
            "retire", actions.retire, RetireForm, label=_("Retire"), tone="danger", icon="archive"
        ),
    ]
    panels = [
        Panel("info", _("Nights"), "assets/_nights.html", nights),
        Panel("changes", _("Changes"), "assets/_changes.html", changes),
    ]


class DeskPlace(PlaceRecord):
    parent = (_("Places"), "desk:places")


class PortalPlace(PlaceRecord):
    """A provider keeps its places; taking one out for good is the host's."""

    verbs = [verb for verb in PlaceRecord.verbs if verb.name != "retire"]
    parent = (_("Places"), "portal:places")


@require_POST
def unblock(request: HttpRequest, booking_id: Any) -> HttpResponse:
    """Lift a block, and go back to the place."""
    actor = actor_of(request)
    booking = Booking.objects.visible_to(actor).select_related("asset").filter(pk=booking_id)
    found = booking.first()
    if found is None:
        raise Http404
    try:
        actions.unblock(found.pk, by=actor)
        messages.success(request, _("The place is free again."))
    except DomainError as refusal:
        messages.error(request, str(refusal))
    door = "portal" if actor.is_partner else "desk"
    return redirect(reverse(f"{door}:place", args=[found.asset.number]))


@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    """How many places there are on a date: total, taken, held, blocked, free, line by line."""
    actor = actor_of(request)
    if not actor.can("asset.see"):
        raise Http404
    form = DateForm(request.GET if "on" in request.GET else None, initial={"on": today()})
    day = form.cleaned_data["on"] if form.is_bound and form.is_valid() else today()
    lines = GROUPS if actor.is_partner else ["provider__name", *GROUPS]
    sought = form.cleaned_data["q"] if form.is_bound and form.is_valid() else ""
    rows = counted(sought_for(Asset.objects.visible_to(actor), sought), day, lines)
    context = {
        "form": form,
        "title": _("Places on %(day)s") % {"day": date_format(day)},
        "rows": rows[:LINES],
        "more": max(0, len(rows) - LINES),
        "sum": summed([row["counts"] for row in rows]),
        "places_url": reverse("portal:places" if actor.is_partner else "desk:places"),
    }
    return render(request, "assets/overview.html", context)


def sought_for(places: QuerySet[Asset], words: str) -> QuerySet[Asset]:
    """Every word stands in the name of the provider, the site or the programme."""
    for word in words.split():
        places = places.filter(
            Q(provider__name__icontains=word)
            | Q(site__name__icontains=word)
            | Q(attributes__programme__icontains=word)
        )
    return places


def counted(places: QuerySet[Asset], day: date, fields: list[str]) -> list[dict[str, Any]]:
    """One row per value of ``fields``, in the order of their names; empty names are left out."""
    found = counts_by(places, day, *fields)
    keys = sorted(found, key=lambda key: tuple(name or "" for name in key))
    return [{"names": list(dict.fromkeys(filter(None, key))), "counts": found[key]} for key in keys]


def summed(all_counts: list[Counts]) -> Counts:
    fields = ("total", "taken", "held", "blocked", "free")
    return Counts(**{name: sum(getattr(c, name) for c in all_counts) for name in fields})
