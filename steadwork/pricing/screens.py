"""Agreements: the host negotiates and records them, the provider reads its own."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from steadwork.kernel.actor import Actor
from steadwork.parties.models import Partnership
from steadwork.pricing import actions
from steadwork.pricing.forms import AgreementForm, ContractForm, NoteForm
from steadwork.pricing.models import Agreement, ContractedProduct
from steadwork.pricing.states import AGREEMENT_MOVES
from steadwork.web.screens import (
    Badge,
    Column,
    ListScreen,
    Moment,
    OneOf,
    Panel,
    Period,
    RecordScreen,
    Search,
    Verb,
)

SHOWN = 100


class AgreementList(ListScreen):
    """Agreements, the newest first."""

    title = _("Agreements")
    model = Agreement
    name = "agreements"
    permission = "agreement.see"
    columns = [
        Column("number", link=True),
        Column("provider__name", label=_("Provider"), wide=True),
        Badge("state"),
        Period("validity"),
        Moment("created_at", label=_("Recorded")),
    ]
    filters = [OneOf("state"), Search("number", "provider__name")]
    order = ["-created_at", "-id"]
    record = "desk:agreement"
    empty = _("No agreement yet. Draw one up on a provider's record.")


class OwnAgreements(AgreementList):
    """The provider's own."""

    record = "portal:agreement"
    empty = _("No agreement yet. The agency draws it up with you.")


def may(actor: Actor, move: str, agreement: Any) -> bool:
    return actor.is_host and actor.can("agreement.manage")


def prices(row: Any, actor: Actor, request: HttpRequest) -> dict[str, Any]:
    contracted = ContractedProduct.objects.visible_to(actor).filter(agreement=row)
    return {"contracted": contracted.select_related("product").order_by("validity", "pk")[:SHOWN]}


class AgreementRecord(RecordScreen):
    """One agreement and its prices."""

    model = Agreement
    name = "agreement"
    path = "agreements"
    parent = (_("Agreements"), "desk:agreements")
    permission = "agreement.see"
    facts = [Badge("state"), Column("provider__name", label=_("Provider")), Period("validity")]
    machine = AGREEMENT_MOVES
    may = may
    verbs = [
        Verb(
            "contract",
            actions.contract,
            ContractForm,
            label=_("Agree on a price"),
            icon="plus",
            sentence=_("From then on the product is contracted and can be ordered."),
        ),
        Verb("activate", actions.activate, tone="primary", icon="check"),
        Verb(
            "cancel",
            actions.cancel,
            NoteForm,
            tone="danger",
            icon="x",
            sentence=_("No new orders rest on it. Orders that stand keep their price."),
        ),
    ]
    panels = [Panel("info", _("Prices"), "pricing/_prices.html", prices)]


class OwnAgreement(AgreementRecord):
    """The provider reads; every verb is the host's."""

    parent = (_("Agreements"), "portal:agreements")
    verbs = []


def agreements_of(row: Any, actor: Actor, request: HttpRequest) -> dict[str, Any]:
    found = Agreement.objects.visible_to(actor).filter(provider_id=row.partner_id)
    return {"agreements": found.order_by("-created_at")[:SHOWN]}


def draw_up(pk: UUID, *, by: Actor, **facts: Any) -> Agreement:
    """The verb on a provider's record: its subject is the partnership."""
    partnership = Partnership.objects.seen(pk, by)
    return actions.draw_up(provider_id=partnership.partner_id, by=by, **facts)


AGREEMENTS_OF_PROVIDER = Panel(
    "agreements", _("Agreements"), "pricing/_of_provider.html", agreements_of, "agreement.see"
)
DRAW_UP = Verb(
    "draw-up",
    draw_up,
    AgreementForm,
    label=_("New agreement"),
    icon="file-plus",
    sentence=_("Its status is Current until you put it in force."),
)
