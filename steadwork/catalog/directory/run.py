"""What the commands that import have in common: options, the host, and how a run ends in words."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import ProgrammingError
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from steadwork.kernel.errors import DomainError, Invalid
from steadwork.parties.models import Organization
from steadwork.sheets import repair
from steadwork.sheets.findings import Findings, Pile

SAID = 8


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--host", default="", help="identifier of the host (default: the only one)")
    parser.add_argument("--check", action="store_true", help="check only; change nothing")
    parser.add_argument("--repair", type=Path, help="where the repair sheet goes (.csv or .xlsx)")
    parser.add_argument("--quiet", action="store_true", help="no progress")


def in_words(handle: Callable[..., None]) -> Callable[..., None]:
    """A refusal ends the command with its sentence and exit code 1, never with a traceback.

    On the command line the sentence stands alone; called from Python it is a CommandError.
    """

    @wraps(handle)
    def run(command: BaseCommand, *args: Any, **options: Any) -> None:
        try:
            sentences(command, *args, **options)
        except CommandError as refusal:
            if not getattr(command, "_called_from_command_line", False):
                raise
            command.stderr.write(str(refusal))
            sys.exit(refusal.returncode)

    def sentences(*args: Any, **options: Any) -> None:
        try:
            handle(*args, **options)
        except DomainError as refusal:
            raise CommandError(str(refusal)) from refusal
        except KeyboardInterrupt:
            raise CommandError(_("Stopped. Nothing was changed."), returncode=130) from None
        except ProgrammingError as error:
            if getattr(error.__cause__, "sqlstate", "") != "42P01":
                raise
            raise CommandError(
                _("The database is not prepared yet. Run “steadwork migrate” first.")
            ) from error
        except OSError as error:
            raise CommandError(f"{error.filename or ''}: {error.strerror or error}") from error

    return run


def host_named(identifier: str) -> Organization:
    """The host of that identifier, or the only one. Raises Invalid in words."""
    hosts = Organization.objects.filter(kind="host", host_id=F("id")).order_by("identifier")
    known: list[Organization] = list(hosts[:20])
    found = [host for host in known if identifier in ("", host.identifier)]
    if len(found) == 1:
        return found[0]
    names = ", ".join(host.identifier for host in known)
    if not known:
        raise Invalid(_("There is no host organization yet. Make one first."))
    if identifier:
        raise Invalid(
            _("There is no host called “%(name)s”. Known: %(known)s.")
            % {"name": identifier, "known": names}
        )
    raise Invalid(
        _("There are several hosts; say which with --host: %(known)s.") % {"known": names}
    )


def finish(
    command: BaseCommand, path: Path, findings: Findings, options: dict[str, Any], said: list[str]
) -> None:
    """Tell what was found and done. Raises CommandError when there is something to mend."""
    sheet: Path | None = None
    if findings and (options["repair"] or len(findings.errors) or not options["check"]):
        kind = "repair" if len(findings.errors) else "remarks"
        wanted = options["repair"] or Path(f"{path.resolve().stem}-{kind}.csv")
        if wanted.exists() and path.exists() and wanted.samefile(path):
            raise Invalid(_("The repair sheet would overwrite the file that is imported."))
        sheet = repair.write(wanted, findings)
    tell(command.stderr.write, _("Remarks"), findings.remarks)
    if len(findings.errors):
        tell(command.stderr.write, _("To mend"), findings.errors)
        facts = {"count": len(findings.errors), "path": sheet}
        raise CommandError(
            ngettext(
                "Nothing was changed: one thing must be mended first. It is in %(path)s.",
                "Nothing was changed: %(count)s things must be mended first. They are in %(path)s.",
                len(findings.errors),
            )
            % facts
        )
    for line in filter(None, said):
        command.stdout.write(line)
    if options["check"]:
        command.stdout.write(_("Only checked; nothing was changed."))
    if sheet:
        command.stdout.write(_("The remarks are in %(path)s.") % {"path": sheet})


def tell(write: Callable[[str], Any], title: str, pile: Pile) -> None:
    """The most frequent sentences of a pile, each with its number."""
    if not len(pile):
        return
    write(f"{title}: {len(pile)}")
    for sentence, count in pile.counts.most_common(SAID):
        write(f"  {count} × {sentence}")
    if len(pile.counts) > SAID:
        write("  …")
