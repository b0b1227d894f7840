"""Which files may be attached: by size, by ending, and by what their first bytes say."""

from __future__ import annotations

import unicodedata
from pathlib import PurePath, PureWindowsPath

import puremagic
from django.core.files.base import File
from django.utils.translation import gettext as _

from steadwork.kernel.errors import Invalid

LARGEST = 25 * 1024 * 1024

#: ending → media type, and the endings that the content may be recognized as.
ACCEPTED = {
    "pdf": ("application/pdf", {"pdf"}),
    "png": ("image/png", {"png"}),
    "jpg": ("image/jpeg", {"jpg", "jpeg", "jfif"}),
    "jpeg": ("image/jpeg", {"jpg", "jpeg", "jfif"}),
    "gif": ("image/gif", {"gif"}),
    "docx": (
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        {"docx", "zip"},
    ),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", {"xlsx", "zip"}),
    "odt": ("application/vnd.oasis.opendocument.text", {"odt", "zip"}),
    "txt": ("text/plain", set()),
    "csv": ("text/csv", set()),
}


def accepted_type(file: File[bytes]) -> tuple[str, str]:
    """The plain name and media type of a file that may be kept. Invalid, in words, otherwise."""
    name = plain_name(file.name or "")
    ending = PurePath(name).suffix.lower().removeprefix(".")
    if not file.size:
        raise Invalid(_("%(name)s is empty.") % {"name": name}, code="FILE_EMPTY")
    if file.size > LARGEST:
        sizes = {"name": name, "most": LARGEST // 1024 // 1024}
        raise Invalid(_("%(name)s is larger than %(most)s MB.") % sizes, code="FILE_TOO_LARGE")
    if ending not in ACCEPTED:
        endings = ", ".join(ACCEPTED)
        raise Invalid(
            _("Files of this kind are not kept here. Possible: %(endings)s.")
            % {"endings": endings},
            code="FILE_TYPE",
        )
    media_type, signs = ACCEPTED[ending]
    if not content_fits(file, signs):
        raise Invalid(
            _("%(name)s says it is a %(ending)s file, but what is in it says otherwise.")
            % {"name": name, "ending": ending},
            code="FILE_TYPE",
        )
    return name, media_type


def plain_name(name: str) -> str:
    """The last part of a name, without paths and without characters that steer a terminal."""
    last = PureWindowsPath(PurePath(name).name).name
    kept = "".join(c for c in last if unicodedata.category(c)[0] != "C").strip(" .")
    return kept[-200:] or _("file")


def content_fits(file: File[bytes], signs: set[str]) -> bool:
    """Whether the first bytes are of one of the kinds. Text has no sign: it has no NUL."""
    file.seek(0)
    head = file.read(4096)
    file.seek(0)
    if not signs:
        return b"\0" not in head
    try:
        found = {match.extension.removeprefix(".") for match in puremagic.magic_string(head)}
    except puremagic.PureError:
        return False
    return bool(found & signs)
