"""The guard between the request and the view: doors, reading, the second wall, refusals, headers.

It stands last in MIDDLEWARE, right after the one that sets ``request.actor``.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from typing import Any

import structlog
from django.conf import settings
from django.db import connection, transaction
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
)
from django.shortcuts import resolve_url
from django.urls import Resolver404, ResolverMatch, resolve
from django.utils.cache import patch_vary_headers
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect

from steadwork.kernel.actor import Actor
from steadwork.kernel.errors import DomainError
from steadwork.kernel.wall import behind
from steadwork.web.doors import DOORS
from steadwork.web.errors import BUSY, unavailable
from steadwork.web.problems import problem, refusal_answer
from steadwork.web.reading import refuse_writes
from steadwork.web.requests import actor_of, by_htmx

READING = ("GET", "HEAD", "OPTIONS")
SIGN_IN = "allauth."
#: The largest file that is kept, and the form around it. What is longer is not even read.
LARGEST_BODY = 32 * 1024 * 1024
HEADERS = {
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(self), payment=(), usb=(),"
    " interest-cohort=()",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "X-Permitted-Cross-Domain-Policies": "none",
}
log = structlog.get_logger(__name__)


class GuardMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        actor, match = actor_of(request), found(request)
        if too_long(request):
            return with_headers(unread(request), actor)
        with ExitStack() as around:
            if request.method in READING and not exempt(match, "writes_on_get"):
                around.enter_context(connection.execute_wrapper(refuse_writes))
            walled = actor.behind_the_wall and not exempt(match, "outside_the_wall")
            if walled:
                around.enter_context(behind(actor))
            response = self.get_response(request)
            if walled and getattr(request, "failed", False):
                transaction.set_rollback(True)
        return with_headers(response, actor)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        """A door lets in its own side. Nobody signed in is sent to sign in, and comes back."""
        match = request.resolver_match
        door = DOORS.get(match.namespaces[0]) if match and match.namespaces else None
        actor = actor_of(request)
        if door is not None and "\x00" in request.path_info:
            raise Http404  # a character that no key has, and no database takes
        if door is None or door.lets_in(actor):
            return None
        if actor.user_id is not None:
            raise Http404
        return to_sign_in(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Whatever the view raised: nothing of it is kept, and a person gets a sentence."""
        request.failed = True  # type: ignore[attr-defined]
        if isinstance(exception, DomainError):
            return refusal_answer(request, exception)
        if isinstance(exception, BUSY):
            log.warning("database.busy", kind=type(exception).__name__, path=request.path)
            return unavailable(request)
        return None


def found(request: HttpRequest) -> ResolverMatch | None:
    try:
        return resolve(request.path_info)
    except Resolver404:
        return None


def too_long(request: HttpRequest) -> bool:
    length = str(request.META.get("CONTENT_LENGTH") or "")
    return length.isdigit() and int(length) > LARGEST_BODY


def unread(request: HttpRequest) -> HttpResponse:
    return problem(request, 413, _("That is too large"), code="TOO_LARGE", bare=True)


def exempt(match: ResolverMatch | None, mark: str) -> bool:
    """Sign-in keeps its own tables; other views are exempt only by a decorator with a reason."""
    if match is None:
        return False
    signing_in = str(getattr(match.func, "__module__", "")).startswith(SIGN_IN)
    return signing_in or bool(getattr(match.func, mark, ""))


def to_sign_in(request: HttpRequest) -> HttpResponse:
    back = request.get_full_path() if request.method in READING else ""
    if by_htmx(request):
        back = request.headers.get("HX-Current-URL", "")
        back = "/" + back.split("/", 3)[3] if back.count("/") > 2 else ""
    url = resolve_url(settings.LOGIN_URL)
    url = f"{url}?{urlencode({'next': back})}" if back else url
    return HttpResponseClientRedirect(url) if by_htmx(request) else HttpResponseRedirect(url)


def with_headers(response: HttpResponseBase, actor: Actor) -> HttpResponseBase:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if actor.user_id is not None:
        response.headers.setdefault("Cache-Control", "no-store")
    patch_vary_headers(response, ["HX-Request", "HX-Target"])
    return response
