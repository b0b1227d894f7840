"""Puts the Actor on the request, whether a person or a person's machine is asking."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation

from steadwork.identity.actions import user_of_token
from steadwork.kernel.actor import PUBLIC, Actor
from steadwork.parties.actors import actor_for

HOLDING = "holding"


class ActorMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = self.actor_of(request)  # type: ignore[attr-defined]
        with SpeakingTo(request.actor):  # type: ignore[attr-defined]
            return self.get_response(request)

    def actor_of(self, request: HttpRequest) -> Actor:
        scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
        request.by_token = False  # type: ignore[attr-defined]
        if scheme.lower() == "bearer" and (user := user_of_token(secret.strip())):
            request.user, request.by_token = user, True  # type: ignore[attr-defined]
            return actor_for(user)
        if not request.user.is_authenticated:
            return PUBLIC
        return actor_for(request.user, chosen_holding(request))


def chosen_holding(request: HttpRequest) -> UUID | None:
    try:
        return UUID(request.session.get(HOLDING) or "")
    except ValueError:
        return None


class SpeakingTo:
    """The reader's language and time zone, for as long as the request lasts."""

    def __init__(self, actor: Actor) -> None:
        self.actor = actor

    def __enter__(self) -> None:
        if self.actor.user_id:
            translation.activate(self.actor.language)
        if self.actor.time_zone:
            try:
                timezone.activate(ZoneInfo(self.actor.time_zone))
            except (ZoneInfoNotFoundError, ValueError):
                timezone.deactivate()

    def __exit__(self, *_: object) -> None:
        timezone.deactivate()
