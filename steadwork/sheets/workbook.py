"""One sheet of an XLSX workbook as numbered rows, streamed.

A cell's stored result is read and its formula is not: nothing is evaluated. Whole numbers come as
"12", dates as "2024-01-31". Memory holds the shared texts and one piece of the sheet.
"""

from __future__ import annotations

import posixpath
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from xml.parsers import expat

from django.utils.translation import gettext as _

from steadwork.kernel.errors import Invalid
from steadwork.sheets.cells import as_text, is_date_format
from steadwork.sheets.delimited import Numbered
from steadwork.sheets.findings import Findings
from steadwork.sheets.members import Member, opened_zip

PIECE = 1 << 18
MOST_COLUMNS = 16_384
MOST_TEXT = 512 * 1024**2  # bytes of shared texts
BUILT_IN_DATES = frozenset([*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)])
BOOK = "xl/workbook.xml"


@dataclass(frozen=True, slots=True)
class Book:
    """What is needed to read a sheet: its part, the shared texts, which styles are dates."""

    sheets: dict[str, str]
    texts: list[str]
    dates: frozenset[int]
    since_1904: bool


def is_workbook(archive: zipfile.ZipFile) -> bool:
    return BOOK in archive.namelist()


def rows_of(member: Member, findings: Findings, *, sheet: str = "") -> Iterator[Numbered]:
    """Rows of the named sheet, else of the first visible one. Raises Invalid in words."""
    with opened_zip(member) as archive:
        try:
            book = read_book(archive)
            part = _chosen(book, member.name, sheet, findings)
            yield from SheetReader(book, member.name, findings).rows(archive, part)
        except (expat.ExpatError, zipfile.BadZipFile, zlib.error, KeyError, EOFError) as error:
            raise Invalid(
                _("%(file)s is damaged and cannot be read to its end. Save it again as XLSX.")
                % {"file": member.name}
            ) from error


def _chosen(book: Book, file: str, sheet: str, findings: Findings) -> str:
    if not book.sheets:
        raise Invalid(_("%(file)s has no sheet that can be seen.") % {"file": file})
    named = {name.strip().casefold(): part for name, part in book.sheets.items()}
    if sheet:
        if sheet.strip().casefold() not in named:
            raise Invalid(
                _("%(file)s has no sheet called “%(sheet)s”. It has: %(known)s.")
                % {"file": file, "sheet": sheet, "known": ", ".join(book.sheets)}
            )
        return named[sheet.strip().casefold()]
    first = next(iter(book.sheets))
    if len(book.sheets) > 1:
        findings.remark(
            file, 0, "", ", ".join(book.sheets),
            _("The workbook has several sheets; only the first was read."),
            _("Name the sheet if you meant another."),
        )  # fmt: skip
    return book.sheets[first]


def parse(
    archive: zipfile.ZipFile,
    part: str,
    start: Callable[[str, dict[str, str]], None],
    end: Callable[[str], None] | None = None,
    text: Callable[[str], None] | None = None,
) -> Iterator[None]:
    """Feed one part through the parser, a piece at a time. Names lose their namespace prefix."""
    parser = expat.ParserCreate()
    parser.buffer_text = True

    def refuse(*_ignored: object) -> None:
        raise zipfile.BadZipFile("a workbook declares no document type")

    parser.StartDoctypeDeclHandler = refuse

    def first(name: str, attrs: dict[str, str]) -> None:
        if ":" in name:
            parser.StartElementHandler = lambda name, attrs: start(name.rpartition(":")[2], attrs)
            if end is not None:
                parser.EndElementHandler = lambda name: end(name.rpartition(":")[2])
        else:  # as nearly every program writes it, and twice as fast
            parser.StartElementHandler, parser.EndElementHandler = start, end
        start(name.rpartition(":")[2], attrs)

    parser.StartElementHandler = first
    if text is not None:
        parser.CharacterDataHandler = text
    with archive.open(part) as stream:
        while piece := stream.read(PIECE):
            parser.Parse(piece, False)
            yield
        parser.Parse(b"", True)
        yield


def read_book(archive: zipfile.ZipFile) -> Book:
    """The list of visible sheets and what they refer to."""
    targets: dict[str, str] = {}
    sheets: dict[str, str] = {}
    dated: list[bool] = []

    def relation(name: str, attrs: dict[str, str]) -> None:
        if name == "Relationship":
            targets[attrs["Id"]] = posixpath.normpath(posixpath.join("/xl", attrs["Target"]))[1:]

    def workbook(name: str, attrs: dict[str, str]) -> None:
        if name == "workbookPr":
            dated.append(attrs.get("date1904", "0") in ("1", "true"))
        if name == "sheet" and attrs.get("state", "visible") == "visible":
            key = next((v for k, v in attrs.items() if k.rpartition(":")[2] == "id"), "")
            if key in targets:
                sheets[attrs.get("name", "")] = targets[key]

    for _piece in parse(archive, "xl/_rels/workbook.xml.rels", relation):
        pass
    for _piece in parse(archive, BOOK, workbook):
        pass
    return Book(sheets, _shared_texts(archive), _date_styles(archive), any(dated))


