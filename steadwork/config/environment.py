"""Every setting of this installation: one frozen value, read once from the environment.

A bad value stops the start with a sentence that names the setting, what it got, and what it
wants. ``docs/reference/settings.md`` is written from this file (``steadwork docs``).
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import Field, dataclass, field, fields
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit
from zoneinfo import ZoneInfo


class BadSetting(ValueError):
    """A setting that cannot be meant. The message is a sentence for the operator."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where a server is, taken apart from a URL."""

    scheme: str
    host: str
    port: int | None
    user: str
    password: str = field(repr=False)
    path: str
    options: Mapping[str, str]


def address(text: str, *schemes: str) -> Address:
    parts = urlsplit(text)
    if parts.scheme not in schemes:
        raise ValueError(f"must begin with {' or '.join(f'{name}://' for name in schemes)}")
    try:
        port = parts.port
    except ValueError:
        raise ValueError("has a port that is not a number from 1 to 65535") from None
    return Address(
        scheme=parts.scheme,
        host=unquote(parts.hostname or ""),
        port=port,
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        path=unquote(parts.path.removeprefix("/")),
        options=dict(parse_qsl(parts.query)),
    )


def database(text: str) -> Address | None:
    if not text:
        return None
    found = address(text, "postgres", "postgresql")
    if not found.path or "/" in found.path:
        raise ValueError("must end with the database's name, as in postgresql://host/steadwork")
    return found


def mail(text: str) -> Address | None:
    if text in {"", "console"}:
        return None
    found = address(text, "smtp", "smtps")
    if not found.host:
        raise ValueError("must name the mail server, as in smtp://user:password@host:587")
    return found


def switch(text: str) -> bool:
    if text.lower() in {"1", "true", "yes", "on"}:
        return True
    if text.lower() in {"0", "false", "no", "off"}:
        return False
    raise ValueError("must be yes or no")


def number(least: int, most: int) -> Callable[[str], int]:
    def parse(text: str) -> int:
        if not text.isascii() or not text.isdigit() or not least <= int(text) <= most:
            raise ValueError(f"must be a whole number from {least} to {most}")
        return int(text)

    return parse


def names(text: str) -> tuple[str, ...]:
    found = tuple(part.strip() for part in text.split(",") if part.strip())
    if not found or any("/" in part or " " in part for part in found):
        raise ValueError("must be host names divided by commas, as in care.example.org,localhost")
    return found


def folder(text: str) -> Path | None:
    if not text:
        return None
    found = Path(text).expanduser()
    if not found.is_absolute():
        raise ValueError("must be a full path, beginning with /")
    return found


def zone(text: str) -> str:
    try:
        ZoneInfo(text)
    except (KeyError, ValueError, OSError):
        raise ValueError("must be a time zone such as America/New_York or Europe/Vienna") from None
    return text


def secret(text: str) -> str:
    if text and len(text) < 32:
        raise ValueError("must have at least 32 characters; leave it out and one is made for you")
    return text


