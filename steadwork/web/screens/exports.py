"""A list, exported as it is seen: the same rows, columns, filters and words."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import structlog
import xlsxwriter
from django.http import HttpResponse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from steadwork.kernel.clock import today

if TYPE_CHECKING:
    from steadwork.web.screens.listing import Listing

LIMIT = 10_000
FORMATS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
log = structlog.get_logger(__name__)


def export(listing: Listing, kind: str) -> HttpResponse:
    """A file of at most ten thousand rows; when there are more, its last line says so."""
    rows = list(values(listing))
    cut = len(rows) > LIMIT
    rows = rows[:LIMIT]
    head = [str(column.label) for column in listing.columns]
    if cut:
        words = _("Only the first %(limit)s rows are here. Filter the list to export the rest.")
        rows.append([words % {"limit": LIMIT}])
    body = as_csv(head, rows) if kind == "csv" else as_xlsx(head, rows)
    title = slugify(str(listing.screen.title)) or listing.screen.name
    name = f"{title}-{today().isoformat()}.{kind}"
    log.info("list.exported", screen=listing.screen.name, kind=kind, rows=len(rows), cut=cut)
    return HttpResponse(
        body,
        content_type=FORMATS[kind],
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def values(listing: Listing) -> Iterator[list[Any]]:
    found = listing.rows.order_by(*listing.screen.order)[: LIMIT + 1]
    for row in found:
        read = listing.screen.read_by(row, listing.actor)
        yield [column.plain(read) for column in listing.columns]


def harmless(value: str) -> str:
    """Text that a spreadsheet would run as a formula is told to be text."""
    return f"'{value}" if value.startswith(FORMULA) else value


def local(value: Any) -> Any:
    """Sheets know no zones: moments are written as the reader's clock shows them."""
    if isinstance(value, datetime):
        return timezone.localtime(value).replace(tzinfo=None)
    return value


def as_csv(head: list[str], rows: list[list[Any]]) -> bytes:
    text = io.StringIO()
    sheet = csv.writer(text)
    sheet.writerow([harmless(word) for word in head])
    for row in rows:
        sheet.writerow([written(local(value)) for value in row])
    return text.getvalue().encode("utf-8-sig")


def written(value: Any) -> str:
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="minutes")
    if isinstance(value, int | float | Decimal | date):
        return str(value)
    return harmless("" if value is None else str(value))


def as_xlsx(head: list[str], rows: list[list[Any]]) -> bytes:
    memory = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
    }
    with xlsxwriter.Workbook(memory, options) as book:
        sheet = book.add_worksheet()
        bold = book.add_format({"bold": True})
        styles: dict[type, Any] = {
            datetime: book.add_format({"num_format": "yyyy-mm-dd hh:mm"}),
            date: book.add_format({"num_format": "yyyy-mm-dd"}),
        }
        sheet.write_row(0, 0, head, bold)
        sheet.freeze_panes(1, 0)
        for index, row in enumerate(rows, start=1):
            write_row(sheet, index, [local(value) for value in row], styles)
        sheet.autofit()
    return memory.getvalue()


def write_row(sheet: Any, index: int, row: list[Any], styles: dict[type, Any]) -> None:
    for place, value in enumerate(row):
        if isinstance(value, date):
            sheet.write_datetime(index, place, value, styles[type(value)])
        elif isinstance(value, int | float | Decimal) and not isinstance(value, bool):
            sheet.write_number(index, place, value)
        elif value is not None and value != "":
            sheet.write_string(index, place, str(value))
