"""The files in what we were given: a folder, a zip, or one file. Nothing is extracted to disk."""

from __future__ import annotations

import stat
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from pathlib import Path, PurePosixPath
from typing import IO

from django.utils.translation import gettext as _

from steadwork.kernel.errors import Invalid

MOST_BYTES = 4 * 1024**3
MOST_MEMBERS = 10_000
MOST_RATIO = 500  # a table shrinks ten- to fiftyfold; only a bomb shrinks five-hundredfold
SMALL = 10 * 1024**2  # below this a high ratio hurts nobody


class Kind(StrEnum):
    """What a file is by its first bytes. Its name is not asked."""

    EMPTY = "empty"
    TEXT = "text"
    JSON = "json"
    ZIP = "zip"
    OLD_OFFICE = "old office"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Member:
    """One file: the name a person knows it by, and how to read it again from its beginning."""

    name: str
    open: Callable[[], IO[bytes]]
    size: int

    @property
    def stem(self) -> str:
        return PurePosixPath(self.name).stem.strip().lower()


def kind_of(member: Member) -> Kind:
    """Looks at the first bytes. Raises nothing but what reading raises."""
    with member.open() as stream:
        head = stream.read(512)
    if not head:
        return Kind.EMPTY
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return Kind.ZIP
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        return Kind.OLD_OFFICE
    if head.startswith((b"%PDF", b"\x1f\x8b", b"\x89PNG", b"\xff\xd8\xff", b"7z\xbc\xaf", b"Rar!")):
        return Kind.OTHER
    start = _narrow(head).lstrip()
    if start.startswith((b"{", b"[")):
        return Kind.JSON
    markup = start[:14].lower().startswith((b"<!doctype", b"<html", b"<?xml"))
    return Kind.OTHER if markup else Kind.TEXT


def _narrow(head: bytes) -> bytes:
    """The beginning of a text without its byte order mark, in single bytes."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head[2:].replace(b"\0", b"")
    return head.removeprefix(b"\xef\xbb\xbf")


def _on_disk(name: str, path: Path) -> Member:
    def opened() -> IO[bytes]:
        return path.open("rb")

    return Member(name, opened, path.stat().st_size)


def of_file(path: Path) -> Member:
    """One file on disk. Raises Invalid when it cannot be read."""
    if not path.is_file():
        raise Invalid(_("There is no file at %(path)s.") % {"path": path})
    try:
        with path.open("rb"):
            pass
    except OSError as error:
        raise Invalid(
            _("%(path)s cannot be read: %(why)s.") % {"path": path, "why": error.strerror}
        ) from error
    return _on_disk(path.name, path)


def of_folder(path: Path) -> list[Member]:
    """The files of a folder, and of the folders in it, without hidden ones, in order of name."""
    found = []
    for file in sorted(path.rglob("*")):
        inside = file.relative_to(path)
        if file.is_file() and not any(part.startswith((".", "__MACOSX")) for part in inside.parts):
            found.append(_on_disk(inside.as_posix(), file))
    return found


@contextmanager
def opened_zip(member: Member) -> Iterator[zipfile.ZipFile]:
    """A zip whose list of contents has been checked. Raises Invalid in words."""
    with member.open() as stream:
        try:
            archive = zipfile.ZipFile(stream)
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
            raise Invalid(
                _("%(file)s is damaged: its list of contents cannot be read. Send it again.")
                % {"file": member.name}
            ) from error
        with archive:
            refuse_bombs(archive.infolist(), member.name)
            yield archive


def of_zip(archive: zipfile.ZipFile) -> list[Member]:
    """The files in a checked zip, without folders and hidden ones, in order of name."""
    found = []
    for info in sorted(archive.infolist(), key=lambda info: info.filename):
        parts = PurePosixPath(info.filename).parts
        if not info.is_dir() and not any(part.startswith((".", "__MACOSX")) for part in parts):
            found.append(Member(info.filename, partial(archive.open, info), info.file_size))
    return found


def refuse_bombs(contents: list[zipfile.ZipInfo], file: str) -> None:
    """Raises Invalid for a zip that nobody packs in good faith."""
    facts = {"file": file, "most": MOST_MEMBERS, "gib": MOST_BYTES // 1024**3}
    if len(contents) > MOST_MEMBERS:
        raise Invalid(_("%(file)s holds more than %(most)s files. Send fewer.") % facts)
    if sum(info.file_size for info in contents) > MOST_BYTES:
        raise Invalid(
            _("%(file)s would unpack to more than %(gib)s GiB. Send it in parts.") % facts
        )
    for info in contents:
        _refuse_member(info, facts | {"member": info.filename})


def _refuse_member(info: zipfile.ZipInfo, facts: dict[str, object]) -> None:
    name = info.orig_filename.replace("\\", "/")
    outside = name.startswith("/") or ".." in name.split("/") or ":" in name.split("/")[0]
    if outside or "\0" in name or stat.S_ISLNK(info.external_attr >> 16):
        raise Invalid(
            _("%(file)s names a file outside itself: %(member)s. Pack it again, only the tables.")
            % facts
        )
    if info.flag_bits & 0x1:
        raise Invalid(_("%(file)s is locked with a password. Send it without.") % facts)
    if info.file_size > max(SMALL, info.compress_size * MOST_RATIO):
        raise Invalid(
            _("%(member)s in %(file)s unpacks to more than any table would. Pack it again.") % facts
        )
