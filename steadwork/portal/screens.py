"""What the portal shows of the nouns, and its home."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from steadwork.assets.models import Asset
from steadwork.assets.screens import counted, summed
from steadwork.kernel.clock import today
from steadwork.referrals.models import ReferralOrder
from steadwork.referrals.screens.portal import at_level
from steadwork.web.requests import actor_of
from steadwork.work.screens import Inbox, SharedThings
from steadwork.work.visibility import with_level

SHOWN = 8


class PortalInbox(Inbox):
    record = "portal:item"


class PortalSearch(SharedThings):
    record = "portal:item"


def home(request: HttpRequest) -> HttpResponse:
    """What needs us now: orders to answer, arrivals, and how full the house is today."""
    actor = actor_of(request)
    orders = with_level(ReferralOrder.objects.visible_to(actor).with_new_mark(actor), actor)
    ours = orders.filter(stage="open", turn="partner")
    answer = ours.exclude(state__in=["accepted", "active"]).order_by("due_at", "id")
    coming = ours.filter(state="accepted").order_by("period", "id")
    lines = counted(Asset.objects.visible_to(actor), today(), ["product__name"])
    context = {
        "title": _("Home"),
        "answer": [at_level(row, actor) for row in answer[:SHOWN]],
        "coming": [
            at_level(row, actor) for row in coming.select_related("contact", "asset")[:SHOWN]
        ],
        "sum": summed([line["counts"] for line in lines]),
        "may_see_places": actor.can("asset.see"),
    }
    return render(request, "portal/home.html", context)
