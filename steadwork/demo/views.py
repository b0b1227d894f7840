"""The start page of the demonstration: choose somebody, and be them with one click."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, logout
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from steadwork.demo.personas import PASSWORD, PERSONAS, PORTAL, persona
from steadwork.identity.models import User
from steadwork.web.reading import outside_the_wall
from steadwork.web.requests import actor_of

View = Callable[..., HttpResponse]


def only_in_demo(view: View) -> View:
    """Where real people work, there is no such page."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not settings.DEMO:
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


@login_not_required
@only_in_demo
@require_GET
def start(request: HttpRequest) -> HttpResponse:
    groups = [
        (_("The agency"), [each for each in PERSONAS if "riverbend" in each.email]),
        (_("Its providers"), [each for each in PERSONAS if each.landing == PORTAL]),
        (_("The next county"), [each for each in PERSONAS if "lakeshore" in each.email]),
    ]
    context = {
        "title": _("Who would you like to be?"), "groups": groups, "password": PASSWORD,
        "now": actor_of(request).name,
        "heads": [_("Name"), _("E-mail address")],
        "rows": [(each.name, each.email) for each in PERSONAS],
    }  # fmt: skip
    return render(request, "demo/start.html", context)


@outside_the_wall("It changes who is asking, which nobody can do from inside.")
@login_not_required
@only_in_demo
@require_POST
def become(request: HttpRequest) -> HttpResponse:
    """Sign out whoever is here, sign in the chosen one, and open their door."""
    chosen = persona(request.POST.get("persona", ""))
    user = User.objects.filter(email=chosen.email).first() if chosen else None
    if chosen is None or user is None:
        messages.error(request, _("This person is not in town yet. Load the demo first."))
        return redirect("demo:start")
    logout(request)
    login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
    return redirect(chosen.landing)
