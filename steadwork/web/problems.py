"""Refusals and failures as answers: a page for people, a part for htmx, RFC 9457 for machines."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from steadwork.kernel.audit import plain
from steadwork.kernel.errors import DomainError
from steadwork.web.requests import by_htmx, for_machines

TYPE = "application/problem+json"


def refusal_answer(request: HttpRequest, refusal: DomainError) -> HttpResponse:
    """A refusal that no form caught."""
    sentence, facts = str(refusal), refusal.facts
    return problem(request, refusal.status, sentence, code=refusal.code, facts=facts)


def problem(
    request: HttpRequest,
    status: int,
    sentence: str | Promise,
    *,
    code: str,
    facts: dict[str, Any] | None = None,
    bare: bool = False,
) -> HttpResponse:
    """One sentence with its status. ``bare`` draws the page without asking the database."""
    if for_machines(request):
        return as_json(status, str(sentence), code, facts or {})
    context = {
        "title": heading(status),
        "sentence": sentence,
        "status": status,
        "bare": bare,
    }
    context |= {"retry_url": request.get_full_path() if request.method == "GET" else ""}
    template = "web/problem/_problem.html" if by_htmx(request) else "web/problem/page.html"
    return render(request, template, context, status=status)


def as_json(status: int, sentence: str, code: str, facts: dict[str, Any]) -> JsonResponse:
    body = {
        "type": f"urn:steadwork:problem:{code.lower().replace('_', '-')}",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": sentence,
        "code": code,
        "facts": {name: plain(value) for name, value in facts.items()},
    }
    return JsonResponse(body, status=status, content_type=TYPE)


def heading(status: int) -> str:
    """What happened, in three words, before the sentence explains it."""
    words = {
        400: _("That request was not complete"),
        403: _("You may not do this"),
        404: _("Nothing here that you can see"),
        409: _("Something has changed"),
        413: _("That is too large"),
        422: _("That does not fit"),
        500: _("Something broke on our side"),
        503: _("Please try again"),
    }
    return words.get(status) or _("That was not possible")
