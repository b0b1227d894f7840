"""What a person chooses in the bar and the house remembers with the person."""

from __future__ import annotations

from django.http import HttpRequest

from steadwork.identity.actions import choose_language
from steadwork.web.requests import actor_of


def keep_language(request: HttpRequest, language: str) -> None:
    actor = actor_of(request)
    if actor.user_id is not None:
        choose_language(language, by=actor)
