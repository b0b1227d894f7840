"""Orders: lists, the record, and one POST for each verb."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any, TypeVar
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router
from pydantic import Field

from steadwork.cases.api import Priority, Show
from steadwork.referrals import actions
from steadwork.referrals.api.drawing import OrderDetail, OrderOut, acted, orders, row_drawn, whole
from steadwork.referrals.models import ReferralOrder
from steadwork.referrals.states import State
from steadwork.web.reading import reading_trace
from steadwork.web.requests import actor_of
from steadwork.web.rest import ACTING, READING, Day, In, Page, Paging, one, paged
from steadwork.web.screens.filters import Search, clean
from steadwork.work.api import ORDER, Drawn, Writing

router = Router()
View = TypeVar("View", bound=Callable[..., Any])


class SubmitIn(In):
    basis: str = Field(max_length=60, examples=["consent"], description="Of `referral.basis`.")
    message: str = Field("", max_length=5000, description="No names, no addresses.")
    priority: Priority | None = None


class OfferIn(In):
    asset_id: UUID = Field(description="A place of another provider.")


class AcceptIn(In):
    asset_id: UUID | None = Field(None, description="Absent: the place that was asked for.")


class CodedIn(In):
    reason: str = Field(max_length=60, examples=["no_capacity"])
    reason_text: str = Field("", max_length=2000, description="Needed when the code is `other`.")


class WaitlistIn(CodedIn):
    expected_on: Day | None = None


class ArriveIn(In):
    on: Day | None = Field(None, description="Absent: today.")


class DepartIn(CodedIn):
    on: Day | None = Field(None, description="Absent: today.")


AS_ASKED, TODAY = AcceptIn(asset_id=None), ArriveIn(on=None)


class AssignIn(In):
    position_id: UUID = Field(description="A colleague's seat; see `/colleagues`.")


@router.get("", response={200: Page[OrderOut], **READING}, exclude_unset=True, summary="Orders")
def list_orders(
    request: HttpRequest,
    asked: Query[Paging],
    show: Annotated[Show | None, Field(description="A scope; absent: all that you see.")] = None,
    state: State | None = None,
    q: Annotated[str, Field(max_length=200, description="Words in the number.")] = "",
) -> Any:
    """Orders that you see, the newest first. Reading a list clears no New mark."""
    rows = Search("number").found(orders(actor_of(request), show), clean(q))
    rows = rows.filter(state=state) if state else rows
    return paged(rows, asked, ORDER, row_drawn)


@router.get(
    "/{number}", response={200: OrderDetail, **READING}, exclude_unset=True, summary="One order"
)
def read_order(request: HttpRequest, number: str) -> Any:
    """An order at your level. That you read it is on record; the New mark stays, see `open`."""
    actor = actor_of(request)
    row = one(orders(actor), number=number)
    with reading_trace():
        actions.read(row.pk, by=actor)
    return whole(row, actor)


def verb(name: str, summary: str) -> Callable[[View], View]:
    """A POST that makes one act on an order and answers with the order as it is now."""
    return router.post(
        f"/{{number}}/{name}",
        response={200: OrderDetail, **ACTING},
        exclude_unset=True,
        summary=summary,
    )


def act(request: HttpRequest, number: str, action: Any, payload: In | None = None) -> Drawn:
    """Seen, then the same action as on the screen. What was not sent is left to the action."""
    actor = actor_of(request)
    order = one(orders(actor), number=number)
    said = payload.model_dump(exclude_none=True) if payload else {}
    return acted(action(order.pk, by=actor, **said), actor)


@verb("open", "Open")
def open_order(request: HttpRequest, number: str) -> Any:
    """A person reads it: the New mark goes, the host sees that it is in review."""
    return act(request, number, actions.review)


@verb("submit", "Submit")
def submit(request: HttpRequest, number: str, payload: SubmitIn) -> Any:
    """Send it to the provider. The place stays held until the answer is due."""
    return act(request, number, actions.submit, payload)


@verb("offer", "Offer to a second provider")
def offer(request: HttpRequest, number: str, payload: OfferIn) -> Any:
    """Ask side by side: whoever accepts first has it. Answers with the new order."""
    return act(request, number, actions.offer, payload)


@verb("accept", "Accept")
def accept(request: HttpRequest, number: str, payload: AcceptIn = AS_ASKED) -> Any:
    """Take the person on. The place is booked in the same transaction, or nothing happens."""
    return act(request, number, actions.accept, payload)


@verb("reject", "Reject")
def reject(request: HttpRequest, number: str, payload: CodedIn) -> Any:
    """Say no, with a code of `referral.reason`. You no longer see the need."""
    return act(request, number, actions.reject, payload)


@verb("waitlist", "Put on the waiting list")
def waitlist(request: HttpRequest, number: str, payload: WaitlistIn) -> Any:
    """Not now, perhaps later. The place that was held is free again."""
    return act(request, number, actions.waitlist, payload)


@verb("cancel", "Cancel")
def cancel(request: HttpRequest, number: str, payload: CodedIn) -> Any:
    """Take it back, with a code of `referral.cancel_reason`. The nights are free at once."""
    return act(request, number, actions.cancel, payload)


@verb("arrive", "Record arrival")
def arrive(request: HttpRequest, number: str, payload: ArriveIn = TODAY) -> Any:
    """The person moved in."""
    return act(request, number, actions.arrive, payload)


@verb("depart", "Record departure")
def depart(request: HttpRequest, number: str, payload: DepartIn) -> Any:
    """The person left, with a code of `referral.end_reason`. The nights from then on are free."""
    return act(request, number, actions.depart, payload)


@verb("assign", "Assign to a colleague")
def assign(request: HttpRequest, number: str, payload: AssignIn) -> Any:
    """It is New in their My list until they open it."""
    return act(request, number, actions.assign, payload)


Writing(ReferralOrder, router)
