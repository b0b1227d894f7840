"""What the desk shows: nouns declare their screens, the desk hangs them together."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from steadwork.assets.actions import add_places
from steadwork.assets.forms import AddPlacesForm
from steadwork.assets.models import Asset
from steadwork.assets.screens import counted, summed
from steadwork.cases.models import Case
from steadwork.cases.screens import CaseRecord
from steadwork.kernel.actor import Actor
from steadwork.kernel.clock import today
from steadwork.parties.models import Partnership
from steadwork.parties.screens import ProviderRecord
from steadwork.parties.screens import may as may_on_provider
from steadwork.pricing.screens import AGREEMENTS_OF_PROVIDER, DRAW_UP
from steadwork.referrals.models import ReferralOrder
from steadwork.referrals.screens.desk import ORDERS_OF_CASE
from steadwork.referrals.states import State
from steadwork.web.requests import actor_of
from steadwork.web.screens import Panel, Verb, Way
from steadwork.work.models import Activity
from steadwork.work.screens import Everything, Inbox

SHOWN = 8


class DeskInbox(Inbox):
    record = "desk:item"


class DeskSearch(Everything):
    record = "desk:item"


class DeskCase(CaseRecord):
    """A case with the orders that came from it."""

    ways = [Way(_("Find a place"), "desk:find-place", "place", icon="search")]
    panels = [CaseRecord.panels[0], ORDERS_OF_CASE, *CaseRecord.panels[1:]]


def places_of(row: Any, actor: Actor, request: HttpRequest) -> dict[str, Any]:
    own = Asset.objects.visible_to(actor).filter(provider_id=row.partner_id)
    rows = counted(own, today(), ["product__name"])
    return {"rows": rows, "sum": summed([row["counts"] for row in rows]), "row": row}


def add_places_to(pk: Any, *, by: Actor, **facts: Any) -> Any:
    partnership = Partnership.objects.seen(pk, by)
    return add_places(provider_id=partnership.partner_id, by=by, **facts)


def may_here(actor: Actor, move: str, partnership: Any) -> bool:
    if move == "draw-up":
        return actor.can("agreement.manage")
    if move == "add-places":
        return actor.can("asset.manage")
    return may_on_provider(actor, move, partnership)


class DeskProvider(ProviderRecord):
    """A provider with its places and agreements."""

    may = may_here
    verbs = [
        *ProviderRecord.verbs,
        DRAW_UP,
        Verb("add-places", add_places_to, AddPlacesForm, label=_("Add places"), icon="bed"),
    ]
    panels = [
        ProviderRecord.panels[0],
        Panel("places", _("Places"), "desk/_places.html", places_of, "asset.see"),
        AGREEMENTS_OF_PROVIDER,
        *ProviderRecord.panels[1:],
    ]


def home(request: HttpRequest) -> HttpResponse:
    """What needs me now: what is new, which answers came, what is on my list."""
    actor = actor_of(request)
    orders = ReferralOrder.objects.in_scope(actor, "my").with_new_mark(actor)
    cases = Case.objects.in_scope(actor, "my").with_new_mark(actor)
    people = ("partner", "contact")
    drafts = orders.filter(state=State.DRAFT).select_related(*people)
    waiting = orders.filter(stage="open", turn="host").exclude(state=State.DRAFT)
    asked = orders.filter(state__in=[State.SUBMITTED, State.IN_REVIEW])
    todo = Activity.objects.visible_to(actor).filter(assignee_id=actor.position_id, status="open")
    context = {
        "title": _("Home"),
        "drafts": drafts[:SHOWN],
        "waiting": waiting.select_related(*people).order_by("-opened_at")[:SHOWN],
        "asked": asked.select_related(*people).order_by("due_at")[:SHOWN],
        "cases": cases.filter(stage="open").order_by("-opened_at")[:SHOWN],
        "todo": todo.select_related("item").order_by("-created_at")[:SHOWN],
    }
    return render(request, "desk/home.html", context)
