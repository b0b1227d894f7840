"""What a person likes: language, theme, density, single keys. Kept in cookies, no rights in it."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

YEAR = 365 * 24 * 3600
CHOICES = {
    "theme": ("system", "light", "dark"),
    "density": ("comfortable", "compact"),
    "keys": ("on", "off"),
}

# Who else keeps the language that a person chose: a module that knows users adds itself here.
LANGUAGE_KEEPERS: list[Callable[[HttpRequest, str], None]] = []


def preference(request: HttpRequest, name: str) -> str:
    """The kept choice, or the first one."""
    kept = request.COOKIES.get(name, "")
    return kept if kept in CHOICES[name] else CHOICES[name][0]


@login_not_required
@require_POST
def keep(request: HttpRequest) -> HttpResponse:
    """Keep what was chosen and go back to where the person was."""
    back = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure()):
        back = "/"
    answer = HttpResponseRedirect(back)
    for name, allowed in CHOICES.items():
        if (value := request.POST.get(name, "")) in allowed:
            set_cookie(answer, request, name, value)
    language = request.POST.get("language", "")
    if language in dict(settings.LANGUAGES):
        set_cookie(answer, request, settings.LANGUAGE_COOKIE_NAME, language)
        for keeper in LANGUAGE_KEEPERS:
            keeper(request, language)
    return answer


def set_cookie(answer: HttpResponse, request: HttpRequest, name: str, value: str) -> None:
    answer.set_cookie(name, value, max_age=YEAR, samesite="Lax", secure=request.is_secure())
