"""Products of the host, and the services of the public directory, for machines."""

from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from steadwork.catalog.models import Product, Service
from steadwork.parties.api import SiteOut
from steadwork.parties.models import Site
from steadwork.web.requests import actor_of
from steadwork.web.rest import OPEN, READING, Page, Paging, one, paged
from steadwork.web.screens.filters import Search, clean

products = Router()
directory = Router()
SHOWN = 100


class ProductOut(Schema):
    """What the host buys from providers."""

    id: UUID
    code: str = Field(examples=["foster-bed"])
    name: str = Field(examples=["Foster Care Standard Bed"])
    description: str
    unit: str = Field(examples=["night"])
    track_as_asset: bool
    bookable: bool
    open_ended: bool = Field(description="A stay may have no end.")
    turnover_nights: int = Field(description="Nights between two stays.")
    features: list[str]


class ServiceOut(Schema):
    """An entry of the public directory."""

    id: UUID
    organization: str = Field(description="Identifier of who offers it.")
    organization_name: str
    name: str
    status: str
    description: str
    url: str
    email: str
    phone: str
    application_process: str
    eligibility: str
    fees: str
    wait_time: str
    languages: list[str]


class ServiceWithSites(ServiceOut):
    sites: list[SiteOut]


@products.get("", response={200: Page[ProductOut], **READING}, summary="Products")
def list_products(
    request: HttpRequest,
    asked: Query[Paging],
    bookable: Annotated[bool | None, Field(description="Only those booked over time.")] = None,
) -> Any:
    """The products of the host, by code."""
    rows = Product.objects.visible_to(actor_of(request))
    rows = rows if bookable is None else rows.filter(bookable=bookable)
    return paged(rows, asked, ["code", "id"], lambda row: row)


@directory.get("", response={200: Page[ServiceOut], **OPEN}, summary="Services of the directory")
def services(
    request: HttpRequest,
    asked: Query[Paging],
    q: Annotated[str, Field(max_length=200, description="Words in a name.")] = "",
    organization: Annotated[str, Field(max_length=80, description="Identifier.")] = "",
) -> Any:
    """What organizations offer, for everybody. No sign-in is needed."""
    rows: Any = Service.objects.visible_to(actor_of(request)).filter(organization__listed=True)
    rows = rows.filter(organization__identifier=organization) if organization else rows
    rows = Search("name", "organization__name").found(rows, clean(q))
    return paged(rows.select_related("organization"), asked, ["name", "id"], drawn)


@directory.get("/{service_id}", response={200: ServiceWithSites, **OPEN}, summary="One service")
def service(request: HttpRequest, service_id: UUID) -> Any:
    """Who may use it, how to apply, and where it can be had."""
    actor = actor_of(request)
    rows = Service.objects.visible_to(actor).filter(organization__listed=True)
    found = one(rows.select_related("organization"), pk=service_id)
    sites = Site.objects.visible_to(actor).filter(offers__service=found)
    return {**drawn(found), "sites": list(sites.order_by("name", "id")[:SHOWN])}


def drawn(row: Any) -> dict[str, Any]:
    own = {name: getattr(row, name) for name in ServiceOut.model_fields if hasattr(row, name)}
    whose = row.organization
    return {**own, "organization": whose.identifier, "organization_name": whose.name}
