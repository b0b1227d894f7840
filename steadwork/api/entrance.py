"""What stands before every view of the API: language, size, readable addresses, methods."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, nullcontext
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from steadwork.api.parsing import is_text
from steadwork.api.problems import Malformed, WrongMethod, problem, too_large
from steadwork.kernel.errors import DomainError, Missing
from steadwork.work.files import LARGEST

View = Callable[..., HttpResponse]
ENVELOPE = 1024 * 1024


def entrance(view: View) -> View:
    """A view that answers machines: never a page, never a way to the sign-in form."""

    @wraps(view)
    def enter(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        with spoken(request):
            refusal = refused_at_once(request)
            answer = problem(refusal) if refusal else view(request, *args, **kwargs)
            answer = wrong_method(answer) if answer.status_code == 405 else answer
            answer.headers.setdefault("Content-Language", translation.get_language() or "en")
            patch_vary_headers(answer, ["Accept-Language", "Authorization", "Cookie"])
            return answer

    enter.login_required = False  # type: ignore[attr-defined]  # each operation asks by itself
    return enter


def spoken(request: HttpRequest) -> AbstractContextManager[Any]:
    """Sentences in the language that the request accepts; else in that of the person."""
    if "Accept-Language" not in request.headers:
        return nullcontext()
    return translation.override(translation.get_language_from_request(request))


def refused_at_once(request: HttpRequest) -> DomainError | None:
    """Before anything is read: an address nobody can have, a body nobody will read."""
    if not is_text(request.path_info):
        return Missing()
    try:
        length = int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return Malformed(_("The length of the body is not a number."))
    is_file = request.content_type == "multipart/form-data"
    most = LARGEST + ENVELOPE if is_file else settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    return too_large() if length > most else None


def wrong_method(answer: HttpResponse) -> HttpResponse:
    allowed = answer.headers.get("Allow", "")
    instead = problem(WrongMethod(_("Possible here: %(methods)s.") % {"methods": allowed}))
    instead["Allow"] = allowed
    return instead


def through(patterns: Iterable[URLPattern | URLResolver]) -> list[URLPattern | URLResolver]:
    """The same addresses, each view behind the entrance."""
    found = list(patterns)
    for pattern in found:
        if isinstance(pattern, URLPattern):
            own = hasattr(pattern.callback, "csrf_exempt")  # an operation; else the document
            pattern.callback = entrance(pattern.callback if own else require_safe(pattern.callback))
    return found
