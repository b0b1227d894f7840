"""Which door stands at which address. Nothing else is reachable."""

from __future__ import annotations

from django.conf import settings
from django.urls import include, path

from steadwork.config import health
from steadwork.identity.screens import address
from steadwork.parties.screens import switch_seat

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("accounts/", include([path("email/", address, name="account_email")])),
    path("accounts/", include("allauth.urls")),
    path("seat/", switch_seat, name="switch-seat"),
    path("web/", include("steadwork.web.urls")),
    path("work/", include("steadwork.work.urls")),
    path("desk/", include("steadwork.desk.urls")),
    path("portal/", include("steadwork.portal.urls")),
    path("profile/", include("steadwork.identity.urls")),
    path("api/", include("steadwork.api.urls")),
    *([path("demo/", include("steadwork.demo.urls"))] if settings.DEMO else []),
    path("", include("steadwork.public.urls")),
]

handler400 = "steadwork.web.errors.bad_request"
handler403 = "steadwork.web.errors.permission_denied"
handler404 = "steadwork.web.errors.not_found"
handler500 = "steadwork.web.errors.server_error"
