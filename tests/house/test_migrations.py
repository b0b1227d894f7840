"""Migrations: named, reversible, free of what the application means today."""

import ast
import re
from collections import Counter
from pathlib import Path

import pytest

CODE = Path(__file__).parents[2] / "steadwork"
FILES = sorted(path for path in CODE.glob("*/migrations/*.py") if path.name != "__init__.py")
IDS = [f"{path.parts[-3]}-{path.stem}" for path in FILES]
#: What a migration may know of us: values made by the kernel, and paths that files are kept under.
KNOWN = re.compile(r"steadwork\.(kernel\.(clock|querysets)|work\.models|identity\.models)")


@pytest.mark.parametrize("path", FILES, ids=IDS)
def test_a_migration_has_a_name(path):
    assert re.fullmatch(r"\d{4}_[a-z][a-z_]+", path.stem)
    assert "_auto_" not in path.stem


@pytest.mark.parametrize("path", FILES, ids=IDS)
def test_a_migration_imports_nothing_of_the_application(path):
    imported = {
        name
        for node in ast.walk(ast.parse(path.read_text()))
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module]
            if isinstance(node, ast.ImportFrom)
            else []
        )
        if name.startswith("steadwork")
    }

    assert {name for name in imported if not KNOWN.fullmatch(name)} == set()


@pytest.mark.parametrize("path", FILES, ids=IDS)
def test_a_migration_can_be_undone(path):
    calls = [
        node
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    ]
    one_way = [
        call.lineno
        for call in calls
        if call.func.attr in {"RunSQL", "RunPython"} and len(call.args) + len(call.keywords) < 2
    ]

    assert one_way == []


@pytest.mark.parametrize("path", FILES, ids=IDS)
def test_schema_and_data_are_apart(path):
    text = path.read_text()

    assert not ("RunPython" in text and "CreateModel" in text)


def test_no_two_migrations_of_a_noun_have_one_number():
    numbers = Counter((path.parts[-3], path.stem[:4]) for path in FILES)

    assert [number for number, times in numbers.items() if times > 1] == []


@pytest.mark.parametrize("path", [p for p in FILES if "second_wall" in p.stem], ids=str)
def test_each_policy_that_goes_up_comes_down(path):
    text = path.read_text()
    up, down = text.split("DOWN =")
    made = re.findall(r"CREATE POLICY (\w+) ON (\w+)", up)
    dropped = re.findall(r"DROP POLICY (\w+) ON (\w+)", down)

    assert sorted(made) == sorted(dropped)
    assert sorted(re.findall(r"TABLE (\w+) ENABLE ROW", up)) == sorted(
        re.findall(r"TABLE (\w+) DISABLE ROW", down)
    )
