"""One request for one list: scope, filters, page, and everything that the template draws."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from steadwork.kernel.actor import Actor
from steadwork.kernel.errors import Invalid
from steadwork.kernel.pages import Page, keyset_page
from steadwork.web.screens.columns import Column
from steadwork.web.screens.filters import Chip, Filter
from steadwork.web.screens.scopes import Shown, narrowed, shown

if TYPE_CHECKING:
    from steadwork.web.screens.lists import ListScreen

PLACE = ("after", "before", "export")


@dataclass(frozen=True, slots=True)
class Drawn:
    """A page of a list, ready for its template."""

    columns: list[Column]
    rows: list[SafeString]
    show: Shown | None
    filters: list[dict[str, Any]]
    chips: list[tuple[Chip, str]]
    sentences: list[str]
    after_url: str
    before_url: str
    first_url: str
    clear_url: str
    exports: list[tuple[str, str]]


class Listing:
    """The declared list, asked by one person at one address."""

    def __init__(self, screen: ListScreen, request: HttpRequest, actor: Actor) -> None:
        self.screen, self.request, self.actor = screen, request, actor
        self.asked = request.GET
        self.columns: list[Column] = screen.bound_columns()
        self.filters: list[Filter] = screen.bound_filters()
        self.chips: list[Chip] = []
        self.sentences: list[str] = []
        base = screen.rows(actor)
        self.show = shown(request, base, actor, self.memory_key)
        if self.show and self.show.sentence:
            self.sentences.append(self.show.sentence)
        # The scope comes last: it knows by which index a page of what is left is read.
        self.rows = narrowed(self.joined(self.filtered(base)), actor, self.show)

    @property
    def memory_key(self) -> str:
        match = self.request.resolver_match
        return match.view_name if match else self.screen.name

    def filtered(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        for choice in self.filters:
            applied = choice.apply(rows, self.asked, self.actor)
            rows = applied.rows
            self.chips += applied.chips
            self.sentences += applied.sentences
        return rows

    def joined(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """The relations that the columns walk, in the same query."""
        joins = sorted({join for column in self.columns for join in column.joins})
        return rows.select_related(*joins) if joins else rows

    def page(self) -> Drawn:
        page = self.found()
        return Drawn(
            columns=self.columns,
            rows=[self.row_html(row) for row in page.rows],
            show=self.show,
            filters=[self.control(choice) for choice in self.filters],
            chips=[(chip, self.url_without(*chip.without)) for chip in self.chips],
            sentences=self.sentences,
            after_url=self.url(after=page.after) if page.after else "",
            before_url=self.url(before=page.before) if page.before else "",
            first_url=self.url() if self.asked.get("after") or self.asked.get("before") else "",
            clear_url=self.url_without(*(pair for chip in self.chips for pair in chip.without)),
            exports=[
                ("CSV", self.url(export="csv")),
                ("XLSX", self.url(export="xlsx")),
            ],
        )

    def found(self) -> Page:
        """The page asked for, or the first one when the address holds a place we never gave."""
        order, size = list(self.screen.order), self.screen.size
        after, before = (
            self.asked.get("after") or None,
            self.asked.get("before") or None,
        )
        try:
            return keyset_page(self.rows, order=order, size=size, after=after, before=before)
        except (Invalid, ValidationError, ValueError):
            self.sentences.append(_("That page is no longer there. This is the first one."))
            return keyset_page(self.rows, order=order, size=size)

    def control(self, choice: Filter) -> dict[str, Any]:
        asked = choice.control(self.asked, self.actor)
        return {
            "name": choice.name,
            "label": choice.label,
            "template": choice.template,
            **asked,
        }

    @cached_property
    def pairs(self) -> list[tuple[str, str]]:
        return [(k, v) for k, values in self.asked.lists() if k not in PLACE for v in values if v]

    @property
    def here(self) -> str:
        """This address, without what was asked but empty."""
        place = {name: self.asked[name] for name in ("after", "before") if self.asked.get(name)}
        return self.url(**place)

    def url(self, **extra: str) -> str:
        query = urlencode([*self.pairs, *extra.items()])
        return f"{self.request.path}?{query}" if query else self.request.path

    def url_without(self, *pairs: tuple[str, str]) -> str:
        query = urlencode([pair for pair in self.pairs if pair not in pairs])
        return f"{self.request.path}?{query}" if query else self.request.path

    def row_html(self, row: Any) -> SafeString:
        """One table row, written here because a list spends its time in its cells."""
        read = self.screen.read_by(row, self.actor)
        return SafeString(f"<tr>{''.join(self.cells(read, row))}</tr>")

    def cells(self, read: Any, row: Any) -> Iterator[str]:
        for column, opening in zip(self.columns, self.openings, strict=True):
            body = conditional_escape(column.html(read))
            if column.link and self.screen.record:
                body = format_html('<a href="{}">{}</a>', self.url_of(row), body)
            yield f"{opening}{body}</td>"

    @cached_property
    def openings(self) -> list[SafeString]:
        """The beginning of each cell is the same in every row."""
        return [
            format_html(
                '<td class="{}cell--{}" data-label="{}">',
                "lead " if column.link else "",
                "wide" if column.wide else column.kind,
                column.label,
            )
            for column in self.columns
        ]

    def url_of(self, row: Any) -> str:
        return reverse(self.screen.record, args=[getattr(row, self.screen.row_key)])
