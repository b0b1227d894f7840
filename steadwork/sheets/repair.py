"""The repair sheet: what a person needs to mend a file, in a file that is safe to open."""

from __future__ import annotations

import csv
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import xlsxwriter
from django.utils.translation import gettext as _

from steadwork.kernel.errors import Invalid
from steadwork.sheets.findings import Finding, Findings, Pile

ACTIVE = ("=", "+", "-", "@", "\t", "\r")


def write(path: Path, findings: Findings) -> Path:
    """Write the errors, then the remarks. CSV, or XLSX when the name says so.

    Returns where it was written: a folder of its own when ``path`` cannot be written.
    """
    path = _writable(path)
    rows = [heading(), *rows_of(findings)]
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        if path.suffix.lower() == ".xlsx":
            _as_workbook(fresh, rows)
        else:
            _as_text(fresh, rows)
        fresh.replace(path)
    except OSError as error:
        fresh.unlink(missing_ok=True)
        raise Invalid(
            _("The repair sheet cannot be written to %(path)s: %(why)s.")
            % {"path": path, "why": error.strerror}
        ) from error
    return path


def _writable(path: Path) -> Path:
    folder = path.parent if str(path.parent) else Path()
    if folder.is_dir() and os.access(folder, os.W_OK) and not path.is_dir():
        return path
    return Path(tempfile.mkdtemp(prefix="repair-")) / path.name


def heading() -> list[str]:
    return [
        _("File"), _("Row"), _("Column"), _("Value"), _("What is wrong"), _("How to mend it"),
        _("Weight"),
    ]  # fmt: skip


def rows_of(findings: Findings) -> Iterator[list[str]]:
    """The lines of the sheet; the last of each weight says how many more there are."""
    yield from _of_pile(findings.errors, _("must be mended"))
    yield from _of_pile(findings.remarks, _("remark"))


def _of_pile(pile: Pile, weight: str) -> Iterator[list[str]]:
    for finding in pile.kept:
        yield _line(finding, weight)
    if pile.unkept:
        more = _("… and %(count)s more like these.") % {"count": pile.unkept}
        yield ["", "", "", "", more, _("Mend those above first, then check again."), weight]


def _line(finding: Finding, weight: str) -> list[str]:
    row = str(finding.row) if finding.row else ""
    texts = (finding.column, finding.value, finding.wrong, finding.mend)
    return [finding.file, row, *texts, weight]


def defused(text: str) -> str:
    """A text that no spreadsheet program takes for a formula."""
    return f"'{text}" if text.startswith(ACTIVE) else text


def _as_text(path: Path, rows: list[list[str]]) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerows([defused(cell) for cell in row] for row in rows)


def _as_workbook(path: Path, rows: list[list[str]]) -> None:
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(str(path), options) as book:
        sheet = book.add_worksheet(_("Repair"))
        bold, wrap = book.add_format({"bold": True}), book.add_format({"text_wrap": True})
        for number, row in enumerate(rows):
            for place, cell in enumerate(row):
                sheet.write_string(number, place, cell, wrap if number else bold)
        sheet.freeze_panes(1, 0)
        for place, width in enumerate((28, 7, 24, 28, 48, 48, 14)):
            sheet.set_column(place, place, width)
