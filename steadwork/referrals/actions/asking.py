"""The host's side of an order: draft, offer side by side, submit, cancel."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext as _

from steadwork.assets import actions as assets
from steadwork.assets.models import Asset, Booking
from steadwork.cases.actions import grant_benefit
from steadwork.cases.models import Benefit, Case
from steadwork.cases.states import State as CaseState
from steadwork.kernel.actor import Actor
from steadwork.kernel.audience import Audience
from steadwork.kernel.clock import now
from steadwork.kernel.constraints import refusing
from steadwork.kernel.errors import Conflict, Invalid
from steadwork.kernel.querysets import new_id
from steadwork.kernel.verdict import require
from steadwork.parties.models import Organization, Partnership
from steadwork.pricing.contracts import price_for
from steadwork.referrals.actions.locks import let_places_go, locked_group, turn_of
from steadwork.referrals.codes import BASES, CANCEL_REASONS, require_reason
from steadwork.referrals.models import LiveOrder, ReferralOrder
from steadwork.referrals.placing import need_of
from steadwork.referrals.states import State
from steadwork.referrals.visibility import may
from steadwork.work.actions import advance, begin, end_share, share

#: How long a provider has to answer, by priority (P 7, E33).
ANSWER_WITHIN = {
    "emergency": timedelta(hours=1),
    "high": timedelta(hours=8),
    "medium": timedelta(hours=24),
    "low": timedelta(hours=72),
}


@transaction.atomic
def draft(
    benefit_id: UUID,
    *,
    asset_id: UUID | None = None,
    provider_id: UUID | None = None,
    features: list[str] | None = None,
    by: Actor,
) -> ReferralOrder:
    """A new order for one benefit: a place is chosen and held, or a provider is asked without."""
    benefit = orderable(benefit_id, by)
    return make(benefit, asset_id, provider_id, features or [], new_id(), by)


@transaction.atomic
def place(
    case_id: UUID,
    *,
    product_id: UUID,
    recipient_id: UUID,
    starts_on: date,
    ends_on: date | None = None,
    features: list[str] | None = None,
    asset_id: UUID | None = None,
    provider_id: UUID | None = None,
    by: Actor,
) -> ReferralOrder:
    """From a search result to a draft in one step: the benefit is granted, the place is held.

    A benefit of the same person, product and nights that nobody was asked for yet is used.
    """
    granted = Benefit.objects.visible_to(by).filter(
        case_id=case_id, product_id=product_id, recipient_id=recipient_id,
        period=DateRange(starts_on, ends_on), status=Benefit.Status.APPROVED, orders=None,
    )  # fmt: skip
    benefit = granted.first() or grant_benefit(
        case_id, product_id=product_id, recipient_id=recipient_id, starts_on=starts_on,
        ends_on=ends_on, by=by,
    )  # fmt: skip
    return draft(benefit.pk, asset_id=asset_id, provider_id=provider_id, features=features, by=by)


@transaction.atomic
def offer(order_id: UUID, *, asset_id: UUID, by: Actor) -> ReferralOrder:
    """Ask another provider side by side: whoever accepts first has the order."""
    first, *_rest = locked_group(order_id, by)
    require(may(by, "offer", first))
    if first.state not in (State.DRAFT, State.SUBMITTED, State.IN_REVIEW, State.WAITLISTED):
        raise Conflict(_("There is an answer already. Nothing more can be offered."))
    asset = Asset.objects.seen(asset_id, by)
    if any(order.partner_id == asset.provider_id for order in [first, *_rest]):
        raise Conflict(_("%(name)s has this offer already.") % {"name": asset.provider})
    benefit = orderable(first.benefit_id, by)
    return make(benefit, asset_id, None, first.need.get("features", []), first.offer_group, by)


def orderable(benefit_id: UUID, by: Actor) -> Benefit:
    """The benefit in a state in which something can be ordered for it; its case and it locked.

    Whoever closes the case queues here too, so that no order opens on a closed one.
    """
    require(by.can("referral.create") and not by.is_partner)
    case = Case.objects.locked(Benefit.objects.seen(benefit_id, by).case_id, by)
    benefit: Benefit = Benefit.objects.select_related("product", "recipient").locked(benefit_id, by)
    if case.state != CaseState.ACTIVE:
        raise Conflict(_("The case is closed. Reopen it first."), code="CASE_CLOSED")
    if benefit.status != Benefit.Status.APPROVED:
        raise Conflict(_("This benefit is %(status)s.") % {"status": benefit.get_status_display()})
    return benefit


def make(
    benefit: Benefit,
    asset_id: UUID | None,
    provider_id: UUID | None,
    features: list[str],
    offer_group: UUID,
    by: Actor,
) -> ReferralOrder:
    asset = Asset.objects.seen(asset_id, by) if asset_id else None
    if asset and asset.product_id != benefit.product_id:
        raise Invalid(_("%(place)s is not what was granted.") % {"place": asset.name})
    provider = in_good_standing(asset.provider_id if asset else provider_id, by)
    price = price_for(provider.pk, benefit.product_id, benefit.period)
    need = need_of(benefit.recipient, benefit.period, frozenset(features))
    if asset and (misfits := need.misfits(asset)):
        raise Invalid(" ".join(misfits), code="DOES_NOT_FIT")
    order = ReferralOrder(
        title=benefit.product.name, benefit=benefit, parent_id=benefit.case_id,
        host_id=benefit.host_id, account_id=benefit.case.account_id, contact=benefit.recipient,
        partner=provider, offer_group=offer_group, product=benefit.product,
        product_name=benefit.product.name, asset=asset, period=benefit.period, contracted=price,
        unit_price=price.price, currency=price.currency, price_unit=price.unit,
        need=need.as_json(), state=State.DRAFT, priority=benefit.case.priority,
        organization_id=benefit.case.organization_id,
    )  # fmt: skip
    begin(order, by=by, turn=turn_of(State.DRAFT))
    with refusing(referrals_live_one_group_per_benefit=lambda: second_order(benefit)):
        LiveOrder.objects.create(order=order, benefit=benefit, offer_group=offer_group)
    if asset:
        assets.hold(asset.pk, order.period, item=order, by=by)
    return order


def second_order(benefit: Benefit) -> Invalid:
    live = LiveOrder.objects.filter(benefit=benefit).select_related("order").first()
    number = live.order.number if live else _("another order")
    return Invalid(
        _("%(number)s asks for this benefit already. Cancel it first, or offer it to a second "
          "provider from there.")
        % {"number": number},
        code="BENEFIT_HAS_LIVE_ORDER",
    )  # fmt: skip


def in_good_standing(provider_id: UUID | None, by: Actor) -> Organization:
    """A provider that may be asked: registered with this host and not suspended."""
    provider: Organization = Organization.objects.seen(provider_id, by)
    home = provider
    while home.parent:
        home = home.parent
    standing = home.hosts.filter(host_id=by.host_id).first()
    if standing is None or standing.stage != Partnership.Stage.REGISTERED:
        stage = standing.get_stage_display().lower() if standing else _("not a partner")
        raise Conflict(
            _("%(name)s takes no new referrals: %(stage)s.") % {"name": provider, "stage": stage},
            code="PROVIDER_NOT_REFERABLE",
        )
    if not provider.is_service_provider:
        raise Conflict(
            _("%(name)s is not a service provider.") % {"name": provider},
            code="PROVIDER_NOT_REFERABLE",
        )
    return provider


@transaction.atomic
def submit(
    order_id: UUID, *, basis: str, message: str = "", priority: str = "", by: Actor
) -> ReferralOrder:
    """Send the order to the provider. The place stays held until the answer is due."""
    order: ReferralOrder = ReferralOrder.objects.locked(order_id, by)
    require(may(by, "submit", order))
    order.MOVES.target("submit", order.state)
    if basis not in dict(BASES.choices(order.host_id)):
        raise Invalid(_("Say on what basis the need is shared."), code="NO_BASIS")
    provider = in_good_standing(order.partner_id, by)
    price_for(provider.pk, order.product_id, order.period)
    order.basis, order.message = basis, message.strip()
    order.priority = priority or order.priority
    order.submitted_at = now()
    order.due_at = order.submitted_at + ANSWER_WITHIN[order.priority]
    keep_held(order, by)
    share(
        order.pk, partner_id=provider.pk, role="provider", basis=basis,
        response_due_at=order.due_at, by=by,
    )  # fmt: skip
    fields = ("basis", "message", "priority", "submitted_at", "due_at")
    return advance(
        order, "submit", by=by, turn=turn_of(State.SUBMITTED), audience=Audience.PARTNER,
        changes={name: ["", getattr(order, name)] for name in fields},
    )  # fmt: skip


def keep_held(order: ReferralOrder, by: Actor) -> None:
    """A hold that ran out while the form was open is taken again, if nobody else came."""
    if order.asset_id is None:
        return
    minutes = int(ANSWER_WITHIN[order.priority].total_seconds() // 60)
    held = order.bookings.live().filter(kind=Booking.Kind.HOLD).first()
    if held:
        assets.extend_hold(held.pk, minutes=minutes, by=by)
    else:
        assets.hold(order.asset_id, order.period, item=order, minutes=minutes, by=by)


@transaction.atomic
def cancel(order_id: UUID, *, reason: str, reason_text: str = "", by: Actor) -> ReferralOrder:
    """The host takes the order back. The nights are free at once, the provider is told."""
    order = ReferralOrder.objects.locked(order_id, by)
    require(may(by, "cancel", order))
    require_reason(CANCEL_REASONS, reason, reason_text, order.host_id)
    order.reason, order.reason_text = reason, reason_text.strip()
    return finish(
        order, "cancel", by, {"reason": ["", reason], "reason_text": ["", order.reason_text]}
    )


def finish(
    order: ReferralOrder, move: str, by: Actor, changes: dict[str, list[Any]] | None = None
) -> ReferralOrder:
    """The end of an order without a stay: state first, then places, claim and share."""
    done = advance(order, move, by=by, audience=Audience.PARTNER, changes=changes)
    let_places_go(order, by)
    LiveOrder.objects.filter(order=order).delete()
    for given in order.shares.filter(until=None):
        end_share(given.pk, by=by)
    return done


@transaction.atomic
def withdraw(order_id: UUID, *, by: Actor) -> ReferralOrder:
    """An offer made side by side ends because another provider accepted."""
    order = ReferralOrder.objects.locked(order_id, by)
    require(by.is_system)
    return finish(order, "withdraw", by)


@transaction.atomic
def lapse(order_id: UUID, *, by: Actor) -> ReferralOrder:
    """Nobody answered in time. The place is free again; the host reads it on the order."""
    order = ReferralOrder.objects.locked(order_id, by)
    require(by.is_system)
    if order.due_at is None or order.due_at > now():
        raise Conflict(_("The provider still has time to answer."))
    return finish(order, "lapse", by)
