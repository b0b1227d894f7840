"""Small real files, made in code: a letter as PDF, a plan of a room as PNG."""

from __future__ import annotations

import struct
import zlib

from django.core.files.base import ContentFile


def letter(name: str, *lines: str) -> ContentFile[bytes]:
    """A page of text that any reader opens."""
    text = "BT /F1 12 Tf 72 760 Td 18 TL " + " ".join(f"({plain(line)}) Tj T*" for line in lines)
    stream = f"{text} ET".encode("latin-1", "replace")
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        (
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R"
            b"/Resources<</Font<</F1 5 0 R>>>>>>"
        ),
        b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    ]
    body, places = b"%PDF-1.4\n", []
    for number, each in enumerate(objects, start=1):
        places.append(len(body))
        body += b"%d 0 obj%s endobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    tail = b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n"
    return ContentFile(body + head + table + tail % (len(objects) + 1, len(body)), name=name)


def plain(line: str) -> str:
    for mark in "\\()":
        line = line.replace(mark, "\\" + mark)
    return line


PAPER, WALL, BED, RUG = b"\xf7\xf4\xec", b"\x3c\x46\x50", b"\x5b\x8c\x85", b"\xd9\xa4\x41"


def room_plan(name: str, beds: int = 2) -> ContentFile[bytes]:
    """A room from above: walls, a rug, and so many beds along one side."""
    wide, high = 240, 160

    def colour(x: int, y: int) -> bytes:
        if x < 6 or y < 6 or x >= wide - 6 or (y >= high - 6 and not 100 < x < 140):
            return WALL
        slot, inside = divmod(x - 20, 200 // beds)
        if 0 <= slot < beds and inside < 60 and 14 < y < 84:
            return BED
        return RUG if (x - 120) ** 2 / 2 + (y - 118) ** 2 < 700 else PAPER

    rows = b"".join(b"\0" + b"".join(colour(x, y) for x in range(wide)) for y in range(high))
    header = struct.pack(">IIBBBBB", wide, high, 8, 2, 0, 0, 0)
    body = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows, 9)) + chunk(b"IEND", b"")
    return ContentFile(b"\x89PNG\r\n\x1a\n" + body, name=name)


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
