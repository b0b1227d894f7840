"""Which door stands at which address. Nothing else is reachable."""

from __future__ import annotations

from importlib.util import find_spec

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from steadwork.config import health
from steadwork.parties.screens import switch_seat


def built(address: str, module: str) -> list[URLPattern | URLResolver]:
    """A door, if it is built so far."""
    return [path(address, include(module))] if find_spec(module) else []


urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("accounts/", include("allauth.urls")),
    path("seat/", switch_seat, name="switch-seat"),
    path("web/", include("steadwork.web.urls")),
    path("work/", include("steadwork.work.urls")),
    path("desk/", include("steadwork.desk.urls")),
    path("portal/", include("steadwork.portal.urls")),
    path("profile/", include("steadwork.identity.urls")),
    path("api/", include("steadwork.api.urls")),
    *(built("demo/", "steadwork.demo.urls") if settings.DEMO else []),
    path("", include("steadwork.public.urls")),
]

handler400 = "steadwork.web.errors.bad_request"
handler403 = "steadwork.web.errors.permission_denied"
handler404 = "steadwork.web.errors.not_found"
handler500 = "steadwork.web.errors.server_error"
