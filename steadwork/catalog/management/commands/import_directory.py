"""Read a provider directory in HSDS form: a folder, a zip or a file."""

from __future__ import annotations

from argparse import ArgumentParser
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.text import slugify
from django.utils.translation import gettext as _

from steadwork.catalog.directory import checking, reading
from steadwork.catalog.directory.loading import load_directory
from steadwork.catalog.directory.plan import SOURCE_LONGEST, DirectoryPlan
from steadwork.catalog.directory.run import add_arguments, finish, host_named, in_words
from steadwork.kernel.actor import SYSTEM
from steadwork.sheets.findings import Findings
from steadwork.sheets.progress import steps
from steadwork.sheets.tables import How


class Command(BaseCommand):
    help = "Import a provider directory (HSDS 1.x to 3.x). All or nothing; safe to repeat."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", type=Path, help="a folder, a zip, or one CSV, XLSX or JSON")
        parser.add_argument("--source", default="", help="the directory's name (default: its file)")
        parser.add_argument("--encoding", default="", help="of its tables, when not found out")
        add_arguments(parser)

    @in_words
    def handle(self, *, path: Path, source: str, encoding: str, **options: Any) -> None:
        host = host_named(options["host"])
        findings = Findings()
        with steps(options["quiet"]) as bars:
            gathered = reading.read(path, findings, How(encoding=encoding), bars)
            named = slugify(source or path.resolve().stem)[:SOURCE_LONGEST] or "directory"
            plan = checking.plan(gathered, named, findings)
            stopped = len(findings.errors) or options["check"]
            actor = replace(SYSTEM, host_id=host.pk)
            done = None if stopped else load_directory(plan, host_id=host.pk, by=actor, steps=bars)
        finish(self, path, findings, options, [_summary(plan), str(done) if done else ""])


def _summary(plan: DirectoryPlan) -> str:
    facts = {
        "source": plan.source, "organizations": len(plan.organizations) - plan.stand_ins,
        "stand_ins": plan.stand_ins, "sites": len(plan.sites), "services": len(plan.services),
    }  # fmt: skip
    return (
        _("%(source)s: %(organizations)s organizations and %(stand_ins)s stand-ins,"
          " %(sites)s sites, %(services)s services.") % facts
    )  # fmt: skip
