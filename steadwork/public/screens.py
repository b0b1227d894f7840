"""The start page: where everybody arrives, and from where the signed-in go to their door."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from steadwork.kernel.actor import Side
from steadwork.web.requests import actor_of

DOORS = {Side.HOST: "desk:home", Side.PARTNER: "portal:home"}


def start(request: HttpRequest) -> HttpResponse:
    """People with a seat go on to their door; everybody else reads what this is."""
    actor = actor_of(request)
    if actor.side in DOORS:
        return redirect(DOORS[actor.side])
    context = {"title": "Steadwork", "demo": settings.DEMO, "lost": actor.user_id is not None}
    return render(request, "public/start.html", context)
