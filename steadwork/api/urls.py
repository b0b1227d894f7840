"""Addresses of the machines' door: version 1, its document and its reference."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from steadwork.api.entrance import entrance, through
from steadwork.api.native import api
from steadwork.api.problems import problem
from steadwork.api.screens import reference
from steadwork.kernel.errors import Missing


def nothing(request: HttpRequest, **_rest: Any) -> HttpResponse:
    """Any other address: a problem, like everything that is not there."""
    return problem(Missing())


patterns, app, namespace = api.urls
urlpatterns = [
    path("v1/", reference, name="api-reference"),
    path("v1/", include((through(patterns), app), namespace)),
    path("<path:rest>", entrance(nothing)),
]
