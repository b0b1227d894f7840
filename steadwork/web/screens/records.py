"""A record that is declared: header facts, verbs, tabs and a side, each with its address."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from types import FunctionType
from typing import Any, ClassVar

from django.core.exceptions import ImproperlyConfigured, ObjectDoesNotExist, ValidationError
from django.db import DataError, models
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import URLPattern, path, reverse
from django.utils.functional import Promise
from django.utils.safestring import SafeString

from steadwork.kernel.actor import Actor
from steadwork.kernel.states import Machine
from steadwork.web.reading import reading_trace
from steadwork.web.requests import MAIN, actor_of, by_htmx, is_prefetch
from steadwork.web.screens import verbs
from steadwork.web.screens.columns import Column, Words, read
from steadwork.web.screens.verbs import Offer, Verb

PAGE, PART, VIEW = (
    "web/record/page.html",
    "web/record/_record.html",
    "web/record/_view.html",
)
LONGEST_KEY = 200
FRONT = 4


@dataclass(frozen=True)
class Panel:
    """A tab, or the side: a template and the names that it needs."""

    name: str
    label: Words
    template: str
    context: Callable[[Any, Actor, HttpRequest], dict[str, Any]] | None = None
    permission: str = ""

    def open_to(self, actor: Actor) -> bool:
        return not self.permission or actor.can(self.permission)

    def html(self, record: Record, request: HttpRequest) -> SafeString:
        row, actor = record.row, record.actor
        given = self.context(row, actor, request) if self.context else {}
        names = {"row": record.shown, "record": record, "actor": actor, "panel": self}
        return render_to_string(self.template, names | given, request=request)


@dataclass(frozen=True)
class Way:
    """A way from a record to a process about it, for whoever ``may`` do ``verb``."""

    label: Words
    url: str
    verb: str
    icon: str = "arrow-right"


class RecordScreen:
    """Subclass and declare. The kit adds the fetch, the header, the tabs and the verbs."""

    model: ClassVar[type[models.Model]]
    name: ClassVar[str]
    path: ClassVar[str]
    title: ClassVar[str] = "number"
    subtitle: ClassVar[str] = ""
    key: ClassVar[str] = "number"
    facts: ClassVar[Sequence[Column]] = ()
    machine: ClassVar[Machine | None] = None
    may: ClassVar[Any] = None  # (actor, move, row) -> whether this actor may
    verbs: ClassVar[Sequence[Verb]] = ()
    ways: ClassVar[Sequence[Way]] = ()
    panels: ClassVar[Sequence[Panel]] = ()
    side: ClassVar[Panel | None] = None
    permission: ClassVar[str] = ""
    reader: ClassVar[Any] = None  # (row, actor) -> an object with what this actor may read
    parent: ClassVar[tuple[str | Promise, str] | None] = None  # the list above: label, url name

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if not hasattr(cls, "model"):
            return
        names = [verb.name for verb in cls.verbs] + [panel.name for panel in cls.panels]
        if doubled := {name for name in names if names.count(name) > 1}:
            raise ImproperlyConfigured(f"{cls.__name__} uses a name twice: {sorted(doubled)}")
        if cls.verbs and cls.may is None:
            raise ImproperlyConfigured(f"{cls.__name__} has verbs but does not say who may")
        for name in ("may", "reader"):
            if isinstance(cls.__dict__.get(name), FunctionType):
                setattr(cls, name, staticmethod(cls.__dict__[name]))

    def rows(self, actor: Actor) -> QuerySet[Any]:
        """Where every record is fetched. Override to annotate, never to widen."""
        found: QuerySet[Any] = self.model._default_manager.visible_to(actor)  # type: ignore[attr-defined]
        return found

    def opened(self, row: Any, actor: Actor) -> None:
        """A person has opened this record. The one thing that a GET may write."""

    @classmethod
    def urls(cls) -> list[URLPattern]:
        base = f"{cls.path}/<str:key>/"
        found = [path(base, cls.as_view("record"), name=cls.name)]
        for panel in cls.panels:
            view = cls.as_view("tab", panel.name)
            found.append(path(f"{base}{panel.name}/", view, name=f"{cls.name}-{panel.name}"))
        for verb in cls.verbs:
            view = cls.as_view("verb", verb.name)
            found.append(path(f"{base}{verb.name}/", view, name=f"{cls.name}-{verb.name}"))
        return found

    @classmethod
    def as_view(cls, kind: str, part: str = "") -> Callable[..., HttpResponse]:
        def view(request: HttpRequest, key: str) -> HttpResponse:
            record = Record(cls(), request, key)
            if kind == "verb":
                verb = next(verb for verb in cls.verbs if verb.name == part)
                return verbs.respond(request, record, verb)
            return record.respond(part)

        view.__name__, view.__doc__, view.__module__ = (
            cls.__name__,
            cls.__doc__,
            cls.__module__,
        )
        view.screen = cls  # type: ignore[attr-defined]
        return view


class Record:
    """One row, opened by one person. Templates know it as ``record``."""

    def __init__(self, screen: RecordScreen, request: HttpRequest, key: str) -> None:
        self.screen, self.request, self.key = screen, request, key
        self.actor = actor_of(request)
        if screen.permission and not self.actor.can(screen.permission):
            raise Http404
        self.facts_declared = [fact.bound(screen.model) for fact in screen.facts]
        self.row = self.found()
        self.shown = screen.reader(self.row, self.actor) if screen.reader else self.row

    def found(self) -> Any:
        """The row behind the key, if this person can see it. A key of any shape is only a 404."""
        if "\x00" in self.key or len(self.key) > LONGEST_KEY:
            raise Http404
        joins = sorted({join for fact in self.facts_declared for join in fact.joins})
        rows = self.screen.rows(self.actor)
        rows = rows.select_related(*joins) if joins else rows
        try:
            return rows.get(**{self.screen.key: self.key})
        except (
            ObjectDoesNotExist,
            ValidationError,
            ValueError,
            DataError,
        ) as nothing:
            raise Http404 from nothing

    def may(self, verb: str) -> bool:
        return bool(self.screen.may and self.screen.may(self.actor, verb, self.row))

    def url(self, part: str = "") -> str:
        match = self.request.resolver_match
        space = f"{match.namespace}:" if match and match.namespace else ""
        name = f"{self.screen.name}-{part}" if part else self.screen.name
        return reverse(f"{space}{name}", args=[self.key])

    @property
    def title(self) -> str:
        return str(read(self.shown, self.screen.title) or "")

    @property
    def subtitle(self) -> str:
        return str(read(self.shown, self.screen.subtitle) or "") if self.screen.subtitle else ""

    @property
    def parent(self) -> tuple[str, str] | None:
        if self.screen.parent is None:
            return None
        label, name = self.screen.parent
        return str(label), reverse(name)

    @cached_property
    def facts(self) -> list[tuple[str, SafeString]]:
        return [(str(fact.label), fact.html(self.shown)) for fact in self.facts_declared]

    @property
    def ways(self) -> list[tuple[str, str, str]]:
        """(words, address, icon) of the processes that this person may begin from here."""
        return [
            (str(way.label), reverse(way.url, args=[self.key]), way.icon)
            for way in self.screen.ways
            if self.may(way.verb)
        ]

    @cached_property
    def offers(self) -> tuple[list[Offer], list[Offer]]:
        return verbs.offers(self)

    @property
    def possible(self) -> list[Offer]:
        """What can be done now, the main thing first."""
        return sorted(self.offers[0], key=lambda offer: offer.verb.tone != "primary")

    @property
    def front(self) -> list[Offer]:
        """The verbs with a button of their own; the others stand in a menu behind them."""
        return self.possible if len(self.possible) <= FRONT + 1 else self.possible[:FRONT]

    @property
    def behind(self) -> list[Offer]:
        return self.possible[len(self.front) :]

    @property
    def impossible(self) -> list[Offer]:
        return self.offers[1]

    @cached_property
    def panels(self) -> list[Panel]:
        return [panel for panel in self.screen.panels if panel.open_to(self.actor)]

    def tabs(self, current: Panel | None) -> list[tuple[str, str, bool]]:
        return [(str(p.label), self.url(p.name), p is current) for p in self.panels]

    def respond(self, tab: str) -> HttpResponse:
        if self.request.method not in ("GET", "HEAD"):
            return HttpResponse(status=405, headers={"Allow": "GET, HEAD"})
        panel = self.panel(tab)
        template = self.template()
        if self.request.method == "GET" and template != VIEW and not is_prefetch(self.request):
            with reading_trace():
                self.screen.opened(self.row, self.actor)
        context = {
            "record": self,
            "title": self.title,
            "tabs": self.tabs(panel),
            "panel": panel,
        }
        context["panel_html"] = panel.html(self, self.request) if panel else ""
        side = self.screen.side
        if template != VIEW:
            wanted = side and side.open_to(self.actor)
            context["side_html"] = side.html(self, self.request) if side and wanted else ""
        return render(self.request, template, context)

    def panel(self, tab: str) -> Panel | None:
        """The tab asked for, or the first; a tab that is closed to this person does not exist."""
        if not tab:
            return self.panels[0] if self.panels else None
        for panel in self.panels:
            if panel.name == tab:
                return panel
        raise Http404

    def template(self) -> str:
        """How much of the record the answer carries."""
        target = self.request.headers.get("HX-Target", "")
        if not by_htmx(self.request) or target == MAIN:
            return PAGE
        return VIEW if target == "view" else PART
