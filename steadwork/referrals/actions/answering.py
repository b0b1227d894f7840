"""The provider's side of an order: open it, accept with a place, reject, waitlist, assign."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import override

from steadwork.assets import actions as assets
from steadwork.assets.models import Asset
from steadwork.kernel import wall
from steadwork.kernel.actor import SYSTEM, Actor
from steadwork.kernel.audience import Audience
from steadwork.kernel.audit import Entry, record
from steadwork.kernel.clock import now
from steadwork.kernel.constraints import refusing
from steadwork.kernel.errors import Conflict, Invalid, Taken
from steadwork.kernel.verdict import require
from steadwork.parties.models import Holding
from steadwork.referrals.actions.asking import withdraw
from steadwork.referrals.actions.locks import (
    let_places_go,
    lock_held_places,
    locked_group,
    turn_of,
)
from steadwork.referrals.codes import REASONS, require_reason
from steadwork.referrals.models import LiveOrder, ReferralOrder
from steadwork.referrals.states import AGREED, MOVES, State
from steadwork.referrals.visibility import DISCLOSURE, may
from steadwork.work.actions import add_activity, add_member, advance, change_level, see
from steadwork.work.disclosure import Level
from steadwork.work.visibility import level_for


@transaction.atomic
def review(order_id: UUID, *, by: Actor) -> ReferralOrder:
    """Somebody opened the record: the asterisk goes; the first look of the provider shows.

    What a partner read, and at which level, is on record each time.
    """
    order: ReferralOrder = ReferralOrder.objects.locked(order_id, by)
    see(order.pk, by=by)
    if not by.is_partner:
        return order
    disclosed(order, by)
    if order.state == State.SUBMITTED and may(by, "accept", order):
        advance(order, "review", by=by, turn=turn_of(State.IN_REVIEW), audience=Audience.PARTNER)
    return order


@transaction.atomic
def read(order_id: UUID, *, by: Actor) -> ReferralOrder:
    """A machine of the partner read the order: on record, and no more; the asterisk stays."""
    order: ReferralOrder = ReferralOrder.objects.seen(order_id, by)
    if by.is_partner:
        disclosed(order, by)
    return order


def disclosed(order: ReferralOrder, by: Actor) -> None:
    """What the partner read, and at which level: on the host's record each time."""
    level = level_for(by, order)
    record(
        "disclosure.made",
        order,
        by=by,
        note=level or "",
        changes={"fields": ["", ", ".join(DISCLOSURE.fields(level))]},
        audience=Audience.PARTNER,
        partner_id=order.partner_id,
    )


@transaction.atomic
def accept(order_id: UUID, *, asset_id: UUID | None = None, by: Actor) -> ReferralOrder:
    """Take the person on. The place is booked in the same transaction, or nothing happens."""
    order, *rivals = locked_group(order_id, by)
    require(may(by, "accept", order))
    require_open(order, rivals, "accept", by)
    asset = chosen(order, asset_id, by)
    was = order.asset_id
    lock_held_places([order, *rivals], asset)
    book(order, asset, by)
    with refusing(referrals_live_one_accepts=offer_taken):
        LiveOrder.objects.filter(order=order).update(agreed=True)
    order.asset, order.answered_at, order.due_at = asset, now(), None
    for given in order.shares.filter(partner_id__in=by.organizations):
        change_level(given.pk, level=Level.ACCEPTED, response="accepted", by=by)
    done = advance(
        order, "accept", by=by, turn=turn_of(State.ACCEPTED), audience=Audience.PARTNER,
        changes={"asset": [was, asset.pk], "answered_at": [None, now()], "due_at": [None, None]},
    )  # fmt: skip
    if rivals:
        with wall.lifted():
            for rival in rivals:
                withdraw(rival.pk, by=SYSTEM)
    return done


def book(order: ReferralOrder, asset: Asset, by: Actor) -> None:
    """Reserve the place. A hold that ran out is no matter, unless somebody came meanwhile."""
    try:
        assets.reserve(asset.pk, order.period, item=order, client_id=order.contact_id, by=by)
    except Taken as refusal:
        ran_out = order.bookings.filter(asset=asset, kind="hold", release_reason=assets.LAPSED)
        if refusal.code != "ASSET_NOT_AVAILABLE" or not ran_out.exists():
            raise
        sentence = _("The time for which %(place)s was held is over.") % {"place": asset.name}
        raise Taken(f"{sentence} {refusal}", code="HOLD_EXPIRED", **refusal.facts) from refusal


def chosen(order: ReferralOrder, asset_id: UUID | None, by: Actor) -> Asset:
    """The place: the one given, else the one asked for. Always the provider's own."""
    if asset_id is None and order.asset_id is None:
        raise Invalid(_("Choose a place."), code="PLACE_REQUIRED")
    asset: Asset = Asset.objects.seen(asset_id or order.asset_id, by)
    if asset.product_id != order.product_id or asset.provider_id not in by.organizations:
        raise Invalid(_("%(place)s is not what was asked for.") % {"place": asset.name})
    return asset


