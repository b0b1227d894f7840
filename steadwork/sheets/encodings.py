"""Which encoding a file is in, found by reading all of it once, and what to do with the rest.

UTF-8 is tried first. A file that is not UTF-8 is read as Windows-1252 when its bytes are those of
western text, else as what charset-normalizer is sure of. Bytes that fit nowhere become lone
surrogates (U+DC00 + byte), so that the reader of rows can say in which cell they stand.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, field

from charset_normalizer import from_bytes

from steadwork.sheets.members import Member

BROKEN = re.compile("[\udc00-\udcff]")
BEYOND_ASCII = re.compile("[^\x00-\x7f]")
HANDLER = "steadwork-broken"
CHUNK = 1 << 20
SAMPLE = 1 << 16

BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
ASCII = bytes(range(0x80))
SURE = 20  # so many strange bytes let a guess be more than a guess
# Many in a row, or a sign such as ³ inside a word, is not how western Europe writes.
UNWESTERN = re.compile(rb"[\x80-\xff]{4,}|[A-Za-z][\xa1-\xa9\xab-\xb6\xb8\xb9\xbb-\xbf][a-z]")
# Letters of western Europe and the signs a word processor makes, as Windows-1252 writes them.
WESTERN = frozenset(
    b"\x80\x82\x84\x85\x89\x8a\x8b\x8c\x8e\x91\x92\x93\x94\x95\x96\x97\x99\x9a\x9b\x9c\x9e\x9f"
    b"\xa0\xa1\xa2\xa3\xa7\xa9\xaa\xab\xad\xae\xb0\xb1\xb2\xb3\xb4\xb5\xb7\xb9\xba\xbb\xbc\xbd\xbe\xbf"
) | frozenset(range(0xC0, 0xFE)) - {0xD7, 0xF7}


@dataclass(frozen=True, slots=True)
class Encoding:
    """The codec to read with, and whether it was guessed rather than stated or evident."""

    name: str
    guessed: bool = False


@dataclass(slots=True)
class Survey:
    """What one reading of the file found about its bytes above 0x7F."""

    valid: int = 0
    broken: int = 0
    used: set[int] = field(default_factory=set)
    odd: int = 0
    sample: bytearray = field(default_factory=bytearray)

    def note(self, chunk: bytes) -> None:
        high = chunk.translate(None, ASCII)
        self.used.update(high)
        if high and len(self.sample) < SAMPLE:
            for line in re.finditer(rb"[^\n]*[\x80-\xff][^\n]*", chunk):
                self.sample += line[0][: SAMPLE - len(self.sample)] + b"\n"
                self.odd += len(UNWESTERN.findall(line[0]))
                if len(self.sample) >= SAMPLE:
                    break


def _mark_broken(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    bad = error.object[error.start : error.end]
    return "".join(chr(0xDC00 + byte) for byte in bad), error.end


codecs.register_error(HANDLER, _mark_broken)


def encoding_of(member: Member) -> Encoding:
    """Reads the whole member once, in pieces."""
    with member.open() as stream:
        head = stream.read(4096)
        for bom, name in BOMS:
            if head.startswith(bom):
                return Encoding(name)
        wide = _without_bom(head)
        if wide:
            return Encoding(wide, guessed=True)
        survey, decoder = Survey(), codecs.getincrementaldecoder("utf-8")(HANDLER)
        chunk = head
        while chunk:
            if not chunk.isascii() or decoder.getstate()[0]:
                survey.note(chunk)
                _count(decoder.decode(chunk), survey)
            chunk = stream.read(CHUNK)
        _count(decoder.decode(b"", True), survey)
    return _verdict(survey)


def _count(text: str, survey: Survey) -> None:
    broken = len(BROKEN.findall(text))
    survey.broken += broken
    survey.valid += len(BEYOND_ASCII.findall(text)) - broken


def _without_bom(head: bytes) -> str:
    """UTF-16 without its mark shows zero bytes at every second place of plain text."""
    pairs = len(head) // 2
    if pairs < 2:
        return ""
    if head[1::2].count(0) > 0.4 * pairs and head[::2].count(0) < 0.05 * pairs:
        return "utf-16-le"
    if head[::2].count(0) > 0.4 * pairs and head[1::2].count(0) < 0.05 * pairs:
        return "utf-16-be"
    return ""


def _verdict(survey: Survey) -> Encoding:
    if not survey.broken or survey.valid * 20 >= survey.broken:
        return Encoding("utf-8")
    if survey.used <= WESTERN and not survey.odd:
        return Encoding("cp1252", guessed=True)
    return _foreign(bytes(survey.sample)) or Encoding("utf-8")


def _foreign(sample: bytes) -> Encoding | None:
    """What charset-normalizer takes it for, when it is a language and its letters are letters.

    Damage in English text decodes into something in many encodings: into signs, mostly.
    """
    if len(sample.translate(None, ASCII)) < SURE:
        return None
    best = from_bytes(sample).best()
    if best is None or best.encoding in ("ascii", "utf_8") or best.language == "English":
        return None
    beyond = BEYOND_ASCII.findall(str(best))
    letters = sum(character.isalpha() for character in beyond)
    return Encoding(best.encoding, guessed=True) if letters > 0.85 * len(beyond) else None


def likely(text: str) -> str:
    """A cell with broken bytes as Windows-1252 would read them; '' when that makes no sense."""
    read = BROKEN.sub(lambda hit: bytes([ord(hit[0]) - 0xDC00]).decode("cp1252", "replace"), text)
    return "" if "\ufffd" in read else read
