"""The public door: the start page and the provider directory."""

from __future__ import annotations

from django.urls import path
from django.utils.translation import gettext_lazy as _

from steadwork.catalog.screens import (
    OrganizationDirectory,
    ServiceDirectory,
    organization,
    service,
)
from steadwork.kernel.actor import Side
from steadwork.public.screens import start
from steadwork.web.doors import Door, Nav

public = Door(
    "public",
    "Steadwork",
    Side.PUBLIC,
    screens=[OrganizationDirectory, ServiceDirectory],
    nav=[
        Nav(_("Organizations"), "public:organizations", icon="building-2", key="o"),
        Nav(_("Services"), "public:services", icon="list", key="s"),
    ],
    extra=[
        path("", start, name="start"),
        path("organizations/<slug:identifier>/", organization, name="organization"),
        path("services/<uuid:key>/", service, name="service"),
    ],
    home="public:start",
)

urlpatterns, app_name, _namespace = public.urls
