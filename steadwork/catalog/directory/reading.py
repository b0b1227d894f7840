"""All records of a directory, gathered around the organizations, locations and services."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from django.utils.translation import gettext as _

from steadwork.catalog.directory import columns, records
from steadwork.catalog.directory.columns import MAIN
from steadwork.catalog.directory.records import Record
from steadwork.kernel.errors import Invalid
from steadwork.sheets.findings import Findings
from steadwork.sheets.members import Kind, Member, kind_of
from steadwork.sheets.progress import SILENT, Steps
from steadwork.sheets.tables import FOUND_OUT, How, bundle

OWNERS = ("organization", "location", "service")
TABULAR = (".csv", ".tsv", ".xlsx")
BESIDES = {".md", ".pdf", ".png", ".html", ".xml", ".sql", ".py", ".yml", ".yaml", ".toml"}


@dataclass(slots=True)
class Entry:
    """A main record, and the parts (phones, addresses, …) that point to it."""

    record: Record
    parts: dict[str, list[Record]] = field(default_factory=dict)

    def values_of(self, table: str) -> list[dict[str, str]]:
        return [part.values for part in self.parts.get(table, ())]


@dataclass(slots=True)
class Gathered:
    """The directory as it was sent: entries by table and id, links between service and location."""

    entries: dict[str, dict[str, Entry]] = field(
        default_factory=lambda: {table: {} for table in MAIN}
    )
    offers: list[Record] = field(default_factory=list)
    waiting: list[Record] = field(default_factory=list)
    contacts: dict[str, Record] = field(default_factory=dict)
    programs: dict[str, str] = field(default_factory=dict)


def read(path: Path, findings: Findings, how: How = FOUND_OUT, steps: Steps = SILENT) -> Gathered:
    """Read a folder, a zip or a file. Raises Invalid when there is no directory in it."""
    if not path.exists():
        raise Invalid(_("There is nothing at %(path)s.") % {"path": path})
    gathered, seen = Gathered(), 0
    with bundle(path) as members:
        chosen = _tables_in(members, findings)
        if not chosen:
            raise Invalid(
                _(
                    "%(path)s holds no table of a directory. Expected are files such as"
                    " organizations.csv, locations.csv and services.csv, or one JSON file."
                )
                % {"path": path.name}
            )
        for member, table, kind in chosen:
            found = _records(member, table, kind, findings, how)
            for record in steps.over(found, member.name):
                seen += 1
                _place(record, gathered, findings)
    if not seen and not len(findings.errors):
        raise Invalid(
            _("%(path)s holds no organization, location or service.") % {"path": path.name}
        )
    _attach(gathered, findings)
    return gathered


def _tables_in(members: list[Member], findings: Findings) -> list[tuple[Member, str, Kind]]:
    """Which files to read, as which table, main tables first."""
    chosen: list[tuple[Member, str, Kind]] = []
    for member in members:
        if PurePosixPath(member.name).suffix.lower() in BESIDES or member.stem == "datapackage":
            continue
        table, kind = columns.table_named(member.stem), kind_of(member)
        if kind is Kind.JSON or (table and kind is not Kind.OTHER):
            chosen.append((member, table, kind))
        elif columns.is_silent(member.stem) or member.name.lower().endswith(TABULAR):
            findings.remark(
                member.name, 0, "", "", _("Nothing in this file is kept; it was not read."),
                _("Nothing needs to be done, unless its name is wrong."),
            )  # fmt: skip
    return sorted(chosen, key=lambda each: each[1] not in MAIN)


def _records(
    member: Member, table: str, kind: Kind, findings: Findings, how: How
) -> Iterator[Record]:
    if kind is Kind.EMPTY:
        findings.error(
            member.name, 0, "", "", _("This file is empty."), _("Send it again, or leave it out.")
        )
    elif kind is Kind.JSON:
        yield from records.from_json(member, table, findings)
    else:
        yield from records.from_table(member, table, findings, how)


def _place(record: Record, gathered: Gathered, findings: Findings) -> None:
    """Put a record where it belongs: an entry, a link, or a part that waits for its owner."""
    values = record.values
    if record.table in MAIN:
        _enter(record, gathered.entries[record.table], findings)
    elif record.table == "service_at_location":
        gathered.offers.append(record)
    elif record.table == "program":
        if "id" in values:
            gathered.programs[values["id"]] = values.get("name", "")
    else:
        if record.table == "contact" and "id" in values:
            gathered.contacts.setdefault(values["id"], record)
        gathered.waiting.append(record)


def _enter(record: Record, entries: dict[str, Entry], findings: Findings) -> None:
    if "id" not in record.values:
        key = records.derived_key(record.values)
        findings.remark(
            record.file, record.row, "id", record.text,
            _("This row has no id; it is kept under a key made from its contents."),
            _("Give it an id, so that it can be recognized when its contents change."),
        )  # fmt: skip
        record.values["id"] = key
    known = entries.setdefault(record.values["id"], Entry(record)).record
    if known is record:
        return
    if record.nested:
        for name, value in record.values.items():
            known.values.setdefault(name, value)
    elif known.values == record.values:
        findings.remark(
            record.file, record.row, "id", record.values["id"],
            _("This row stands in the file twice; it is kept once."),
            _("Remove one of them."),
        )  # fmt: skip
    else:
        findings.error(
            record.file, record.row, "id", record.values["id"],
            _("This id stands in the file twice, with different contents."),
            _("Give each its own id, or remove one. The other one is in row %(row)s.")
            % {"row": known.row},
        )  # fmt: skip


def _attach(gathered: Gathered, findings: Findings) -> None:
    """Hang every part on its owners. One that points nowhere is told, with all it says."""
    offers = {offer.values["id"]: offer for offer in gathered.offers if "id" in offer.values}
    for record in gathered.waiting:
        links = dict(record.values)
        contact = gathered.contacts.get(links.get("contact_id", ""))
        if contact and record.table == "phone":
            links = {**contact.values, **links}
        offer = offers.get(links.get("service_at_location_id", ""))
        if offer:
            links.setdefault("service_id", offer.values.get("service_id", ""))
        owned = False
        for owner in OWNERS:
            key = links.get(f"{owner}_id", "")
            entry = gathered.entries[owner].get(key)
            if entry:
                entry.parts.setdefault(record.table, []).append(record)
                owned = True
            elif key:
                _loose(record, f"{owner}_id", findings)
        if not owned and not any(links.get(f"{owner}_id") for owner in OWNERS):
            _loose(record, "", findings)
    gathered.waiting.clear()


def _loose(record: Record, column: str, findings: Findings) -> None:
    findings.remark(
        record.file, record.row, column, record.text,
        _("This row belongs to something that is not in the directory; it was not loaded.")
        if column else _("This row does not say what it belongs to; it was not loaded."),
        _("Send what it belongs to as well, or correct the id."),
    )  # fmt: skip
