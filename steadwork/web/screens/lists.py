"""A list that is declared: title, columns, filters, order and the sentence when it is empty."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from types import FunctionType
from typing import Any, ClassVar

from django.core.exceptions import ImproperlyConfigured
from django.db import models
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from steadwork.kernel.actor import Actor
from steadwork.web.requests import actor_of, aims_at
from steadwork.web.screens.columns import Column, Words
from steadwork.web.screens.exports import FORMATS, export
from steadwork.web.screens.filters import Filter
from steadwork.web.screens.listing import Listing

PAGE, PART = "web/list/page.html", "web/list/_list.html"


@dataclass(frozen=True, slots=True)
class Link:
    """A way to another screen, shown to those who have the permission."""

    label: Words
    url: str
    permission: str = ""
    icon: str = "plus"

    def open_to(self, actor: Actor) -> bool:
        return not self.permission or actor.can(self.permission)


class ListScreen:
    """Subclass and declare. The kit adds scope, joins, filters, pages, export and fragments."""

    title: ClassVar[str | Promise]
    model: ClassVar[type[models.Model]]
    name: ClassVar[str]
    columns: ClassVar[Sequence[Column]]
    filters: ClassVar[Sequence[Filter]] = ()
    order: ClassVar[Sequence[str]]
    empty: ClassVar[str | Promise] = _("Nothing here yet.")
    permission: ClassVar[str] = ""
    primary: ClassVar[Link | None] = None
    record: ClassVar[str] = ""
    row_key: ClassVar[str] = "number"
    size: ClassVar[int] = 50
    reader: ClassVar[Any] = None  # (row, actor) -> an object with what this actor may read

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if not hasattr(cls, "model"):
            return
        if missing := [w for w in ("title", "name", "columns", "order") if not hasattr(cls, w)]:
            raise ImproperlyConfigured(f"{cls.__name__} does not say: {', '.join(missing)}")
        if isinstance(cls.__dict__.get("reader"), FunctionType):
            cls.reader = staticmethod(cls.__dict__["reader"])

    def rows(self, actor: Actor) -> QuerySet[Any]:
        """Where every list begins. Override to annotate, never to widen."""
        found: QuerySet[Any] = self.model._default_manager.visible_to(actor)  # type: ignore[attr-defined]
        return found

    def bound_columns(self) -> list[Column]:
        return [column.bound(self.model) for column in self.columns]

    def bound_filters(self) -> list[Filter]:
        return [choice.bound(self.model) for choice in self.filters]

    def read_by(self, row: Any, actor: Actor) -> Any:
        """The row as far as this reader may know it."""
        return self.reader(row, actor) if self.reader else row

    @classmethod
    def urls(cls) -> list[URLPattern]:
        return [path(f"{cls.name}/", cls.as_view(), name=cls.name)]

    @classmethod
    def as_view(cls) -> Callable[[HttpRequest], HttpResponse]:
        def view(request: HttpRequest) -> HttpResponse:
            return cls().respond(request)

        view.__name__, view.__doc__, view.__module__ = (
            cls.__name__,
            cls.__doc__,
            cls.__module__,
        )
        view.screen = cls  # type: ignore[attr-defined]
        return view

    def respond(self, request: HttpRequest) -> HttpResponse:
        actor = actor_of(request)
        if self.permission and not actor.can(self.permission):
            raise Http404
        listing = Listing(self, request, actor)
        if request.GET.get("export") in FORMATS:
            return export(listing, request.GET["export"])
        primary = self.primary if self.primary and self.primary.open_to(actor) else None
        context = {
            "list": listing.page(),
            "screen": self,
            "title": self.title,
            "primary_url": reverse(primary.url) if primary else "",
        }
        part = aims_at(request, "list")
        answer = render(request, PART if part else PAGE, context)
        if part:
            answer["HX-Push-Url"] = listing.here
        return answer
