"""Providers and households on the desk; the choice of the active seat."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from steadwork.kernel.actor import Actor
from steadwork.parties import actions
from steadwork.parties.forms import InviteForm, NewProviderForm, SiteForm, WhyForm
from steadwork.parties.middleware import HOLDING
from steadwork.parties.models import Account, Holding, Partnership, Position
from steadwork.web.acts import attempt, moved_on
from steadwork.web.requests import actor_of
from steadwork.web.screens import (
    Badge,
    Column,
    Link,
    ListScreen,
    Moment,
    OneOf,
    Panel,
    RecordScreen,
    Search,
    Verb,
)

SHOWN = 200


class ProviderList(ListScreen):
    """The host's partners."""

    title = _("Providers")
    model = Partnership
    name = "providers"
    permission = "party.see"
    columns = [
        Column("partner__name", label=_("Name"), link=True, wide=True),
        Badge("stage", label=_("Status")),
        Column("partner__phone", label=_("Telephone")),
        Column("partner__email", label=_("E-mail")),
        Column("manager__holder_name", label=_("Partner manager")),
        Moment("registered_at", label=_("Registered")),
    ]
    filters = [OneOf("stage", label=_("Status")), Search("partner__name")]
    order = ["-created_at", "-id"]
    record = "desk:provider"
    row_key = "pk"
    primary = Link(_("New provider"), "desk:provider-new", permission="party.manage")
    empty = _("No provider yet. Type one in, or import a directory.")


MANAGE = {"suspend": "registered", "resume": "suspended"}


def may(actor: Actor, move: str, partnership: Any) -> bool:
    """Suspending is possible while registered, resuming while suspended."""
    if move in MANAGE:
        return actor.can("party.manage") and partnership.stage == MANAGE[move]
    if move == "invite":
        return actor.can("party.manage_people")
    return move == "add-site" and actor.can("party.manage")


def profile(row: Any, actor: Actor, request: HttpRequest) -> dict[str, Any]:
    return {"provider": row.partner, "sites": row.partner.sites.order_by("name", "id")[:SHOWN]}


def people(row: Any, actor: Actor, request: HttpRequest) -> dict[str, Any]:
    seats = Position.objects.visible_to(actor).filter(organization_id=row.partner_id)
    return {"seats": seats.order_by("title", "id")[:SHOWN]}


class ProviderRecord(RecordScreen):
    """One partner of the host. Higher nouns hang their panels on it at the door."""

    model = Partnership
    name = "provider"
    path = "providers"
    key = "pk"
    title = "partner__name"
    parent = (_("Providers"), "desk:providers")
    permission = "party.see"
    facts = [
        Badge("stage", label=_("Status")),
        Column("partner__phone", label=_("Telephone")),
        Column("partner__email", label=_("E-mail")),
        Column("manager__holder_name", label=_("Partner manager")),
        Moment("registered_at", label=_("Registered")),
    ]
    may = may
    verbs = [
        Verb(
            "invite",
            lambda pk, **facts: of_partner(pk, actions.invite, **facts),
            InviteForm,
            label=_("Invite an employee"),
            icon="user-plus",
            sentence=_("They set their password by mail and see what their responsibility opens."),
            done=_("The seat is ready."),
        ),
        Verb(
            "add-site",
            lambda pk, **facts: of_partner(pk, site_of, **facts),
            SiteForm,
            label=_("Add a site"),
            icon="map-pin",
        ),
        Verb(
            "suspend",
            actions.suspend_partner,
            WhyForm,
            label=_("Suspend"),
            tone="danger",
            icon="pause",
            sentence=_("No new referrals. Its people cannot sign in until it is resumed."),
        ),
        Verb("resume", actions.resume_partner, WhyForm, label=_("Resume"), icon="play"),
    ]
    panels = [
        Panel("info", _("Profile"), "parties/_profile.html", profile),
        Panel("people", _("People"), "parties/_people.html", people),
    ]

    def rows(self, actor: Actor) -> QuerySet[Any]:
        return Partnership.objects.visible_to(actor).select_related("partner")


def of_partner(pk: UUID, act: Any, *, by: Actor, **facts: Any) -> Any:
    """Verbs on a partnership whose action concerns the partner itself."""
    partnership = Partnership.objects.seen(pk, by)
    return act(partnership.partner_id, by=by, **facts)


def site_of(partner_id: UUID, *, by: Actor, **facts: Any) -> Any:
    return actions.add_site(organization_id=partner_id, by=by, **facts)


def new_provider(request: HttpRequest) -> HttpResponse:
    """Type a provider in from paper: it is registered at once."""
    actor = actor_of(request)
    if not actor.can("party.manage"):
        raise Http404
    form, status = NewProviderForm(request.POST or None), 200
    if request.method == "POST":
        provider, status = attempt(
            form,
            actions.register_partner,
            host_id=actor.host_id,
            is_service_provider=True,
            by=actor,
        )
        if provider:
            return moved_on(request, f"../{provider.hosts.get(host_id=actor.host_id).pk}/")
    context = {"form": form, "title": _("New provider")}
    return render(request, "parties/new_provider.html", context, status=status)


class HouseholdList(ListScreen):
    """The people whom the host serves, by household."""

    title = _("Households")
    model = Account
    name = "households"
    permission = "party.see"
    columns = [
        Column("name", link=True, wide=True),
        Column("city"),
        Moment("created_at", label=_("Since")),
    ]
    filters = [Search("name", "city")]
    order = ["-created_at", "-id"]
    record = "desk:household"
    row_key = "pk"
    empty = _("No household yet. Opening a case makes one.")


def members(row: Any, actor: Actor, request: HttpRequest) -> dict[str, Any]:
    return {"members": row.contacts.order_by("birth_date", "id")[:SHOWN], "household": row}


class HouseholdRecord(RecordScreen):
    """One household."""

    model = Account
    name = "household"
    path = "households"
    key = "pk"
    title = "name"
    parent = (_("Households"), "desk:households")
    permission = "party.see"
    facts = [Column("city"), Column("address"), Moment("created_at", label=_("Since"))]
    panels = [Panel("info", _("People"), "parties/_members.html", members)]


@require_POST
def switch_seat(request: HttpRequest) -> HttpResponse:
    """Work from another of one's seats. *My* follows at once."""
    actor = actor_of(request)
    try:
        chosen = UUID(request.POST.get("position", ""))
    except ValueError:
        raise Http404 from None
    held: Any = Holding.objects.filter(pk=chosen, until=None)
    if not held.filter(user_id=actor.user_id).exists():
        raise Http404
    request.session[HOLDING] = str(chosen)
    return redirect("/")
