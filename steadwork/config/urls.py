"""Which door stands at which address. Nothing else is reachable."""

from __future__ import annotations

from importlib.util import find_spec

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from steadwork.config import health
from steadwork.parties.screens import switch_seat


def door(address: str, module: str) -> list[URLPattern | URLResolver]:
    """A door that is built so far."""
    return [path(address, include(module))] if find_spec(module) else []


urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("accounts/", include("allauth.urls")),
    path("seat/", switch_seat, name="switch-seat"),
    path("work/", include("steadwork.work.urls")),
    path("web/", include("steadwork.web.urls")),
    path("desk/", include("steadwork.desk.urls")),
    path("portal/", include("steadwork.portal.urls")),
    *door("api/", "steadwork.api.urls"),
    *(door("demo/", "steadwork.demo.urls") if settings.DEMO else []),
    path("", include("steadwork.public.urls")),
]
