"""Who I am, my colleagues, and the public directory of organizations, for machines."""

from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from steadwork.kernel.actor import Side
from steadwork.parties.models import Organization, Position, Site
from steadwork.web.requests import actor_of
from steadwork.web.rest import OPEN, READING, Page, Paging, one, paged
from steadwork.web.screens.filters import Search, clean

me = Router()
directory = Router()
SHOWN = 100


class MeOut(Schema):
    """The person behind the request, in the seat that is active."""

    name: str
    side: Side = Field(description="On which side of the house this person stands.")
    host_id: UUID | None = None
    organization_id: UUID | None = None
    organization: str = ""
    position_id: UUID | None = None
    position: str = ""
    permissions: list[str] = Field(examples=[["referral.answer", "referral.see_all"]])
    language: str
    time_zone: str = Field(description="Empty: the zone of the house.")
    by_token: bool = Field(description="Whether a token was sent rather than a session.")


class SeatOut(Schema):
    """A seat of one's own organization. Work is given to seats, so that it survives people."""

    id: UUID
    title: str
    holder_name: str


class OrganizationOut(Schema):
    identifier: str = Field(examples=["north-home"])
    name: str
    description: str
    email: str
    phone: str
    url: str


class SiteOut(Schema):
    id: UUID
    name: str
    address: str
    city: str
    region: str
    postal_code: str
    country: str
    latitude: float | None
    longitude: float | None
    precision: str
    phone: str


class OrganizationWithSites(OrganizationOut):
    sites: list[SiteOut]


@me.get("/me", response={200: MeOut, **READING}, summary="Who I am")
def who_i_am(request: HttpRequest) -> Any:
    """The person and seat that this session or token stands for, and what they may do."""
    actor = actor_of(request)
    return {
        "name": actor.name,
        "side": actor.side,
        "host_id": actor.host_id,
        "organization_id": actor.organization_id,
        "organization": actor.organization_name,
        "position_id": actor.position_id,
        "position": actor.position_title,
        "permissions": sorted(actor.permissions),
        "language": actor.language,
        "time_zone": actor.time_zone,
        "by_token": getattr(request, "by_token", False),
    }


@me.get("/colleagues", response={200: Page[SeatOut], **READING}, summary="Seats around me")
def colleagues(request: HttpRequest, asked: Query[Paging]) -> Any:
    """Held seats of my own organization: to whom an order can be assigned."""
    actor = actor_of(request)
    seats = Position.objects.visible_to(actor).exclude(holder_name="")
    own = seats.filter(organization_id__in=actor.organizations)
    return paged(own, asked, ["holder_name", "id"], lambda seat: seat)


def listed(request: HttpRequest) -> Any:
    return Organization.objects.visible_to(actor_of(request)).filter(listed=True)


@directory.get(
    "", response={200: Page[OrganizationOut], **OPEN}, summary="Organizations of the directory"
)
def organizations(
    request: HttpRequest,
    asked: Query[Paging],
    q: Annotated[str, Field(max_length=200, description="Words in the name.")] = "",
) -> Any:
    """Who offers something, for everybody. No sign-in is needed."""
    found = Search("name").found(listed(request), clean(q))
    return paged(found, asked, ["name", "id"], lambda row: row)


@directory.get(
    "/{identifier}", response={200: OrganizationWithSites, **OPEN}, summary="One organization"
)
def organization(request: HttpRequest, identifier: str) -> Any:
    """One organization and where it works. Confidential addresses are not among them."""
    found = one(listed(request), identifier=identifier)
    sites = Site.objects.visible_to(actor_of(request)).filter(organization=found)
    own = {name: getattr(found, name) for name in OrganizationOut.model_fields}
    return {**own, "sites": list(sites.order_by("name", "id")[:SHOWN])}
