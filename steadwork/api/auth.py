"""Who may ask: a machine with a token, or a person's browser with its session."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja.security.apikey import APIKeyBase
from ninja.security.http import HttpAuthBase
from ninja.utils import check_csrf

from steadwork.kernel.actor import PUBLIC, Actor
from steadwork.kernel.errors import DomainError
from steadwork.web.requests import actor_of

READING = ("GET", "HEAD", "OPTIONS")


class NotSignedIn(DomainError):
    status = 401
    code = "NOT_SIGNED_IN"


class CsrfMissing(DomainError):
    status = 403
    code = "CSRF"


class Token(HttpAuthBase):
    """`Authorization: Bearer swk_…`. Made and revoked on the screen *API tokens*."""

    openapi_scheme = "bearer"
    openapi_description = "A token that its owner made on the screen *API tokens*."

    def __call__(self, request: HttpRequest) -> Actor | None:
        if "Authorization" not in request.headers:
            return None
        if not getattr(request, "by_token", False):
            raise NotSignedIn(
                _("This token is unknown, has run out or was revoked. Make a new one."),
                code="BAD_TOKEN",
            )
        return actor_of(request)


class Session(APIKeyBase):
    """The session cookie. Acts also need the header `X-CSRFToken`, as any form does."""

    openapi_in = "cookie"
    openapi_description = "The browser's session; acts need `X-CSRFToken` as well."
    param_name = settings.SESSION_COOKIE_NAME

    def __call__(self, request: HttpRequest) -> Actor | None:
        actor = actor_of(request)
        if actor.user_id is None:
            return None
        if request.method not in READING and check_csrf(request):
            raise CsrfMissing(_("Send the CSRF token of the session as X-CSRFToken, or a token."))
        return actor

    def _get_key(self, request: HttpRequest) -> str | None:
        return request.COOKIES.get(self.param_name)

    def authenticate(self, request: HttpRequest, key: str | None) -> Actor | None:
        return self(request)


def anyone(request: HttpRequest) -> Actor:
    """For what the public may read."""
    return PUBLIC


SIGNED_IN = [Token(), Session()]
EVERYBODY = [*SIGNED_IN, anyone]
