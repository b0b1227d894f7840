"""Products on the desk, services in the public directory."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _

from steadwork.catalog import actions
from steadwork.catalog.forms import ProductForm
from steadwork.catalog.models import Product, Service
from steadwork.kernel.actor import Actor
from steadwork.parties.models import Organization, Site
from steadwork.web.acts import attempt, moved_on
from steadwork.web.requests import actor_of
from steadwork.web.screens import Badge, Column, Link, ListScreen, OneOf, Search, YesNo

SHOWN = 100


class ProductList(ListScreen):
    """What the host buys from providers."""

    title = _("Products")
    model = Product
    name = "products"
    permission = "agreement.see"
    columns = [
        Column("code"),
        Column("name", wide=True),
        Column("unit"),
        Column("track_as_asset"),
        Column("turnover_nights"),
    ]
    filters = [YesNo("bookable"), Search("code", "name")]
    order = ["code", "id"]
    primary = Link(_("New product"), "desk:product-new", permission="product.manage")
    empty = _("No product yet. Define what you want from providers.")


def new_product(request: HttpRequest) -> HttpResponse:
    """Define a product that is tracked one by one and booked over time."""
    actor = actor_of(request)
    if not actor.can("product.manage"):
        raise Http404
    form, status = ProductForm(request.POST or None), 200
    if request.method == "POST":
        product, status = attempt(form, actions.define_product, by=actor)
        if product:
            return moved_on(request, "../")
    context = {"form": form, "title": _("New product")}
    return render(request, "catalog/new_product.html", context, status=status)


class ServiceDirectory(ListScreen):
    """What organizations offer, for everybody."""

    title = _("Services")
    model = Service
    name = "services"
    columns = [
        Column("name", link=True, wide=True),
        Column("organization__name", label=_("Organization")),
        Badge("status", label=_("Status")),
        Column("phone"),
    ]
    filters = [OneOf("status", label=_("Status")), Search("name", "organization__name")]
    order = ["name", "id"]
    record = "public:service"
    row_key = "pk"
    empty = _("No service of that name. Try fewer words.")


class OrganizationDirectory(ListScreen):
    """Who offers something, for everybody."""

    title = _("Organizations")
    model = Organization
    name = "organizations"
    columns = [
        Column("name", link=True, wide=True),
        Column("phone"),
        Column("url"),
    ]
    filters = [Search("name")]
    order = ["name", "id"]
    record = "public:organization"
    row_key = "identifier"
    empty = _("No organization of that name. Try fewer words.")

    def rows(self, actor: Actor) -> Any:
        return Organization.objects.visible_to(actor).filter(listed=True)


def organization(request: HttpRequest, identifier: str) -> HttpResponse:
    """One organization: what it offers and where."""
    actor = actor_of(request)
    listed = Organization.objects.visible_to(actor).filter(listed=True)
    found = get_object_or_404(listed, identifier=identifier)
    sites = Site.objects.visible_to(actor).filter(organization=found)
    context = {
        "organization": found,
        "title": found.name,
        "services": Service.objects.visible_to(actor)
        .filter(organization=found)
        .order_by("name", "id")[:SHOWN],
        "sites": sites.order_by("name", "id")[:SHOWN],
    }
    return render(request, "catalog/organization.html", context)


def service(request: HttpRequest, key: Any) -> HttpResponse:
    """One service: who may use it, how to apply, where and when."""
    actor = actor_of(request)
    services = Service.objects.visible_to(actor).select_related("organization")
    found = get_object_or_404(services, pk=key)
    sites = Site.objects.visible_to(actor).filter(offers__service=found)
    context = {"service": found, "title": found.name, "sites": sites.order_by("name", "id")[:SHOWN]}
    return render(request, "catalog/service.html", context)
