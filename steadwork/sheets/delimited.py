"""CSV and TSV as numbered rows, streamed, whatever encoding and separator they came in."""

from __future__ import annotations

import codecs
import csv
import io
from collections import Counter
from collections.abc import Iterator
from itertools import islice

from django.utils.translation import gettext as _

from steadwork.kernel.errors import Invalid
from steadwork.sheets.encodings import HANDLER, Encoding, encoding_of
from steadwork.sheets.findings import Findings
from steadwork.sheets.members import Member

Numbered = tuple[int, list[str]]

SEPARATORS = (",", ";", "\t", "|")
LONGEST_CELL = 1_000_000  # characters
LONGEST_LINE = 8_000_000  # characters, and so the most memory that one line may take
SAMPLE_ROWS = 50

csv.field_size_limit(LONGEST_CELL)


def rows_of(
    member: Member, findings: Findings, *, encoding: str = "", separator: str = ""
) -> Iterator[Numbered]:
    """Rows with their numbers as a spreadsheet program shows them. Blank rows are counted only.

    What cannot be read is an error among the findings. Raises Invalid for an unknown encoding.
    """
    known = stated(encoding) if encoding else encoding_of(member)
    if known.guessed:
        findings.remark(
            member.name, 0, "", known.name,
            _("This file is not UTF-8; it was read in the encoding that its bytes suggest."),
            _("If letters look wrong, name the encoding, or save the file as UTF-8."),
        )  # fmt: skip
    with member.open() as stream:
        text = io.TextIOWrapper(stream, known.name, errors=HANDLER, newline="")
        yield from _rows(text, member.name, findings, separator)


def stated(name: str) -> Encoding:
    """An encoding that a person named. Raises Invalid when there is none of that name."""
    try:
        return Encoding(codecs.lookup(name).name)
    except LookupError as error:
        raise Invalid(
            _("There is no encoding called “%(name)s”. Try utf-8, cp1252 or utf-16.")
            % {"name": name}
        ) from error


def _rows(
    text: io.TextIOWrapper, file: str, findings: Findings, separator: str
) -> Iterator[Numbered]:
    lines = Lines(text)
    head = list(islice(lines, SAMPLE_ROWS))
    skipped = 0
    if head and head[0].lower().startswith("sep=") and len(head[0].strip()) == 5:
        separator, skipped = separator or head[0].strip()[4], 1
    separator = separator or separator_of(head)
    lines.push_back(head[skipped:])
    reader = csv.reader(lines, delimiter=separator, strict=True)
    number = skipped
    while True:
        number += 1
        try:
            cells = next(reader)
        except StopIteration:
            break
        except csv.Error as error:
            _unreadable(error, lines, file, number, findings)
            continue
        if cells and (len(cells) > 1 or cells[0].strip()):
            yield number, cells
    if lines.overlong:
        findings.error(
            file, number, "", "",
            _("This line is longer than any table's line; reading stopped here."),
            _("Look for a file that is not a table, or for lost line ends."),
        )  # fmt: skip


def _unreadable(error: csv.Error, lines: Lines, file: str, number: int, findings: Findings) -> None:
    """Say what a parser's message means. The parser goes on with the line after."""
    said = str(error)
    if "end of data" in said:
        wrong = _("A quotation mark opens in this row and never closes: the file seems cut off.")
        mend = _("Close the quotation mark, or send the whole file again.")
    elif "field limit" in said:
        wrong = _("A cell in this row holds more than a million characters.")
        mend = _("A quotation mark is probably not closed; close it, or shorten the cell.")
    else:
        wrong = _("A quotation mark stands where none can be: the cells of this row run together.")
        mend = _("Put the cell in quotation marks and double those inside it, or remove them.")
    findings.error(file, number, "", lines.last, wrong, mend)


class Lines:
    """The lines of a text, none beyond a length: a file without line ends cannot fill memory."""

    def __init__(self, text: io.TextIOWrapper) -> None:
        self._text, self._waiting = text, iter([""][:0])
        self.last, self.overlong = "", False

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = next(self._waiting, "")
        if not line and not self.overlong:
            line = self._text.readline(LONGEST_LINE)
            self.overlong = len(line) >= LONGEST_LINE
            line = "" if self.overlong else line
        if not line:
            raise StopIteration
        self.last = line
        return line

    def push_back(self, lines: list[str]) -> None:
        self._waiting = iter(lines)


def separator_of(head: list[str]) -> str:
    """The separator that cuts the first rows into most cells, equally many in each."""
    best, score = ",", 0.0
    for separator in SEPARATORS:
        reader = csv.reader(head, delimiter=separator)
        try:
            widths = [len(row) for row in reader if row]
        except csv.Error:
            continue
        if not widths or widths[0] < 2:
            continue
        usual = Counter(widths).most_common(1)[0]
        evenness = usual[1] / len(widths) if usual[0] == widths[0] else 0.1
        if evenness * 1000 + widths[0] > score:
            best, score = separator, evenness * 1000 + widths[0]
    return best
