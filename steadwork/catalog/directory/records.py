"""Records of a directory, one after another, from tables or from nested JSON."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.utils.translation import gettext as _

from steadwork.catalog.directory.columns import FIELD_OF, LINKS, NEEDED, table_named
from steadwork.kernel.errors import Invalid
from steadwork.sheets.findings import Findings
from steadwork.sheets.members import Member
from steadwork.sheets.tables import How, spoken, table_of

DEEPEST = 20
LEAVES = ("phone",)  # the languages spoken at a telephone are not kept
LONGEST_LINE = 32 * 1024**2  # bytes
MOST_AT_ONCE = 512 * 1024**2  # bytes of JSON that is not one object a line


@dataclass(slots=True)
class Record:
    """One row or object: where it stood, and its known, non-empty fields as text."""

    table: str
    file: str
    row: int
    values: dict[str, str]
    nested: bool = False

    @property
    def text(self) -> str:
        """The original, for a person who looks for it."""
        return ", ".join(f"{field}={value}" for field, value in self.values.items())


def derived_key(values: dict[str, str]) -> str:
    """A key for a record that came without one: the same for the same contents, run after run."""
    contents = json.dumps(sorted(values.items()), ensure_ascii=False)
    return "~" + sha256(contents.encode("utf-8", "replace")).hexdigest()[:20]


def from_table(member: Member, table: str, findings: Findings, how: How) -> Iterator[Record]:
    """The rows of one table. Raises Invalid when the file is none."""
    read = table_of(member, findings, how)
    known = FIELD_OF[table]
    chosen: dict[str, tuple[int, int]] = {}
    for name, place in read.columns.items():
        field, rank = known.get(name.replace(" ", "_"), ("", 0))
        if field and (field not in chosen or rank < chosen[field][0]):
            chosen[field] = (rank, place)
    for needed in NEEDED.get(table, ()):
        if needed not in chosen and read.header:
            findings.error(
                member.name, 1, needed, "", _("This column is missing."),
                _("Add it, or look whether the file has the right name."),
            )  # fmt: skip
            return
    places = [(field, place) for field, (_rank, place) in chosen.items()]
    for row, cells in read:
        values = {field: text for field, place in places if (text := cells[place].strip())}
        if values:
            yield Record(table, member.name, row, values)


def from_json(member: Member, table: str, findings: Findings) -> Iterator[Record]:
    """The objects of a JSON file: one, a list, a page with ``contents``, or one a line."""
    for number, thing in objects_of(member, findings):
        if not isinstance(thing, dict):
            findings.error(
                member.name, number, "", json.dumps(thing),
                _("This is not an object of a directory."),
                _("Each entry is an object in braces, with an id and a name."),
            )  # fmt: skip
            continue
        if _holds_tables(thing):
            yield from _tables_in_one(member.name, number, thing)
            continue
        kind = shape_of(thing) or table or likely_shape(thing)
        if not kind:
            findings.remark(
                member.name, number, "", ", ".join(list(thing)[:8]),
                _("This is neither an organization, a service nor a location; it was not read."),
                _("Nothing needs to be done, unless it belongs to the directory."),
            )  # fmt: skip
            continue
        yield from flattened(kind, thing, member.name, number, {})


def _holds_tables(thing: dict[str, Any]) -> bool:
    """Whether it is whole tables by name, rather than one object."""
    lists = all(isinstance(value, list) for value in thing.values())
    return lists and any(table_named(_stem(name)) for name in thing)


def _stem(name: str) -> str:
    return name.removesuffix(".csv").removesuffix(".json")


def _tables_in_one(file: str, number: int, thing: dict[str, Any]) -> Iterator[Record]:
    """``{"organizations": [...], "services": [...]}``: the tables of a directory in one object."""
    for name, rows in thing.items():
        table = table_named(_stem(name))
        for place, row in enumerate(rows if table else (), 1):
            if isinstance(row, dict):
                yield from flattened(table, row, f"{file}/{name}", place, {})


def shape_of(thing: dict[str, Any]) -> str:
    """What an object is, by the keys that only its kind has."""
    keys = set(thing)
    if {"service", "location"} <= keys or {"service_id", "location_id"} <= keys:
        return "service_at_location"
    if keys & {"service_at_locations", "organization", "application_process", "program_id"}:
        return "service"
    if keys & {"latitude", "longitude", "location_type", "addresses", "transportation"}:
        return "location"
    known = {"website", "tax_id", "services", "locations", "legal_status", "year_incorporated"}
    return "organization" if keys & known else ""


def likely_shape(thing: dict[str, Any]) -> str:
    """What an object may be that says little, in a file whose name says nothing."""
    keys = set(thing)
    if "name" in keys and keys & {"organization_id", "status"}:
        return "service"
    terms = {"taxonomy", "taxonomy_id", "version", "parent_id", "term_uri", "code"}
    return "organization" if {"id", "name"} <= keys and not keys & terms else ""


def flattened(
    table: str, thing: dict[str, Any], file: str, row: int, links: dict[str, str], depth: int = 0
) -> Iterator[Record]:
    """An object and all that is nested in it, the outer one first, linked both ways."""
    known, chosen = FIELD_OF[table], dict[str, tuple[int, str]]()
    inner: list[tuple[str, str, dict[str, Any]]] = []
    for name, value in thing.items():
        key = spoken(name).replace(" ", "_")
        if isinstance(value, dict | list):
            kind = table_named(key) if table not in LEAVES else ""
            inner += [(key, kind, child) for child in _objects(value)]
            continue
        field, rank = known.get(key, ("", 0))
        text = plain(value)
        if field and text and (field not in chosen or rank < chosen[field][0]):
            chosen[field] = (rank, text)
    values = {field: text for field, (_rank, text) in chosen.items()}
    values.update((link, key) for link, key in links.items() if link in FIELD_OF[table])
    children = []
    for key, kind, child in inner:
        if kind and depth < DEEPEST:
            points_up = key == kind and kind in ("organization", "location", "service", "program")
            whole = dict(child)
            if points_up:
                whole["id"] = plain(child.get("id")) or derived_key(_plain(child))
                values.setdefault(f"{kind}_id", whole["id"])
            children.append((kind, whole, points_up))
    if "id" not in values:
        values["id"] = derived_key(values)
    yield Record(table, file, row, values, nested=True)
    down = _links_down(table, values, links)
    for kind, child, points_up in children:
        yield from flattened(kind, child, file, row, {} if points_up else down, depth + 1)


def _links_down(table: str, values: dict[str, str], links: dict[str, str]) -> dict[str, str]:
    """What children of this object point to: it, and for a contact also what it belongs to."""
    own = {f"{table}_id": values["id"]} if f"{table}_id" in LINKS else {}
    return links | own if table == "contact" else own


def _objects(value: Any) -> list[dict[str, Any]]:
    return [v for v in (value if isinstance(value, list) else [value]) if isinstance(v, dict)]


def _plain(thing: dict[str, Any]) -> dict[str, str]:
    return {name: plain(value) for name, value in thing.items() if plain(value)}


def plain(value: Any) -> str:
    """A JSON value as the text that a table would hold."""
    if value is None or isinstance(value, dict | list):
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    text = str(value).replace("\0", "").strip()
    return text if text.isascii() else text.encode("utf-8", "replace").decode()


def objects_of(member: Member, findings: Findings) -> Iterator[tuple[int, Any]]:
    """Entries with their numbers: a line for ndjson, a place in the list otherwise."""
    with member.open() as stream:
        head, more = stream.readline(LONGEST_LINE), stream.read(1)
    try:
        by_line = bool(more) and isinstance(json.loads(head.decode("utf-8-sig")), dict)
    except (ValueError, RecursionError):
        by_line = False
    yield from (_by_line if by_line else _as_one)(member, findings)


def _by_line(member: Member, findings: Findings) -> Iterator[tuple[int, Any]]:
    with member.open() as stream:
        for number, line in enumerate(stream, 1):
            if line.strip():
                yield from _decoded(line, member.name, number, findings, lambda thing: [thing])


def _as_one(member: Member, findings: Findings) -> Iterator[tuple[int, Any]]:
    if member.size > MOST_AT_ONCE:
        raise Invalid(
            _("%(file)s is too large to be read at once. Send it with one object a line.")
            % {"file": member.name}
        )
    with member.open() as stream:
        raw = stream.read()
    for place, (_number, thing) in enumerate(_decoded(raw, member.name, 0, findings, _entries), 1):
        yield place, thing


def _entries(whole: Any) -> Iterable[Any]:
    if isinstance(whole, dict) and isinstance(whole.get("contents"), list):
        return list(whole["contents"])
    if isinstance(whole, dict) and isinstance(whole.get("items"), list):
        return list(whole["items"])
    return whole if isinstance(whole, list) else [whole]


def _decoded(
    raw: bytes, file: str, number: int, findings: Findings, cut: Callable[[Any], Iterable[Any]]
) -> Iterator[tuple[int, Any]]:
    try:
        whole = json.loads(raw.decode(json.detect_encoding(raw)))
    except RecursionError as error:
        raise Invalid(_("%(file)s is nested too deeply.") % {"file": file}) from error
    except json.JSONDecodeError as error:
        line = number or error.lineno
        findings.error(
            file, line, "", error.doc[max(0, error.pos - 30) : error.pos + 30],
            _("This is not complete JSON."), _("Send the file again; it may be cut off here."),
        )  # fmt: skip
    except UnicodeDecodeError as error:
        line = number or raw[: error.start].count(b"\n") + 1
        around = raw[max(0, error.start - 20) : error.end + 20].decode("ascii", "replace")
        findings.error(
            file, line, "", around,
            _("This text holds bytes that are not UTF-8."), _("Save the file as UTF-8."),
        )  # fmt: skip
    else:
        for thing in cut(whole):
            yield number, thing
