"""Imports go down the floors, and so do foreign keys: a table knows only tables below it."""

from __future__ import annotations

import tomllib
from pathlib import Path

from django.apps import apps
from django.db.models import Model

ROOT = Path(__file__).resolve().parents[2]


def floors() -> dict[str, int]:
    """The floor of each module, counted from below, as the import contract has them."""
    tools = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]
    layers = tools["importlinter"]["contracts"][0]["layers"]
    return {
        name.strip(): floor
        for floor, layer in enumerate(reversed(layers))
        for name in layer.split("|")
    }


def module_of(model: type[Model]) -> str:
    top, _, rest = model.__module__.partition(".")
    return rest.partition(".")[0] if top == "steadwork" else ""


def climbing(floor_of: dict[str, int]) -> list[str]:
    """Relations that go up, or sideways."""
    return [
        f"{model._meta.label}.{field.name} → {field.related_model._meta.label}"
        for model in apps.get_models()
        for field in model._meta.get_fields(include_hidden=True)
        if (mine := module_of(model)) and not field.auto_created and field.is_relation
        if isinstance(field.related_model, type) and (theirs := module_of(field.related_model))
        if mine != theirs and floor_of[theirs] >= floor_of[mine]
    ]


def test_every_module_has_its_floor() -> None:
    modules = {path.parent.name for path in (ROOT / "steadwork").glob("*/__init__.py")}

    assert modules == set(floors())


def test_foreign_keys_go_down_the_floors() -> None:
    assert climbing(floors()) == []


def test_a_foreign_key_that_climbs_is_found() -> None:
    turned = {name: -floor for name, floor in floors().items()}

    assert climbing(turned) != []
