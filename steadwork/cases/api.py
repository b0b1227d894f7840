"""Benefits cases for machines: the list, intake, benefits, close and reopen."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router, Schema, Status
from pydantic import Field

from steadwork.cases import actions
from steadwork.cases.models import Benefit, Case
from steadwork.cases.states import MOVES, State
from steadwork.cases.visibility import may
from steadwork.kernel.actor import Actor
from steadwork.kernel.verdict import require
from steadwork.parties.models import Contact
from steadwork.web.requests import actor_of
from steadwork.web.rest import ACTING, READING, Day, In, Nights, Page, Paging, nights, one, paged
from steadwork.web.screens.filters import Search, clean
from steadwork.work.api import (
    ORDER,
    Drawn,
    HouseholdOut,
    ItemOut,
    PersonOut,
    Ref,
    SeatRef,
    Writing,
    after_the_act,
    drawn,
    rows_for,
)

router = Router()
SHOWN = 100
Show = Literal["my", "team", "all", "across"]
Priority = Literal["low", "medium", "high", "emergency"]


class CaseOut(ItemOut):
    """A benefits case. Providers never read one: they read the order that was shared."""

    title: str | None = None
    state: State | None = None
    stage: str | None = None
    category: str | None = Field(None, description="A code of the list `case.category`.")
    priority: str | None = None
    sensitivity: str | None = None
    reason: str | None = None
    contact: PersonOut | None = Field(None, description="The person whom it is about.")
    account: HouseholdOut | None = None
    owner: SeatRef | None = None
    opened_at: datetime | None = None
    closed_at: datetime | None = None


class BenefitOut(Schema):
    id: UUID
    product: Ref
    recipient: Ref
    period: Nights
    status: str


class CaseDetail(CaseOut):
    household: list[PersonOut] = Field(default_factory=list)
    benefits: list[BenefitOut] = Field(default_factory=list)
    moves: list[str] = Field(default_factory=list, description="Verbs possible now, for you.")


class CaseIn(In):
    """Intake: the household and the person, new unless known, and the case, all or nothing."""

    household: str = Field("", max_length=200, description="Name, unless `account_id` is given.")
    account_id: UUID | None = Field(None, description="A household that is known already.")
    city: str = Field("", max_length=120)
    first_name: str = Field(min_length=1, max_length=100)
    last_name: str = Field(min_length=1, max_length=100)
    birth_date: Day | None = None
    gender: Literal["female", "male", "other", "unknown"] = "unknown"
    title: str = Field(min_length=1, max_length=300, examples=["Kowalski"])
    category: str = Field(max_length=60, examples=["foster_care"])
    priority: Priority = "medium"
    reason: str = Field("", max_length=20_000)


class NoteIn(In):
    note: str = Field("", max_length=2000, description="Why.")


WITHOUT_WORDS = NoteIn(note="")


class BenefitIn(In):
    product_id: UUID
    recipient_id: UUID = Field(description="A person of the household.")
    starts_on: Day
    ends_on: Day | None = Field(None, description="The day of departure. Absent: without an end.")


OWN = {
    "title": lambda row: row.title,
    "state": lambda row: row.state,
    "stage": lambda row: row.stage,
    "category": lambda row: row.category,
    "priority": lambda row: row.priority,
    "sensitivity": lambda row: row.sensitivity,
    "reason": lambda row: row.reason,
    "contact": lambda row: row.contact,
    "account": lambda row: row.account,
    "owner": lambda row: row.owner,
    "opened_at": lambda row: row.opened_at,
    "closed_at": lambda row: row.closed_at,
}


def cases(actor: Actor, show: str | None = None) -> Any:
    require(actor.can("case.see"))
    return rows_for(Case, actor, show).select_related("contact", "account", "owner")


def the_case(number: str, actor: Actor) -> Any:
    return one(cases(actor), number=number)


def row_drawn(row: Any) -> Drawn:
    return drawn(row, {}, OWN)


def whole(row: Any, actor: Actor) -> Drawn:
    """A case with its household and benefits."""
    people = Contact.objects.visible_to(actor).filter(account_id=row.account_id)
    benefits = Benefit.objects.visible_to(actor).filter(case_id=row.pk)
    granted = benefits.select_related("product", "recipient").order_by("-created_at", "-id")
    found = row_drawn(row)
    if row.level == "full":
        found["household"] = list(people.order_by("birth_date", "id")[:SHOWN])
        found["benefits"] = [benefit_drawn(benefit) for benefit in granted[:SHOWN]]
        found["moves"] = [m for m in MOVES.open_from(row.state) if may(actor, m, row)]
    return found


def benefit_drawn(row: Any) -> Drawn:
    return {
        "id": row.pk,
        "product": {"id": row.product_id, "name": row.product.name},
        "recipient": {"id": row.recipient_id, "name": str(row.recipient)},
        "period": nights(row.period),
        "status": row.status,
    }


def acted(done: Case, actor: Actor) -> Drawn:
    return whole(after_the_act(done, cases(actor)), actor)


@router.get("", response={200: Page[CaseOut], **READING}, exclude_unset=True, summary="Cases")
def list_cases(
    request: HttpRequest,
    asked: Query[Paging],
    show: Annotated[Show | None, Field(description="A scope; absent: all that you see.")] = None,
    state: State | None = None,
    category: Annotated[str, Field(max_length=60)] = "",
    q: Annotated[str, Field(max_length=200, description="Words in number or title.")] = "",
) -> Any:
    """Cases that you see, the newest first. Reading a list clears no New mark."""
    wanted = {name: value for name, value in (("state", state), ("category", category)) if value}
    rows = Search("number", "title").found(cases(actor_of(request), show), clean(q))
    return paged(rows.filter(**wanted), asked, ORDER, row_drawn)


@router.post(
    "", response={201: CaseDetail, **ACTING}, exclude_unset=True, summary="Open a case (intake)"
)
def take_in(request: HttpRequest, payload: CaseIn) -> Any:
    """Household, person and case in one transaction. You become its owner."""
    actor = actor_of(request)
    return Status(201, acted(actions.take_in(by=actor, **payload.model_dump()), actor))


@router.get(
    "/{number}", response={200: CaseDetail, **READING}, exclude_unset=True, summary="One case"
)
def read_case(request: HttpRequest, number: str) -> Any:
    """A case with its household, its benefits and the verbs that are possible now."""
    actor = actor_of(request)
    return whole(the_case(number, actor), actor)


@router.post(
    "/{number}/close", response={200: CaseDetail, **ACTING}, exclude_unset=True, summary="Close"
)
def close(request: HttpRequest, number: str, payload: NoteIn = WITHOUT_WORDS) -> Any:
    """Nothing more to do. Refused, with the list, while an order of it is open."""
    actor = actor_of(request)
    case = the_case(number, actor)
    return acted(actions.close(case.pk, by=actor, **payload.model_dump()), actor)


@router.post(
    "/{number}/reopen", response={200: CaseDetail, **ACTING}, exclude_unset=True, summary="Reopen"
)
def reopen(request: HttpRequest, number: str, payload: NoteIn = WITHOUT_WORDS) -> Any:
    """There is more to do after all."""
    actor = actor_of(request)
    case = the_case(number, actor)
    return acted(actions.reopen(case.pk, by=actor, **payload.model_dump()), actor)


@router.post("/{number}/benefits", response={201: BenefitOut, **ACTING}, summary="Grant a benefit")
def grant_benefit(request: HttpRequest, number: str, payload: BenefitIn) -> Any:
    """A product for one person of the household, for a time."""
    actor = actor_of(request)
    case = the_case(number, actor)
    benefit = actions.grant_benefit(case.pk, by=actor, **payload.model_dump())
    return Status(201, benefit_drawn(benefit))


Writing(Case, router)
