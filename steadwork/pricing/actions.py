"""The verbs of agreements: negotiate, contract a product at a price, put in force, cancel."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext as _

from steadwork.catalog.models import Product, Unit
from steadwork.kernel.actor import Actor
from steadwork.kernel.audit import record
from steadwork.kernel.constraints import refusing
from steadwork.kernel.errors import Conflict, Invalid
from steadwork.kernel.numbers import next_number
from steadwork.kernel.verdict import require, tenant
from steadwork.parties.models import Organization
from steadwork.pricing.models import Agreement, ContractedProduct
from steadwork.pricing.states import AGREEMENT_MOVES, AgreementState


@transaction.atomic
def draw_up(
    *, provider_id: UUID, valid_from: date, valid_until: date | None = None,
    host_id: UUID | None = None, by: Actor,
) -> Agreement:  # fmt: skip
    """A new agreement with a partner of the host. Its status is Current until put in force."""
    require(by.can("agreement.manage") and not by.is_partner)
    provider = Organization.objects.seen(provider_id, by)
    host_id = tenant(by, host_id)
    if not provider.hosts.filter(host_id=host_id).exists():
        raise Invalid(_("%(name)s is not a partner of ours.") % {"name": provider})
    if valid_until and valid_until <= valid_from:
        raise Invalid(_("An agreement ends after it begins."))
    agreement = Agreement.objects.create(
        host_id=host_id,
        provider=provider,
        number=next_number("AG"),
        validity=DateRange(valid_from, valid_until),
    )
    record("agreement.drawn_up", agreement, by=by)
    return agreement


@transaction.atomic
def contract(
    agreement_id: UUID,
    *,
    product_id: UUID,
    price: Decimal,
    currency: str,
    unit: str = Unit.NIGHT,
    valid_from: date | None = None,
    valid_until: date | None = None,
    rate_code: str = "",
    by: Actor,
) -> ContractedProduct:
    """Agree on a price for a product, within the agreement's time and apart from other prices."""
    require(by.can("agreement.manage") and not by.is_partner)
    agreement: Agreement = Agreement.objects.locked(agreement_id, by)
    product = Product.objects.seen(product_id, by)
    if agreement.state == AgreementState.CANCELLED:
        raise Conflict(_("This agreement was cancelled."))
    if price < 0:
        raise Invalid(_("A price is not negative."))
    validity = DateRange(
        valid_from or agreement.validity.lower, valid_until or agreement.validity.upper
    )
    if not within(validity, agreement.validity):
        raise Invalid(_("The price must be valid within the time of the agreement."))
    with refusing(pricing_contracted_one_price_at_a_time=lambda: overlapping(product)):
        contracted = ContractedProduct.objects.create(
            agreement=agreement, host_id=agreement.host_id, provider_id=agreement.provider_id,
            product=product, rate_code=rate_code, price=price, currency=currency.upper(),
            unit=unit, validity=validity,
        )  # fmt: skip
    record("agreement.contracted", agreement, by=by, note=str(contracted))
    return contracted


def within(inner: DateRange, outer: DateRange) -> bool:
    starts = outer.lower is None or inner.lower >= outer.lower
    ends = outer.upper is None or (inner.upper is not None and inner.upper <= outer.upper)
    return starts and ends and (inner.upper is None or inner.lower < inner.upper)


def overlapping(product: Product) -> Conflict:
    return Conflict(
        _("There is a price for %(product)s in part of that time already. End it first, or give "
          "this one a rate of its own.")
        % {"product": product}
    )  # fmt: skip


@transaction.atomic
def activate(agreement_id: UUID, *, by: Actor) -> Agreement:
    """Negotiation is over: from now on orders may rest on it."""
    return move(agreement_id, "activate", by)


@transaction.atomic
def cancel(agreement_id: UUID, *, by: Actor, note: str = "") -> Agreement:
    """No new orders rest on it. Orders that stand keep the price they copied."""
    agreement = move(agreement_id, "cancel", by, note)
    agreement.contracted.update(in_force=False)
    return agreement


def move(agreement_id: UUID, name: str, by: Actor, note: str = "") -> Agreement:
    require(by.can("agreement.manage") and not by.is_partner)
    agreement: Agreement = Agreement.objects.locked(agreement_id, by)
    was, agreement.state = agreement.state, AGREEMENT_MOVES.target(name, agreement.state)
    agreement.save(update_fields=["state", "updated_at"])
    changes = {"state": [was, agreement.state]}
    record(f"agreement.{name}", agreement, by=by, changes=changes, note=note)
    return agreement