def setting(
    name: str, parse: Callable[[str], Any], default: str, says: str, *, shown: str | None = None
) -> Any:
    """One line of the environment: its name, its shape, its default, and what it is for."""
    return field(
        metadata={"name": name, "parse": parse, "default": default, "says": says, "shown": shown}
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Environment:
    """All that an operator may say. The order here is the order of the reference page."""

    database_url: Address | None = setting(
        "DATABASE_URL",
        database,
        "",
        "Your own PostgreSQL 15 or newer, as postgresql://user:password@host:5432/name. "
        "Left out, Steadwork runs a PostgreSQL of its own in the data folder.",
    )
    data_dir: Path | None = setting(
        "DATA_DIR",
        folder,
        "",
        "The data folder: database, attachments, secrets. Left out, it is "
        "/var/lib/steadwork for root and ~/.local/share/steadwork for everybody else.",
    )
    files_dir: Path | None = setting(
        "FILES_DIR", folder, "", "Where attachments are kept. Left out: files in the data folder."
    )
    secret_key: str = setting(
        "SECRET_KEY",
        secret,
        "",
        "Signs sessions and links. Left out, it is read from SECRET_KEY_FILE.",
    )
    secret_key_file: Path | None = setting(
        "SECRET_KEY_FILE",
        folder,
        "",
        "A file that holds the secret key. Left out: secret.key in the data folder, "
        "made at the first start and readable by its owner only.",
    )
    allowed_hosts: tuple[str, ...] = setting(
        "ALLOWED_HOSTS", names, "localhost,127.0.0.1,[::1]", "Host names that Steadwork answers to."
    )
    https: bool = setting(
        "HTTPS",
        switch,
        "no",
        "Say yes when people reach Steadwork by HTTPS: cookies are then sent by HTTPS only, "
        "and browsers are told to insist on it.",
    )
    bind: str = setting("BIND", str, "127.0.0.1", "The address that the server listens on.")
    port: int = setting("PORT", number(1, 65535), "8000", "The port that the server listens on.")
    workers: int = setting(
        "WORKERS",
        number(1, 256),
        str(min(4, os.cpu_count() or 1)),
        "Web processes.",
        shown="one a core, 4 at most",
    )
    threads: int = setting("THREADS", number(1, 64), "1", "Request threads in each web process.")
    time_zone: str = setting(
        "TIME_ZONE", zone, "America/New_York", "The time zone of the house, where nobody chose one."
    )
    email_url: Address | None = setting(
        "EMAIL_URL",
        mail,
        "console",
        "The mail server: smtp://user:password@host:587 (STARTTLS when it has a user) or "
        "smtps://… on port 465. Left out, mail is only written to the log's console.",
    )
    email_from: str = setting(
        "EMAIL_FROM", str, "Steadwork <steadwork@localhost>", "The sender of mail."
    )
    database_pool: int = setting(
        "DATABASE_POOL",
        number(0, 200),
        "0",
        "Connections that each web process keeps open between requests; 0 opens one a request.",
        shown="THREADS + 1",
    )
    statement_timeout: int = setting(
        "STATEMENT_TIMEOUT",
        number(0, 86400),
        "30",
        "Seconds after which the database gives up on one statement of a web request; 0 for never.",
    )
    lock_timeout: int = setting(
        "LOCK_TIMEOUT",
        number(0, 3600),
        "5",
        "Seconds after which waiting for somebody else's lock ends with a sentence; 0 for never.",
    )
    demo: bool = setting(
        "DEMO",
        switch,
        "no",
        "The demonstration: a start page where anybody becomes anybody. Never with real data.",
    )
    debug: bool = setting(
        "DEBUG", switch, "no", "For developers: errors show their insides. Never for others to see."
    )
    log_json: bool = setting(
        "LOG_JSON", switch, "no", "Logs as one JSON object a line, for machines that collect them."
    )
    serving: bool = setting(
        "SERVING",
        switch,
        "no",
        "Set by `steadwork serve` for its own processes: static files by their fingerprint. "
        "Nobody else needs it.",
    )

    @property
    def home(self) -> Path:
        """The data folder."""
        return self.data_dir or default_home()

    @property
    def files(self) -> Path:
        return self.files_dir or self.home / "files"

    @property
    def key_file(self) -> Path:
        return self.secret_key_file or self.home / "secret.key"


def default_home() -> Path:
    """Root's own home is closed to the account that runs the database; root's data live in /var."""
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        return Path("/var/lib/steadwork")
    base = os.environ.get("XDG_DATA_HOME", "")
    if base.startswith("/"):
        return Path(base) / "steadwork"
    try:
        return Path.home() / ".local" / "share" / "steadwork"
    except RuntimeError:  # an account without a home, as some containers have
        return Path(tempfile.gettempdir()) / f"steadwork-{os.getuid()}"


def read(environ: Mapping[str, str]) -> Environment:
    """The settings in ``environ``. Raises BadSetting for the first one that cannot be meant."""
    return Environment(**{each.name: value_of(each, environ) for each in fields(Environment)})


def value_of(each: Field[Any], environ: Mapping[str, str]) -> Any:
    told = each.metadata
    text = environ.get(told["name"], "").strip() or told["default"]
    try:
        return told["parse"](text)
    except ValueError as reason:
        shown = "(not shown)" if any(c in told["name"] for c in ("KEY", "URL")) else text
        raise BadSetting(
            f"The setting {told['name']} {reason}; it is {shown}. {told['says']}"
        ) from None
