"""Referral orders as the host sees them, and the search for a place that begins one."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from steadwork.assets.models import Booking
from steadwork.cases.models import Case
from steadwork.cases.visibility import may as may_on_case
from steadwork.kernel.actor import Actor
from steadwork.kernel.clock import today
from steadwork.kernel.errors import DomainError, Missing
from steadwork.referrals import actions
from steadwork.referrals.forms import (
    CancelForm,
    DayForm,
    DepartForm,
    OfferForm,
    SubmitForm,
    WishForm,
)
from steadwork.referrals.models import ReferralOrder
from steadwork.referrals.placing import WhyNot, candidates, full_providers, why_not
from steadwork.referrals.states import BY_CONSEQUENCE, MOVES, State
from steadwork.referrals.visibility import DISCLOSURE, may
from steadwork.referrals.wishes import wish_of_form
from steadwork.web.acts import moved_on
from steadwork.web.requests import actor_of
from steadwork.web.screens import Column, Moment, NewMark, OneOf, Panel, Period, Search, Verb
from steadwork.work.disclosure import Level
from steadwork.work.models import Priority
from steadwork.work.screens import (
    ACTIVITIES,
    ADD_MEMBER,
    ATTACHMENTS,
    NOTES,
    TEAM,
    TIMELINE,
    WRITING,
    WRITTEN_BY,
    StateBadge,
    WorkList,
    WorkRecord,
    writing_allowed,
)

FEW = 5


def may_here(actor: Actor, move: str, order: Any) -> bool:
    if move in WRITTEN_BY:
        return writing_allowed(actor, move, order)
    if move == "add-member":
        return actor.is_host and actor.can("referral.create")
    return move not in BY_CONSEQUENCE and may(actor, move, order)


class OrderList(WorkList):
    """Where workers check answers."""

    title = _("Referral orders")
    model = ReferralOrder
    name = "orders"
    permission = "referral.see"
    columns = [
        NewMark(),
        Column("number", link=True),
        StateBadge("state", label=_("Status")),
        Column("contact", label=_("Client")),
        Column("partner__name", label=_("Provider")),
        Column("product_name", label=_("Product")),
        Period("period"),
        Moment("due_at", label=_("Answer due")),
        Moment("opened_at", label=_("Created")),
    ]
    filters = [
        OneOf("state", label=_("Status"), choices=State.choices),
        OneOf("priority", choices=Priority.choices),
        Search("number", "partner__name", "product_name"),
    ]
    order = ["-opened_at", "-id"]
    record = "desk:order"
    empty = _("No order here. Open a case and find a place for its client.")


def seen_by_provider(row: Any, actor: Actor, request: HttpRequest) -> dict[str, Any]:
    """What the provider will see before it answers: drawn from the same table as its screens."""
    reader = DISCLOSURE.reader(row, Level.OFFERED)
    held = Booking.objects.live().filter(item_id=row.pk, kind=Booking.Kind.HOLD).first()
    return {"preview": reader, "held": held, "order": row, "case_url": case_url(row)}


def case_url(order: ReferralOrder) -> str:
    return reverse("desk:case", args=[order.parent.number]) if order.parent else ""


def to_the_offer(row: Any, result: ReferralOrder) -> str:
    return reverse("desk:order", args=[result.number])


class OrderRecord(WorkRecord):
    """One order on the desk."""

    model = ReferralOrder
    name = "order"
    path = "orders"
    title = "number"
    subtitle = "title"
    parent = (_("Referral orders"), "desk:orders")
    permission = "referral.see"
    facts = [
        StateBadge("state", label=_("Status")),
        Column("contact", label=_("Client")),
        Column("partner__name", label=_("Provider")),
        Period("period"),
        Column("price_words", label=_("Price")),
    ]
    machine = MOVES
    may = may_here
    verbs = [
        Verb(
            "submit",
            actions.submit,
            SubmitForm,
            tone="primary",
            icon="send",
            sentence=_(
                "The provider sees the need, not the person. "
                "The place stays held until the answer is due."
            ),
        ),
        Verb(
            "offer",
            actions.offer,
            OfferForm,
            label=_("Offer to a second provider"),
            icon="copy-plus",
            sentence=_(
                "Whoever accepts first has the order; the other offer is withdrawn by itself."
            ),
            then=to_the_offer,
        ),
        Verb("arrive", actions.arrive, DayForm, icon="log-in"),
        Verb(
            "depart",
            actions.depart,
            DepartForm,
            icon="log-out",
            sentence=_("The nights from that day on are free at once."),
        ),
        Verb(
            "cancel",
            actions.cancel,
            CancelForm,
            tone="danger",
            icon="x",
            sentence=_("The nights are free at once and the provider is told."),
        ),
        *WRITING,
        ADD_MEMBER,
    ]
    panels = [
        Panel("info", _("More Info"), "referrals/_desk_info.html", seen_by_provider),
        ACTIVITIES,
        ATTACHMENTS,
        NOTES,
        TEAM,
    ]
    side = TIMELINE

    def rows(self, actor: Actor) -> Any:
        return super().rows(actor).select_related("host", "partner", "parent", "asset", "contact")


def orders_of_case(row: Any, actor: Actor, request: HttpRequest) -> dict[str, Any]:
    orders = ReferralOrder.objects.visible_to(actor).filter(parent_id=row.pk)
    return {"orders": orders.select_related("partner", "asset").order_by("-opened_at")[:50]}


ORDERS_OF_CASE = Panel("orders", _("Orders"), "referrals/_of_case.html", orders_of_case)


def places(request: HttpRequest, key: str) -> HttpResponse:
    """Find a place for a client of the case; choosing one drafts the order and holds the place."""
    actor = actor_of(request)
    case = get_object_or_404(Case.objects.visible_to(actor).select_related("account"), number=key)
    if not (actor.can("referral.create") and may_on_case(actor, "place", case)):
        raise Http404
    asked = request.POST if request.method == "POST" else request.GET
    bound = "product" in asked
    form = WishForm(asked if bound else None, initial=usual(case), case=case, actor=actor)
    refusal, status = "", 200
    if request.method == "POST" and form.is_valid():
        try:
            order = choose(form.cleaned_data, case, request, actor)
            return moved_on(request, reverse("desk:order", args=[order.number]))
        except DomainError as refused:
            refusal, status = str(refused), refused.status
    context = found(form, case, actor) if bound and form.is_valid() else {}
    context |= {"form": form, "case": case, "refusal": refusal, "title": _("Find a place")}
    return render(request, "referrals/places.html", context, status=status)


def usual(case: Case) -> dict[str, Any]:
    """A search usually begins today, for the person whom the case is about."""
    return {"client": case.contact_id, "starts_on": today()}


def choose(data: dict[str, Any], case: Case, request: HttpRequest, actor: Actor) -> ReferralOrder:
    return actions.place(
        case.pk,
        product_id=data["product"].pk,
        recipient_id=data["client"].pk,
        starts_on=data["starts_on"],
        ends_on=data["ends_on"],
        features=data["features"],
        asset_id=key_in(request.POST.get("asset_id", "")),
        provider_id=key_in(request.POST.get("provider_id", "")),
        by=actor,
    )


def key_in(text: str) -> UUID | None:
    """The key that a button sent. One of no shape is a place that nobody can see."""
    try:
        return UUID(text) if text else None
    except ValueError:
        raise Missing from None


def found(form: WishForm, case: Case, actor: Actor) -> dict[str, Any]:
    """The nearest places that fit; and when few are left, why the others fell out."""
    wish = wish_of_form(form.cleaned_data, case)
    near = candidates(wish, actor)
    few = len(near) < FEW
    lost: list[WhyNot] = why_not(wish, actor) if few else []
    full = full_providers(wish, actor) if few else []
    asked = [(name, value) for name in form.fields for value in form.data.getlist(name) if value]  # type: ignore[attr-defined]
    return {"places": near, "why_not": lost, "full": full, "asked": asked, "searched": True}