def _shared_texts(archive: zipfile.ZipFile) -> list[str]:
    part = next((n for n in archive.namelist() if n.lower() == "xl/sharedstrings.xml"), "")
    if not part:
        return []
    if archive.getinfo(part).file_size > MOST_TEXT:
        raise Invalid(_("The workbook holds too much text. Save the sheet as CSV and send that."))
    reader = TextReader()
    for _piece in parse(archive, part, reader.start, reader.end, reader.text):
        pass
    return reader.texts


def _date_styles(archive: zipfile.ZipFile) -> frozenset[int]:
    if "xl/styles.xml" not in archive.namelist():
        return frozenset()
    custom: set[int] = set()
    styles: list[bool] = []
    inside = [False]

    def start(name: str, attrs: dict[str, str]) -> None:
        if name == "numFmt" and is_date_format(attrs.get("formatCode", "")):
            custom.add(int(attrs.get("numFmtId", "0")))
        elif name == "cellXfs":
            inside[0] = True
        elif name == "xf" and inside[0]:
            form = int(attrs.get("numFmtId", "0"))
            styles.append(form in custom or form in BUILT_IN_DATES)

    def end(name: str) -> None:
        if name == "cellXfs":
            inside[0] = False

    for _piece in parse(archive, "xl/styles.xml", start, end):
        pass
    return frozenset(number for number, dated in enumerate(styles) if dated)


class TextReader:
    """Collects the shared texts, without the phonetic guides of East Asian words."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.pieces: list[str] = []
        self.reading = self.phonetic = False

    def start(self, name: str, _attrs: dict[str, str]) -> None:
        if name == "t":
            self.reading = not self.phonetic
        elif name == "rPh":
            self.phonetic = True

    def text(self, data: str) -> None:
        if self.reading:
            self.pieces.append(data)

    def end(self, name: str) -> None:
        if name == "t":
            self.reading = False
        elif name == "rPh":
            self.phonetic = False
        elif name == "si":
            self.texts.append("".join(self.pieces))
            self.pieces.clear()


class SheetReader:
    """Turns the elements of a sheet into rows. One reader reads one sheet once."""

    def __init__(self, book: Book, file: str, findings: Findings) -> None:
        self.book, self.file, self.findings = book, file, findings
        self.ready: list[Numbered] = []
        self.cells: list[str] = []
        self.number = 0
        self.column = 0
        self.kind, self.style = "n", 0
        self.pieces: list[str] = []
        self.reading = self.phonetic = self.formula = False

    def rows(self, archive: zipfile.ZipFile, part: str) -> Iterator[Numbered]:
        for _piece in parse(archive, part, self.start, self.end, self.text):
            yield from self.ready
            self.ready.clear()

    def start(self, name: str, attrs: dict[str, str]) -> None:
        if name == "c":
            place = attrs.get("r", "")
            self.column = column_of(place) if place else self.column + 1
            self.kind, self.style = attrs.get("t", "n"), int(attrs.get("s", "0"))
            self.formula = False
        elif name == "v" or name == "t":
            self.reading = not self.phonetic
        elif name == "row":
            self.number = int(attrs.get("r") or self.number + 1)
            self.column = 0
        elif name == "f":
            self.formula = True
        elif name == "rPh":
            self.phonetic = True

    def text(self, data: str) -> None:
        if self.reading:
            self.pieces.append(data)

    def end(self, name: str) -> None:
        if name == "v" or name == "t":
            self.reading = False
        elif name == "c":
            self._close_cell()
        elif name == "rPh":
            self.phonetic = False
        elif name == "row":
            if any(self.cells):
                self.ready.append((self.number, self.cells))
            self.cells = []

    def _close_cell(self) -> None:
        raw = "".join(self.pieces)
        self.pieces.clear()
        if not raw and not self.formula:
            return
        if not 0 < self.column <= MOST_COLUMNS:
            raise zipfile.BadZipFile("a cell stands outside the sheet")
        gap = self.column - len(self.cells) - 1
        if gap > 0:
            self.cells.extend([""] * gap)
        value = self._value(raw)
        if gap < 0:
            self.cells[self.column - 1] = value
        else:
            self.cells.append(value)

    def _value(self, raw: str) -> str:
        if self.kind == "s":
            return self.book.texts[int(raw)] if int(raw) < len(self.book.texts) else ""
        if self.kind == "e" or (not raw and self.formula):
            self._complain(raw)
            return raw
        if self.kind in ("str", "inlineStr", "d"):
            return raw
        if self.kind == "b":
            return _("yes") if raw == "1" else _("no")
        return as_text(raw, self.style in self.book.dates, self.book.since_1904)

    def _complain(self, raw: str) -> None:
        if raw:
            wrong = _("The formula in this cell came to an error.")
            mend = _("Mend the formula, or type the value in its place.")
        else:
            wrong = _("This cell holds a formula without a stored result.")
            mend = _("Open the file in a spreadsheet program and save it, or type the value.")
        self.findings.error(self.file, self.number, letters_of(self.column), raw, wrong, mend)


def column_of(place: str) -> int:
    """``C7`` is 3."""
    column = 0
    for character in place:
        if not character.isalpha():
            break
        column = column * 26 + ord(character.upper()) - 64
    return column


def letters_of(column: int) -> str:
    """3 is ``C``: how a spreadsheet program names a column."""
    letters = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
