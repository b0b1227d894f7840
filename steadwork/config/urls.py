"""Which door stands at which address. Nothing else is reachable."""

from __future__ import annotations

from importlib.util import find_spec

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from steadwork.config import health


def door(address: str, module: str) -> list[URLPattern | URLResolver]:
    """A door that is built so far."""
    return [path(address, include(module))] if find_spec(module) else []


urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("accounts/", include("allauth.urls")),
    *door("web/", "steadwork.web.urls"),
    *door("desk/", "steadwork.desk.urls"),
    *door("portal/", "steadwork.portal.urls"),
    *door("api/", "steadwork.api.urls"),
    *(door("demo/", "steadwork.demo.urls") if settings.DEMO else []),
    *door("", "steadwork.public.urls"),
]
