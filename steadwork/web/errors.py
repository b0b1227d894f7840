"""The error pages. The root address list names them, and CSRF_FAILURE_VIEW names the fourth."""

from __future__ import annotations

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from steadwork.web.problems import problem

BUSY = (OperationalError, InterfaceError)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return problem(request, 400, _("Please go back and try once more."), code="BAD_REQUEST")


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    sentence = _("Your responsibilities do not include this.")
    return problem(request, 403, sentence, code="NOT_PERMITTED")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    sentence = _("This page was open for too long, or cookies are off. Load it again, then retry.")
    return problem(request, 403, sentence, code="STALE_PAGE")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    sentence = _("It does not exist, or it is not yours to see. Both look the same from here.")
    return problem(request, 404, sentence, code="NOT_FOUND")


def server_error(request: HttpRequest) -> HttpResponse:
    """A failure before or after the view. One of the database is worth a second try."""
    if isinstance(sys.exc_info()[1], BUSY):
        return unavailable(request)
    sentence = _("Nothing was saved. We have noted what happened; please try again.")
    return problem(request, 500, sentence, code="BROKEN", bare=True)


def unavailable(request: HttpRequest) -> HttpResponse:
    """The database waits, restarts or lost us."""
    sentence = _("The system is busy for a moment. Nothing was saved; try again in a few seconds.")
    answer = problem(request, 503, sentence, code="BUSY", bare=True)
    answer["Retry-After"] = "5"
    return answer
