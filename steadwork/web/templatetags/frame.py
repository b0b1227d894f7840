"""What the shell and the bar of every page need, asked once a request."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django import template
from django.conf import settings
from django.utils.translation import get_language, get_language_info

from steadwork.web.doors import frame_of
from steadwork.web.preferences import CHOICES, preference

register = template.Library()

STATIC = Path(__file__).resolve().parents[1] / "static"
FIRST = "reset.css"  # it also says in which order the layers count


def files(folder: str, kind: str) -> list[str]:
    names = sorted(path.name for path in (STATIC / folder).glob(f"*.{kind}"))
    return [f"{folder}/{name}" for name in sorted(names, key=lambda name: name != FIRST)]


SHEETS, SCRIPTS = files("web/css", "css"), files("web/js", "js")


@register.simple_tag(takes_context=True)
def frame(context: template.Context) -> dict[str, Any]:
    request = context["request"]
    if not hasattr(request, "drawn_frame"):
        request.drawn_frame = frame_of(request)
    return request.drawn_frame  # type: ignore[no-any-return]


@register.simple_tag(takes_context=True)
def likes(context: template.Context) -> dict[str, str]:
    """Theme, density and keys as this person chose them."""
    request = context.get("request")
    return {name: preference(request, name) if request else CHOICES[name][0] for name in CHOICES}


@register.simple_tag
def sheets() -> list[str]:
    return SHEETS


@register.simple_tag
def scripts() -> list[str]:
    return SCRIPTS


@register.simple_tag
def languages() -> list[dict[str, Any]]:
    """The languages of the house, each in its own words."""
    now = get_language()
    found = [get_language_info(code) for code, _name in settings.LANGUAGES]
    return [
        {"code": one["code"], "name": one["name_local"], "now": one["code"] == now} for one in found
    ]