def require_open(order: ReferralOrder, rivals: list[ReferralOrder], move: str, by: Actor) -> None:
    """Refuse what comes too late, and say who was faster and when."""
    rival_agreed = any(rival.state in AGREED for rival in rivals)
    if rival_agreed or order.state == State.WITHDRAWN:
        raise offer_taken()
    if MOVES.is_final(order.state):
        raise Conflict(finished_by(order, by), code="ORDER_TERMINAL")
    MOVES.target(move, order.state)


def offer_taken() -> Taken:
    return Taken(
        _("Another provider accepted first. This offer is closed and your place is free again."),
        code="OFFER_TAKEN",
    )


def finished_by(order: ReferralOrder, by: Actor) -> str:
    """*RO-1042 was cancelled by Dana Whitfield (Riverbend County) on 3 May at 14:20.*

    A partner, whose part has ended, reads which organization it was and no name of its people.
    """
    last = Entry.objects.filter(subject_id=order.pk, changes__has_key="state").first()
    facts = {"number": order.number, "state": order.get_state_display().lower()}
    if last is None:
        return _("%(number)s is %(state)s. Nothing more can happen to it.") % facts
    when = localtime(last.at)
    facts["who"] = f"{last.user_name} ({last.organization_name})"
    if by.is_partner and last.organization_id not in by.organizations:
        facts["who"] = last.organization_name or last.user_name
    facts["day"], facts["time"] = date_format(when, "DATE_FORMAT"), date_format(when, "H:i")
    return (
        _("%(number)s was %(state)s by %(who)s on %(day)s at %(time)s. "
          "Nothing more can happen to it.")
        % facts
    )  # fmt: skip


@transaction.atomic
def reject(order_id: UUID, *, reason: str, reason_text: str = "", by: Actor) -> ReferralOrder:
    """Say no, with a coded reason. The place is free at once; the worker looks elsewhere."""
    order = answered(order_id, "reject", reason, reason_text, by)
    let_places_go(order, by)
    with wall.lifted():
        LiveOrder.objects.filter(order=order).delete()
        hand_back(order)
    for given in order.shares.filter(partner_id__in=by.organizations):
        change_level(given.pk, level=Level.ENDED, response="declined", by=by)
    return order


@transaction.atomic
def waitlist(
    order_id: UUID,
    *,
    reason: str,
    reason_text: str = "",
    expected_on: date | None = None,
    by: Actor,
) -> ReferralOrder:
    """Not now, perhaps later. The place that was held is free; the worker waits or moves on."""
    order = answered(order_id, "waitlist", reason, reason_text, by, expected_on)
    let_places_go(order, by)
    return order


def answered(
    order_id: UUID,
    move: str,
    reason: str,
    reason_text: str,
    by: Actor,
    expected_on: date | None = None,
) -> ReferralOrder:
    """What reject and waitlist share: a coded reason, and words when it is another one."""
    order, *rivals = locked_group(order_id, by)
    require(may(by, move, order))
    require_open(order, rivals, move, by)
    require_reason(REASONS, reason, reason_text, order.host_id)
    order.reason, order.reason_text, order.answered_at = reason, reason_text.strip(), now()
    order.expected_on, order.due_at = expected_on, None
    told = ("reason", "reason_text", "answered_at", "expected_on", "due_at")
    return advance(
        order, move, by=by, turn=turn_of(MOVES.moves[move].target), audience=Audience.PARTNER,
        changes={name: ["", getattr(order, name)] for name in told},
    )  # fmt: skip


def hand_back(order: ReferralOrder) -> None:
    """Put the refused order on the to-do list of whoever asked, in the language of that seat."""
    held = Holding.objects.filter(is_primary=True, until=None)
    seat = held.filter(position=order.owner)
    with override(seat.values_list("user__language", flat=True).first()):
        sentence = _("%(number)s was rejected by %(partner)s: %(reason)s. Ask elsewhere.") % {
            "number": order.number,
            "partner": order.partner,
            "reason": order.reason_label,
        }
    add_activity(
        order.parent_id,  # type: ignore[arg-type]
        kind="referral",
        description=sentence,
        assignee_id=order.owner_id,
        by=SYSTEM,
    )


@transaction.atomic
def assign(order_id: UUID, *, position_id: UUID, by: Actor) -> ReferralOrder:
    """Give an order to a colleague: it is New in their My list."""
    order: ReferralOrder = ReferralOrder.objects.locked(order_id, by)
    require(may(by, "assign", order))
    add_member(order.pk, position_id=position_id, role="provider agent", by=by)
    return order
