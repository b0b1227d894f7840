"""An order as its reader may know it: the fields that the level opens, and no others."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from ninja import Schema
from pydantic import Field

from steadwork.kernel.actor import Actor
from steadwork.kernel.verdict import require
from steadwork.referrals.models import ReferralOrder
from steadwork.referrals.states import BY_CONSEQUENCE, MOVES, State
from steadwork.referrals.visibility import may
from steadwork.web.rest import Nights, nights
from steadwork.work.api import (
    Drawn,
    HouseholdOut,
    ItemOut,
    PersonOut,
    Ref,
    SeatRef,
    after_the_act,
    drawn,
    rows_for,
)


class NeedOut(Schema):
    """What a provider may know of the person before it says yes."""

    age: int | None = None
    age_at_end: int | None = None
    gender: str = ""
    features: list[str] = Field(default_factory=list)
    languages: list[str] = Field(default_factory=list)


class PlaceRef(Schema):
    id: UUID
    number: str
    name: str


class OrderOut(ItemOut):
    """A referral order at your level. A field that the level does not open is absent.

    *ended*: number, state and dates. *offered*: the need, without the person. *accepted*: the
    person. *full*: the host's own, with its case and basis.
    """

    state: State | None = None
    submitted_at: datetime | None = None
    answered_at: datetime | None = None
    arrived_on: date | None = None
    departed_on: date | None = None
    closed_at: datetime | None = None
    reason: str | None = Field(None, description="A code; see `referral.reason` and its sisters.")
    reason_label: str | None = None
    host: Ref | None = None
    title: str | None = None
    partner: Ref | None = None
    priority: str | None = None
    opened_at: datetime | None = None
    due_at: datetime | None = Field(None, description="When an answer is due.")
    product: Ref | None = None
    product_name: str | None = None
    period: Nights | None = None
    asset: PlaceRef | None = None
    unit_price: Decimal | None = Field(None, examples=["100.00"])
    price_words: str | None = Field(None, examples=["100.00 USD per week"])
    currency: str | None = Field(None, examples=["USD"])
    price_unit: str | None = Field(None, examples=["week"])
    need: NeedOut | None = None
    need_words: str | None = None
    message: str | None = None
    reason_text: str | None = None
    expected_on: date | None = None
    turn: str | None = Field(None, description="Whose next step it is: host, partner or nobody's.")
    contact: PersonOut | None = None
    owner: SeatRef | None = None
    account: HouseholdOut | None = None
    case: str | None = Field(None, description="Number of the case. The host's own.")
    benefit_id: UUID | None = None
    basis: str | None = None
    stage: str | None = None


class OrderDetail(OrderOut):
    moves: list[str] = Field(default_factory=list, description="Verbs possible now, for you.")


def named(row: Any) -> Drawn:
    return {"id": row.pk, "name": row.name}


CELLS = {"host": named, "partner": named, "product": named, "period": nights}
OWN = {
    "case": lambda row: row.parent.number if row.parent else None,
    "benefit_id": lambda row: row.benefit_id,
    "basis": lambda row: row.basis,
    "stage": lambda row: row.stage,
}
JOINS = ("host", "partner", "product", "asset", "contact", "owner", "account", "parent")


def orders(actor: Actor, show: str | None = None) -> Any:
    require(actor.can("referral.see"))
    return rows_for(ReferralOrder, actor, show).select_related(*JOINS)


def row_drawn(row: Any) -> Drawn:
    return drawn(row, CELLS, OWN)


def whole(row: Any, actor: Actor) -> Drawn:
    possible = set(MOVES.open_from(row.state)) - BY_CONSEQUENCE
    moves = [move for move in MOVES if move in possible and may(actor, move, row)]
    return {**row_drawn(row), "moves": moves}


def acted(done: ReferralOrder, actor: Actor) -> Drawn:
    """The order as this person may read it after the act."""
    return whole(after_the_act(done, orders(actor)), actor)
