"""Write the OpenAPI document that is committed beside the code."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from steadwork.api.native import api

SNAPSHOT = Path(__file__).resolve().parents[4] / "docs" / "reference" / "openapi.json"


def document() -> str:
    """The document as text, the same for the same code."""
    schema = api.get_openapi_schema(path_prefix="/api/v1/")
    return json.dumps(schema, indent=1, sort_keys=True, ensure_ascii=False, default=str) + "\n"


class Command(BaseCommand):
    help = "Write docs/reference/openapi.json; --check only says whether it is stale."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="change nothing")

    def handle(self, *, check: bool, **options: Any) -> None:
        wanted = document()
        fresh = SNAPSHOT.is_file() and SNAPSHOT.read_text(encoding="utf-8") == wanted
        if check and not fresh:
            raise CommandError("docs/reference/openapi.json is stale. Run: steadwork openapi")
        if not fresh:
            SNAPSHOT.write_text(wanted, encoding="utf-8")
        self.stdout.write(f"openapi fresh={fresh} written={not fresh}")
