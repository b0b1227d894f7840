"""What is wrong with what people sent us: kept up to a limit, counted beyond it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from steadwork.kernel.errors import Sentence

LIMIT = 5_000
SHOWN = 200  # characters of a value that a person needs to find the cell again


@dataclass(frozen=True, slots=True)
class Finding:
    """One cell, row or file, what is wrong with it and how to mend it.

    ``row`` is the number in a spreadsheet program, 0 when the whole file is meant.
    ``wrong`` never repeats the value, so that equal findings can be counted together.
    """

    file: str
    row: int
    column: str
    value: str
    wrong: str
    mend: str


@dataclass(slots=True)
class Pile:
    """Findings of one weight: the first ``limit`` as they are, and a count of every sentence."""

    limit: int = LIMIT
    kept: list[Finding] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)

    def __len__(self) -> int:
        return self.counts.total()

    def add(self, finding: Finding) -> None:
        self.counts[finding.wrong] += 1
        if len(self.kept) < self.limit:
            self.kept.append(finding)

    @property
    def unkept(self) -> int:
        return len(self) - len(self.kept)


class Findings:
    """The errors, which stop an import, and the remarks, which do not."""

    def __init__(self, limit: int = LIMIT) -> None:
        self.errors, self.remarks = Pile(limit), Pile(limit)

    def error(
        self, file: str, row: int, column: str, value: str, wrong: Sentence, mend: Sentence
    ) -> None:
        """Something that a person must mend before anything is loaded."""
        self.errors.add(Finding(file, row, column, shown(value), str(wrong), str(mend)))

    def remark(
        self, file: str, row: int, column: str, value: str, wrong: Sentence, mend: Sentence
    ) -> None:
        """Something that is told, and does not keep the rest from being loaded."""
        self.remarks.add(Finding(file, row, column, shown(value), str(wrong), str(mend)))

    def __bool__(self) -> bool:
        return bool(len(self.errors) or len(self.remarks))


def shown(value: str) -> str:
    """A value as it can be printed: short, and with broken or unprintable bytes spelled out."""
    cut = value if len(value) <= SHOWN else value[: SHOWN - 1] + "…"
    if cut.isprintable():
        return cut
    return "".join(c if c.isprintable() else _spelled(c) for c in cut)


def _spelled(character: str) -> str:
    code = ord(character)
    if character in "\n\r\t":
        return " "
    return f"\\x{code & 0xFF:02X}" if code < 0x100 or 0xDC00 <= code <= 0xDCFF else f"\\u{code:04X}"
