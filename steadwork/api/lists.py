"""Code lists: which codes may be chosen today, with their words in the reader's language."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import Field

from steadwork.kernel.codes import CodeList
from steadwork.kernel.errors import Missing
from steadwork.web.requests import actor_of
from steadwork.web.rest import READING

router = Router()


class CodeOut(Schema):
    code: str = Field(examples=["no_capacity"])
    label: str = Field(examples=["No free place"])


class CodesOut(Schema):
    name: str = Field(examples=["referral.reason"])
    codes: list[CodeOut]


@router.get("", response={200: list[str], **READING}, summary="Names of the code lists")
def names(request: HttpRequest) -> Any:
    """Which lists there are, such as `referral.reason`."""
    return sorted(CodeList.register)


@router.get("/{name}", response={200: CodesOut, **READING}, summary="One code list")
def codes(request: HttpRequest, name: str) -> Any:
    """The codes of one list as your host has them. Codes are stable, labels are words."""
    known = CodeList.register.get(name)
    if known is None:
        raise Missing
    pairs = known.choices(actor_of(request).host_id)
    return {"name": name, "codes": [{"code": code, "label": label} for code, label in pairs]}
