"""What every router of the API shares: what comes in, a page of rows, and a problem."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Annotated, Any, Generic, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from ninja import Schema
from pydantic import AfterValidator, AwareDatetime, BeforeValidator, ConfigDict, Field

from steadwork.kernel.errors import Invalid, Missing
from steadwork.kernel.pages import keyset_page

Row = TypeVar("Row")
Asked = dict[str, Any]
WRITTEN = re.compile(r"\d{4}-\d{2}-\d{2}")


def as_written(value: Any) -> Any:
    """A day or a moment is written out; a bare number would be read as seconds since 1970."""
    if isinstance(value, str) and not WRITTEN.match(value):
        raise ValueError("write it as 2026-05-31")
    if isinstance(value, int | float):
        raise ValueError("write it as 2026-05-31")
    return value


def in_living_memory(value: date) -> date:
    """Nobody is born before and nothing is planned after; the ends of the calendar overflow."""
    if not 1900 <= value.year < 2200:
        raise ValueError("write a year from 1900 to 2199")
    return value


Day = Annotated[date, BeforeValidator(as_written), AfterValidator(in_living_memory)]
Moment = Annotated[AwareDatetime, BeforeValidator(as_written), AfterValidator(in_living_memory)]


class In(Schema):
    """What somebody sends. A field that we do not know is a mistake, not a wish."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


class Paging(Schema):
    size: int = Field(50, ge=1, le=200, description="How many rows at most.")
    after: str | None = Field(
        None, max_length=2000, description="The cursor `after` of the page before this one."
    )
    before: str | None = Field(
        None, max_length=2000, description="The cursor `before` of the page behind this one."
    )


class Page(Schema, Generic[Row]):
    """Rows, and the cursors of the pages beside them; null where there is no further page."""

    items: list[Row]
    after: str | None = None
    before: str | None = None


def paged(
    rows: QuerySet[Any], asked: Paging, order: list[str], draw: Callable[[Any], Asked]
) -> Asked:
    """One page of rows, each drawn. It costs the same at the first row and at the millionth."""
    try:
        page = keyset_page(
            rows, order=order, size=asked.size, after=asked.after, before=asked.before
        )
    except (Invalid, ValidationError, ValueError):
        sentence = _("This cursor is not one that this list gave. Start from the first page.")
        raise Invalid(sentence, code="BAD_CURSOR") from None
    return {"items": [draw(row) for row in page.rows], "after": page.after, "before": page.before}


def one(rows: QuerySet[Any], **key: Any) -> Any:
    """The row that an address names. What one may not see does not exist."""
    row = rows.filter(**key).first()
    if row is None:
        raise Missing
    return row


class Nights(Schema):
    """A half-open stretch of nights: the last day is that of departure."""

    starts_on: date = Field(examples=["2026-05-01"])
    ends_on: date | None = Field(None, description="Null: without an end.")


def nights(period: Any) -> Asked | None:
    return {"starts_on": period.lower, "ends_on": period.upper} if period else None


class FieldProblem(Schema):
    field: str = Field(description="Where: `body.starts_on`, `query.size`.")
    message: str


class Problem(Schema):
    """A refusal (RFC 9457). `code` is stable; `detail` is a sentence in the reader's language."""

    type: str = Field(examples=["urn:steadwork:problem:asset-not-available"])
    title: str = Field(examples=["Conflict"])
    status: int = Field(examples=[409])
    detail: str = Field(examples=["Bed 3 is taken from 1 May to 4 May; free from 4 May."])
    code: str = Field(examples=["ASSET_NOT_AVAILABLE"])
    facts: dict[str, Any] = Field(default_factory=dict)
    errors: list[FieldProblem] = Field(default_factory=list)


class Unfit(Invalid):
    """The shape is wrong. ``errors`` says which fields, each with its sentence."""

    code = "VALIDATION"

    def __init__(self, errors: list[tuple[str, str]]) -> None:
        super().__init__(_("Something in it does not fit. See the fields."))
        self.errors = errors


#: What may be answered instead, for reading and for acting.
READING: dict[int, type[Schema]] = {
    401: Problem,
    403: Problem,
    404: Problem,
    422: Problem,
}
ACTING: dict[int, type[Schema]] = {**READING, 400: Problem, 409: Problem, 413: Problem}
OPEN: dict[int, type[Schema]] = {401: Problem, 404: Problem, 422: Problem}
