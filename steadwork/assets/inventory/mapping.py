"""The mapping: a TOML file that says what the columns of somebody's table mean.

``docs/import.md`` explains every key; ``examples/toronto.toml`` is a whole one. A mapping is read
strictly: a key that is not known, or has the wrong type, is refused in words.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping as Dict
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from steadwork.catalog.models import Unit
from steadwork.kernel.errors import Invalid
from steadwork.sheets.tables import How, spoken

SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,79}")


@dataclass(frozen=True, slots=True)
class When:
    """Column → the values of which one must stand there. Case and blanks do not count."""

    wanted: tuple[tuple[str, frozenset[str]], ...] = ()

    def fits(self, values: Dict[str, str]) -> bool:
        return all(spoken(values[column]) in allowed for column, allowed in self.wanted)


@dataclass(frozen=True, slots=True)
class Equation:
    """``left = a + b`` over columns; an empty cell counts as 0."""

    left: str
    right: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True)
class CapacityRule:
    """Rows that count places of one sort, and the columns they count them in."""

    when: When
    noun: str
    taken: str
    free: str
    blocked: str
    total: str
    must: tuple[Equation, ...]
    should: tuple[Equation, ...]


@dataclass(frozen=True, slots=True)
class ProductRule:
    when: When
    code: str
    name: str
    unit: str
    noun: str
    price: Decimal | None = None
    currency: str = ""


@dataclass(frozen=True, slots=True)
class WhoRule:
    """For whom the places of a row are."""

    when: When
    genders: tuple[str, ...] = ()
    min_age: int = 0
    max_age: int = 120
    features: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Mapping:
    source: str
    how: How
    country: str
    listed: bool
    night: str
    formats: tuple[str, ...]
    organization: dict[str, str]
    site: dict[str, str]
    programme: dict[str, str]
    attributes: dict[str, str]
    capacities: tuple[CapacityRule, ...]
    products: tuple[ProductRule, ...]
    who: tuple[WhoRule, ...] = ()
    columns: tuple[str, ...] = field(default=())


ORGANIZATION = {"key", "name", "phone", "email", "url"}
SITE = {
    "key", "name", "address", "city", "region", "postal_code", "country", "latitude", "longitude",
    "phone",
}  # fmt: skip
TOP = {
    "source", "encoding", "separator", "sheet", "header_row", "country", "listed", "night",
    "organization", "site", "programme", "attributes", "capacity", "product", "who",
}  # fmt: skip


def read(path: Path) -> Mapping:
    """Read a mapping. Raises Invalid with the place and the way to mend it."""
    try:
        said = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise Invalid(
            _("The mapping %(path)s cannot be read: %(why)s.")
            % {"path": path, "why": error.strerror}
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Invalid(
            _("The mapping %(path)s is not valid TOML: %(why)s.") % {"path": path, "why": error}
        ) from error
    return understood(said)


def understood(said: dict[str, Any]) -> Mapping:
    """A mapping from its TOML. Raises Invalid in words."""
    top = Part(said, _("the mapping"), TOP)
    night = top.part("night", {"column", "formats"})
    organization = top.part("organization", ORGANIZATION).columns()
    site = top.part("site", SITE).columns()
    programme = top.part("programme", {"key", "name"}).columns()
    for name, part in (("organization", organization), ("programme", programme)):
        if "name" not in part:
            raise Invalid(_("The mapping does not say which column is the name of: %(part)s.")
                          % {"part": name})  # fmt: skip
    attributes = top.part("attributes", None).columns()
    capacities = tuple(_capacity(part) for part in top.parts("capacity", CAPACITY))
    products = tuple(_product(part) for part in top.parts("product", PRODUCT))
    if not capacities or not products:
        raise Invalid(_("The mapping needs at least one [[capacity]] and one [[product]]."))
    who = tuple(_who(part) for part in top.parts("who", WHO))
    night_column = night.text("column")
    used = [night_column, *organization.values(), *site.values(), *programme.values()]
    used += [*attributes.values(), *_used_by(capacities)]
    rules: tuple[CapacityRule | ProductRule | WhoRule, ...] = (*capacities, *products, *who)
    used += [column for rule in rules for column, _allowed in rule.when.wanted]
    source = top.text("source")
    if not SLUG.fullmatch(source) or len(source) > 60:
        raise Invalid(
            _("“source” names where the places come from: small letters, digits and hyphens.")
        )
    return Mapping(
        source, _how(top), top.text("country").upper(), top.truth("listed"), night_column,
        tuple(night.texts("formats")), organization, site, programme, attributes, capacities,
        products, who, tuple(dict.fromkeys(column for column in used if column)),
    )  # fmt: skip


CAPACITY = {"when", "noun", "taken", "free", "blocked", "total", "must_hold", "should_hold"}
PRODUCT = {"when", "code", "name", "unit", "noun", "price", "currency"}
WHO = {"when", "genders", "min_age", "max_age", "features"}


def _how(top: Part) -> How:
    return How(
        top.text("encoding"), top.text("separator"), top.text("sheet"), top.number("header_row", 1)
    )


def _used_by(capacities: tuple[CapacityRule, ...]) -> list[str]:
    used = []
    for rule in capacities:
        used += [rule.taken, rule.free, rule.blocked, rule.total]
        for equation in (*rule.must, *rule.should):
            used += [equation.left, *equation.right]
    return used


def _capacity(part: Part) -> CapacityRule:
    rule = CapacityRule(
        part.when(), part.text("noun"), part.text("taken"), part.text("free"),
        part.text("blocked"), part.text("total"),
        tuple(_equation(text) for text in part.texts("must_hold")),
        tuple(_equation(text) for text in part.texts("should_hold")),
    )  # fmt: skip
    if not rule.noun or not (rule.free or rule.total):
        raise Invalid(
            _("A [[capacity]] needs a noun, such as “Bed”, and a column for “free” or “total”.")
        )
    return rule


def _product(part: Part) -> ProductRule:
    rule = ProductRule(
        part.when(), part.text("code"), part.text("name"), part.text("unit") or "night",
        part.text("noun"), _price(part), part.text("currency").upper(),
    )  # fmt: skip
    if (rule.price is not None) != (len(rule.currency) == 3):
        raise Invalid(_("In [[product]], a price and a currency of three letters come together."))
    if not SLUG.fullmatch(rule.code) or not rule.name or rule.unit not in Unit.values:
        raise Invalid(
            _("A [[product]] needs a code (small letters, digits, hyphens), a name, and one of the"
              " units %(units)s.") % {"units": ", ".join(Unit.values)}
        )  # fmt: skip
    return rule


def _price(part: Part) -> Decimal | None:
    """Prices are texts, so that no binary fraction is taken for money."""
    text = part.text("price")
    if not text:
        return None
    try:
        price = Decimal(text)
    except InvalidOperation:
        price = Decimal(-1)
    if not price.is_finite() or not 0 <= price < 10**12:
        raise Invalid(
            _("In [[product]], “%(text)s” is no price. Write it as 100.00.") % {"text": text}
        )
    return price


def _who(part: Part) -> WhoRule:
    rule = WhoRule(
        part.when(), tuple(part.texts("genders")), part.number("min_age", 0),
        part.number("max_age", 120), tuple(part.texts("features")),
    )  # fmt: skip
    if not 0 <= rule.min_age <= rule.max_age <= 32_000:
        raise Invalid(_("In [[who]] the lowest age is above the highest."))
    return rule


def _equation(text: str) -> Equation:
    left, equals, right = text.partition("=")
    terms = tuple(term.strip() for term in right.split("+"))
    if not equals or not left.strip() or not all(terms):
        raise Invalid(
            _("“%(text)s” is no equation. Write it as ACTUAL = OCCUPIED + UNOCCUPIED.")
            % {"text": text}
        )
    return Equation(left.strip(), terms, text)


class Part:
    """One table of the TOML, whose keys are known and whose types are checked."""

    def __init__(self, said: Any, name: str, known: set[str] | None) -> None:
        if not isinstance(said, dict):
            raise Invalid(_("In the mapping, %(name)s must be a table.") % {"name": name})
        self.said, self.name = said, name
        strange = sorted(set(said) - known) if known is not None else []
        if strange:
            raise Invalid(
                _("In the mapping, %(name)s has an unknown key: %(key)s. Known: %(known)s.")
                % {"name": name, "key": strange[0], "known": ", ".join(sorted(known or ()))}
            )

    def part(self, key: str, known: set[str] | None) -> Part:
        return Part(self.said.get(key, {}), f"[{key}]", known)

    def parts(self, key: str, known: set[str]) -> list[Part]:
        said = self.said.get(key, [])
        if not isinstance(said, list):
            raise self.wrong(key, _("a list of tables, such as [[%(key)s]]") % {"key": key})
        return [Part(each, f"[[{key}]]", known) for each in said]

    def text(self, key: str) -> str:
        value = self.said.get(key, "")
        if not isinstance(value, str):
            raise self.wrong(key, _("a text in quotation marks"))
        return value.strip() if key != "separator" else value

    def texts(self, key: str) -> list[str]:
        value = self.said.get(key, [])
        if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
            raise self.wrong(key, _("a list of texts"))
        return value

    def number(self, key: str, otherwise: int) -> int:
        value = self.said.get(key, otherwise)
        if not isinstance(value, int) or isinstance(value, bool):
            raise self.wrong(key, _("a whole number"))
        return value

    def truth(self, key: str) -> bool:
        value = self.said.get(key, False)
        if not isinstance(value, bool):
            raise self.wrong(key, _("true or false"))
        return value

    def columns(self) -> dict[str, str]:
        """Field → the name of its column."""
        return {key: self.text(key) for key in self.said if self.text(key)}

    def when(self) -> When:
        said = self.said.get("when", {})
        if not isinstance(said, dict):
            raise self.wrong("when", _("a table of columns and values"))
        wanted = []
        for column, values in said.items():
            allowed = values if isinstance(values, list) else [values]
            wanted.append((column, frozenset(spoken(str(value)) for value in allowed)))
        return When(tuple(wanted))

    def wrong(self, key: str, expected: str) -> Invalid:
        return Invalid(
            _("In the mapping, “%(key)s” in %(name)s must be %(expected)s.")
            % {"key": key, "name": self.name, "expected": expected}
        )
