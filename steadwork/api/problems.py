"""Every way in which the API says no, as a problem answer (RFC 9457) with a stable code."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.core.exceptions import (
    BadRequest,
    PermissionDenied,
    RequestDataTooBig,
    SuspiciousOperation,
    TooManyFieldsSent,
    TooManyFilesSent,
)
from django.http import Http404, HttpRequest, HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.utils.translation import gettext as _
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.responses import Response

from steadwork.api.auth import NotSignedIn
from steadwork.kernel.audit import plain
from steadwork.kernel.errors import DomainError, Missing, NotPermitted
from steadwork.web.problems import TYPE
from steadwork.web.rest import FieldProblem, Problem, Unfit

TOO_MUCH = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)
GARBLED = (HttpError, MultiPartParserError, BadRequest, UnreadablePostError, SuspiciousOperation)


class Malformed(DomainError):
    status = 400
    code = "MALFORMED"


class TooLarge(DomainError):
    status = 413
    code = "TOO_LARGE"


class WrongMethod(DomainError):
    status = 405
    code = "METHOD_NOT_ALLOWED"


def answer_to(request: HttpRequest, exception: Exception) -> HttpResponse | None:
    """The answer to what a view raised; None when it is a mistake of ours."""
    refusal = refusal_of(exception)
    if refusal is None:
        return None
    request.failed = True  # type: ignore[attr-defined]  # the guard keeps nothing of it
    return problem(refusal)


def refusal_of(exception: Exception) -> DomainError | None:
    if isinstance(exception, DomainError):
        return exception
    if isinstance(exception, ValidationError):
        return unfit(exception.errors)
    if isinstance(exception, AuthenticationError):
        return NotSignedIn(_("Sign in, or send a token: Authorization: Bearer swk_…"))
    if isinstance(exception, Http404):
        return Missing()
    if isinstance(exception, PermissionDenied):
        return NotPermitted()
    if isinstance(exception, TOO_MUCH):
        return too_large()
    if isinstance(exception, GARBLED):
        cause = exception.__cause__
        return cause if isinstance(cause, DomainError) else Malformed(_("This cannot be read."))
    return None


def too_large() -> TooLarge:
    return TooLarge(_("That is too large."))


def unfit(errors: list[dict[str, Any]]) -> DomainError:
    """What a schema found. An address that no row can have is an address of nothing."""
    if any(error["loc"][0] == "path" for error in errors):
        return Missing()
    return Unfit([(where(error["loc"]), str(error["msg"])) for error in errors])


def where(loc: tuple[Any, ...]) -> str:
    """*body.starts_on*: without the name that the parameter has in our code."""
    source, *path = map(str, loc)
    shown = path[1:] if source == "body" or len(path) > 1 else path
    return ".".join([source, *shown])


def problem(refusal: DomainError) -> HttpResponse:
    errors = getattr(refusal, "errors", [])
    body = Problem(
        type=f"urn:steadwork:problem:{refusal.code.lower().replace('_', '-')}",
        title=HTTPStatus(refusal.status).phrase,
        status=refusal.status,
        detail=str(refusal),
        code=refusal.code,
        facts={name: told(value) for name, value in refusal.facts.items()},
        errors=[FieldProblem(field=field, message=message) for field, message in errors],
    )
    answer = Response(body.model_dump(), status=refusal.status, content_type=TYPE)
    if refusal.status == HTTPStatus.UNAUTHORIZED:
        answer["WWW-Authenticate"] = 'Bearer realm="Steadwork"'
    return answer


def told(value: Any) -> Any:
    """A fact as JSON keeps it, lists as lists."""
    return [plain(part) for part in value] if isinstance(value, list | tuple) else plain(value)
