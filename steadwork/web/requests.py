"""Questions about a request that every screen asks."""

from __future__ import annotations

from django.http import HttpRequest

from steadwork.kernel.actor import PUBLIC, Actor

MAIN = "main"


def actor_of(request: HttpRequest) -> Actor:
    """Who asks. The middleware of parties puts it there; without one it is the public."""
    actor: Actor = getattr(request, "actor", PUBLIC)
    return actor


def by_htmx(request: HttpRequest) -> bool:
    """Whether htmx asks for a part. Going back in the history always gets the whole page."""
    restoring = request.headers.get("HX-History-Restore-Request") == "true"
    return request.headers.get("HX-Request") == "true" and not restoring


def aims_at(request: HttpRequest, *targets: str) -> bool:
    """Whether the answer goes into one of these parts; an unnamed target takes the smallest."""
    if not by_htmx(request):
        return False
    return request.headers.get("HX-Target", "") in ("", *targets)


def is_prefetch(request: HttpRequest) -> bool:
    """A browser that looks ahead. Nobody has read anything yet."""
    purpose = request.headers.get("Sec-Purpose", "") + request.headers.get("Purpose", "")
    return "prefetch" in purpose


def for_machines(request: HttpRequest) -> bool:
    """Whether the answer is read by a program rather than by a person."""
    if request.path_info.startswith("/api/"):
        return True
    accepted = request.headers.get("Accept", "")
    return "json" in accepted and "html" not in accepted
