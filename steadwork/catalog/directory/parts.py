"""Telephones, hours, addresses and the rest that hangs on an entry, as the house keeps it."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from steadwork.catalog.directory.plan import Hours
from steadwork.catalog.directory.records import Record
from steadwork.kernel.errors import Invalid
from steadwork.sheets import cells
from steadwork.sheets.findings import Findings

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
PHONE_LONGEST = 200
NUMBERED = {str(number): name for number, name in enumerate(DAYS, 1)}
SHORT = {name[:2]: name for name in DAYS}


def phones(parts: Iterable[Record]) -> tuple[str, list[str]]:
    """Numbers on one line as long as it holds them, and lines for those beyond it."""
    said: list[str] = []
    for part in parts:
        values = part.values
        number = values.get("number", "").strip('"')
        if not number:
            continue
        extension = f" x {values['extension']}" if values.get("extension") else ""
        kind = values.get("type", "").lower()
        note = f" ({kind})" if kind and kind != "voice" else ""
        if (text := f"{number}{extension}{note}") not in said:
            said.append(text)
    line, beyond = "", []
    for text in said:
        longer = f"{line}; {text}" if line else text
        if len(longer) <= PHONE_LONGEST:
            line = longer
        else:
            beyond.append(_("Telephone: %(number)s") % {"number": text})
    return line, beyond


def hours(parts: Iterable[Record], findings: Findings) -> tuple[list[Hours], list[str]]:
    """Openings by day, and lines for what is not a weekly opening."""
    found: list[Hours] = []
    lines: list[str] = []
    for part in parts:
        values = part.values
        opens, closes = values.get("opens_at", ""), values.get("closes_at", "")
        text = values.get("description") or values.get("original_text") or ""
        if text and text not in lines:
            lines.append(text)
        if not opens and not closes:
            continue
        days = weekdays(values)
        try:
            begin, end = (cells.clock(time).strftime("%H:%M") for time in (opens, closes))
        except Invalid as refusal:
            _remark(part, f"{opens}–{closes}", refusal.message, findings)
            lines.append(f"{', '.join(days)} {opens}–{closes}".strip())
            continue
        if not days or _special(values):
            lines.append(_special_line(values, days, begin, end))
            continue
        if end <= begin and end != "00:00":
            _remark(
                part, f"{opens}–{closes}",
                _("This opening ends before it begins; it is kept as it stands."), findings,
            )  # fmt: skip
        openings: list[Hours] = [{"day": day, "opens": begin, "closes": end} for day in days]
        found += [opening for opening in openings if opening not in found]
    found.sort(key=lambda opening: (DAYS.index(opening["day"]), opening["opens"]))
    return found, lines


def weekdays(values: dict[str, str]) -> list[str]:
    """``Monday``, ``MO,TU``, ``1`` (Monday) and ``-1FR`` as days, in the order of a week."""
    said = values.get("weekday") or values.get("byday") or ""
    days = set()
    for word in said.replace(";", ",").replace(" ", ",").split(","):
        letters = word.lower().lstrip("+-0123456789")
        if letters[:2] in SHORT:
            days.add(SHORT[letters[:2]])
        elif word in NUMBERED:
            days.add(NUMBERED[word])
    if not said and values.get("freq", "").upper() == "DAILY":
        days.update(DAYS)
    return sorted(days, key=DAYS.index)


def _special(values: dict[str, str]) -> bool:
    """A holiday, or an opening that is not every week."""
    closed = values.get("closed", "").lower() in ("true", "1", "yes")
    return closed or values.get("freq", "").upper() in ("MONTHLY", "YEARLY")


def _special_line(values: dict[str, str], days: list[str], begin: str, end: str) -> str:
    when = " ".join(values[name] for name in ("valid_from", "valid_to", "freq") if name in values)
    return f"{when} {', '.join(days)} {begin}–{end}".strip()


def address(values: dict[str, str]) -> str:
    """The street part on one line, without doubled words."""
    names = ("attention", "address_1", "address_2", "address_3", "address_4")
    return ", ".join(values[name] for name in names if values.get(name))


def address_line(values: dict[str, str]) -> str:
    """A whole address on one line, for a text."""
    names = ("city", "state_province", "postal_code", "country")
    town = " ".join(values[name] for name in names if name in values)
    return ", ".join(part for part in (address(values), town) if part)


def contact_line(values: dict[str, str]) -> str:
    said = (values.get(name, "") for name in ("name", "title", "department", "email"))
    return _("Contact: %(contact)s") % {"contact": ", ".join(text for text in said if text)}


def cost_line(values: dict[str, str]) -> str:
    price = " ".join(values[name] for name in ("amount", "currency") if name in values)
    said = (values.get("option", ""), price, values.get("amount_description", ""))
    return ": ".join(text for text in said if text)


def _remark(part: Record, value: str, wrong: object, findings: Findings) -> None:
    findings.remark(
        part.file, part.row, "opens_at", value, str(wrong),
        _("Write times as 09:00 and 17:30, in 24 hours."),
    )  # fmt: skip
