"""Read a table of places with a mapping that says what its columns mean."""

from __future__ import annotations

from argparse import ArgumentParser
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from steadwork.assets.inventory import mapping as mappings
from steadwork.assets.inventory import reading
from steadwork.assets.inventory.loading import CannotSettle, Loaded, load_inventory
from steadwork.assets.inventory.plan import InventoryPlan
from steadwork.catalog.directory.run import add_arguments, finish, host_named, in_words
from steadwork.kernel.actor import SYSTEM
from steadwork.kernel.clock import today
from steadwork.kernel.errors import Invalid
from steadwork.sheets import cells
from steadwork.sheets.findings import Findings
from steadwork.sheets.progress import steps


class Command(BaseCommand):
    help = "Import places and one night's use of them. All or nothing; safe to repeat."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="a CSV or XLSX")
        parser.add_argument("--mapping", type=Path, help="a TOML file; see docs/import.md")
        parser.add_argument("--date", default="", help="the night: 2024-01-31 or today")
        add_arguments(parser)

    @in_words
    def handle(self, *, file: Path, mapping: Path | None, **options: Any) -> None:
        if mapping is None:
            raise Invalid(_("Say which mapping with --mapping FILE.toml; docs/import.md has one."))
        host = host_named(options["host"])
        findings, loaded = Findings(), None
        with steps(options["quiet"]) as bars:
            plan = reading.read(
                file, mappings.read(mapping), findings, night=_night(options["date"]), steps=bars
            )
            if not len(findings.errors) and not options["check"]:
                loaded = _load(plan, host.pk, findings, bars)
        finish(self, file, findings, options, [_summary(plan), str(loaded) if loaded else ""])


def _load(plan: InventoryPlan, host_id: Any, findings: Findings, bars: Any) -> Loaded | None:
    actor = replace(SYSTEM, host_id=host_id)
    try:
        return load_inventory(plan, host_id=host_id, by=actor, findings=findings, steps=bars)
    except CannotSettle:
        return None


def _night(text: str) -> date | None:
    if text.strip().lower() in ("today", "tonight"):
        return today()
    return cells.day(text) if text else None


def _summary(plan: InventoryPlan) -> str:
    nights = plan.counts.nights
    span = f"{nights[0]} – {nights[-1]}" if len(nights) > 1 else str(nights[0]) if nights else "–"
    facts = {
        "source": plan.mapping.source, "nights": span, "rows": len(plan.counts),
        "places": plan.places, "taken": plan.taken, "blocked": plan.blocked,
        "free": plan.places - plan.taken - plan.blocked,
    }  # fmt: skip
    return (
        _("%(source)s, %(nights)s: %(rows)s rows, %(places)s places: %(taken)s taken,"
          " %(free)s free, %(blocked)s blocked.") % facts
    )  # fmt: skip
