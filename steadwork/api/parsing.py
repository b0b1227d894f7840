"""Reading what was sent, without the characters that no database takes."""

from __future__ import annotations

from typing import Any, cast

from django.http import HttpRequest
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from ninja.parser import Parser

from steadwork.kernel.errors import Invalid


class CleanParser(Parser):
    """Refuses NUL bytes and half characters anywhere, before a schema or the database sees them."""

    def parse_body(self, request: HttpRequest) -> dict[str, Any]:
        return cast("dict[str, Any]", clean(super().parse_body(request)))

    def parse_querydict(
        self, data: MultiValueDict[str, Any], list_fields: list[str], request: HttpRequest
    ) -> dict[str, Any]:
        """An empty answer in an address or a form is no answer."""
        given = super().parse_querydict(data, list_fields, request)
        return {name: clean(value) for name, value in given.items() if value != ""}


def clean(data: Any) -> Any:
    """The same data. Walks without recursion, so that deep nesting is only deep."""
    rest = [data]
    while rest:
        part = rest.pop()
        if isinstance(part, str) and not is_text(part):
            raise Invalid(_("There is a character in it that no text has."), code="BAD_CHARACTER")
        if isinstance(part, dict):
            rest += [*part.keys(), *part.values()]
        elif isinstance(part, list):
            rest += part
    return data


def is_text(value: str) -> bool:
    if "\0" in value:
        return False
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True
