"""A header and the rows under it, checked for shape, from whichever kind of file."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.utils.translation import gettext as _

from steadwork.kernel.errors import Invalid
from steadwork.sheets import delimited, members, workbook
from steadwork.sheets.delimited import Numbered
from steadwork.sheets.encodings import BROKEN, likely
from steadwork.sheets.findings import Findings
from steadwork.sheets.members import Kind, Member
from steadwork.sheets.workbook import letters_of


@dataclass(frozen=True, slots=True)
class How:
    """What a person stated about a file. Everything left empty is found out."""

    encoding: str = ""
    separator: str = ""
    sheet: str = ""
    header_row: int = 1


FOUND_OUT = How()


@contextmanager
def bundle(path: Path) -> Iterator[list[Member]]:
    """The files in a folder or a zip, or the one file itself. Raises Invalid in words."""
    if path.is_dir():
        yield members.of_folder(path)
        return
    alone = members.of_file(path)
    if members.kind_of(alone) is not Kind.ZIP:
        yield [alone]
        return
    with members.opened_zip(alone) as archive:
        yield [alone] if workbook.is_workbook(archive) else members.of_zip(archive)


@lru_cache(4096)
def spoken(name: str) -> str:
    """A column's name as it is compared: without regard to case and blanks."""
    return " ".join(name.replace("\ufeff", "").split()).casefold()


class Table:
    """Rows under a header. Reading it reports ragged, broken and doubled things by itself."""

    def __init__(
        self, file: str, rows: Iterator[Numbered], findings: Findings, header_row: int = 1
    ) -> None:
        """Reads as far as the header. A file without one has an empty header, and an error."""
        self.file, self.findings, self._rows = file, findings, rows
        self.header: list[str] = []
        for number, cells in rows:
            if number >= header_row:
                self.header = [self._mended(number, "", c).strip() for c in cells]
                break
        while self.header and not self.header[-1]:
            self.header.pop()
        self.columns = self._columns()
        if not self.header:
            findings.error(
                file, 0, "", "", _("This file holds no table: not even a row of column names."),
                _("Send the file again, with the names of the columns in its first row."),
            )  # fmt: skip

    def _columns(self) -> dict[str, int]:
        places: dict[str, int] = {}
        for place, name in enumerate(self.header):
            key = spoken(name)
            if key and key in places:
                self.findings.error(
                    self.file, 1, name, name, _("Two columns have this name."),
                    _("Rename or remove one of them."),
                )  # fmt: skip
            elif key:
                places[key] = place
        return places

    def __iter__(self) -> Iterator[Numbered]:
        """Rows as wide as the header, with their numbers."""
        width = len(self.header)
        if not width:
            return
        for number, cells in self._rows:
            if len(cells) != width and not self._fits(number, cells, width):
                continue
            text = "".join(cells)
            if "\0" in text or (not text.isascii() and BROKEN.search(text)):
                named = zip(self.header, cells, strict=True)
                yield number, [self._mended(number, name, cell) for name, cell in named]
            else:
                yield number, cells

    def _fits(self, number: int, cells: list[str], width: int) -> bool:
        """Cut empty cells beyond the header; complain about others, and about missing ones."""
        beyond = [place for place in range(width, len(cells)) if cells[place].strip()]
        del cells[width:]
        if beyond:
            self.findings.error(
                self.file, number, letters_of(beyond[0] + 1), "",
                _("This row has more cells than there are column names."),
                _("Look for a separator inside a cell, and put that cell in quotation marks."),
            )  # fmt: skip
            return False
        if len(cells) < width and not self.padded:
            self.findings.error(
                self.file, number, self.header[len(cells)], "",
                _("This row has fewer cells than there are column names; it may be cut off here."),
                _("Complete the row, or send the whole file again."),
            )  # fmt: skip
            return False
        cells.extend([""] * (width - len(cells)))
        return True

    padded = False  # a workbook leaves empty cells at the end of a row out; a text file may not

    def _mended(self, number: int, column: str, cell: str) -> str:
        """The cell with what is broken in it reported and replaced, so that checking goes on."""
        if "\0" in cell:
            self.findings.error(
                self.file, number, column, cell, _("This cell holds zero bytes."),
                _("Remove them, or send the file again: it may have been damaged on its way."),
            )  # fmt: skip
            cell = cell.replace("\0", "")
        if BROKEN.search(cell):
            reading = likely(cell)
            self.findings.error(
                self.file, number, column, cell,
                _("This cell holds bytes that are no letters in the encoding of the file."),
                _("Write it again as “%(reading)s”, if that is meant, and save as UTF-8.")
                % {"reading": reading} if reading
                else _("Write the cell again, and save the file as UTF-8."),
            )  # fmt: skip
            cell = BROKEN.sub("\ufffd", cell)
        return cell


def table_of(member: Member, findings: Findings, how: How = FOUND_OUT) -> Table:
    """The table in a file. Raises Invalid when the file is of a kind that holds none."""
    kind = members.kind_of(member)
    if kind is Kind.ZIP:
        found = workbook.rows_of(member, findings, sheet=how.sheet)
        table = Table(member.name, found, findings, how.header_row)
        table.padded = True
        return table
    refuse_other(member, kind)
    rows = delimited.rows_of(member, findings, encoding=how.encoding, separator=how.separator)
    return Table(member.name, rows, findings, how.header_row)


def refuse_other(member: Member, kind: Kind) -> None:
    """Raises Invalid for what is neither a table in text nor a new workbook."""
    said = {
        Kind.EMPTY: _("%(file)s is empty. Send it again."),
        Kind.JSON: _("%(file)s holds JSON, not a table. Save it as CSV or XLSX."),
        Kind.OLD_OFFICE: _(
            "%(file)s is an old or password-protected Excel file. Save it as XLSX without password."
        ),
        Kind.OTHER: _("%(file)s is not a table. Save it as CSV or XLSX."),
    }.get(kind)
    if said:
        raise Invalid(said % {"file": member.name})
