"""Running an action from a form, and answering people with and without scripts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render, resolve_url
from django_htmx.http import HttpResponseLocation

from steadwork.kernel.errors import DomainError
from steadwork.web.requests import MAIN, by_htmx


def attempt(
    form: BaseForm, act: Callable[..., Any], *args: Any, **kwargs: Any
) -> tuple[Any | None, int]:
    """Run an action with a form's data. A refusal lands on the form, as a sentence."""
    if not form.is_valid():
        return None, 422
    try:
        return act(*args, **kwargs, **form.cleaned_data), 200
    except DomainError as refusal:
        return None, refused(form, refusal)


def refused(form: BaseForm, refusal: DomainError) -> int:
    """Put the sentence where it belongs: on the field that it names, or on top of the form."""
    form.full_clean() if form._errors is None else None  # type: ignore[attr-defined]
    field = refusal.facts.get("field")
    form.add_error(field if field in form.fields else None, str(refusal))
    return refusal.status


def answer(
    request: HttpRequest,
    part: str,
    context: dict[str, Any],
    *,
    page: str,
    status: int = 200,
    then: Any = None,
) -> HttpResponseBase:
    """htmx gets the part. Everyone else: a redirect when it worked, the whole page when not."""
    if by_htmx(request):
        return render(request, part, context, status=status)
    return redirect(then) if then else render(request, page, context, status=status)


def moved_on(request: HttpRequest, then: Any) -> HttpResponse:
    """After an act that worked: the page as it now is, reloaded whole or swapped in place."""
    url = resolve_url(then)
    if by_htmx(request):
        return HttpResponseLocation(url, target=f"#{MAIN}", select=f"#{MAIN}", swap="outerHTML")
    return redirect(url)
