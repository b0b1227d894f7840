"""Where things stand, what they are called, and how long they may be."""

import ast
from pathlib import Path

CODE = Path(__file__).parents[2] / "steadwork"
NOUNS = ["identity", "parties", "work", "catalog", "pricing", "assets", "cases", "referrals"]
INNER = {
    "README.md", "__init__.py", "apps.py", "states.py", "visibility.py", "models.py", "models",
    "actions.py", "actions", "forms.py", "screens.py", "screens", "views.py", "api.py", "api",
    "jobs.py", "urls.py", "management", "migrations", "templates", "templatetags", "static",
    "locale", "codes.py", "words.py", "adapter.py",
}  # fmt: skip
#: Rules worth a name, and what a noun knows that no other does.
RULES = {
    "identity": {"preferences.py"},
    "parties": {"actors.py", "middleware.py", "permissions.py", "code_lists.py"},
    "work": {"disclosure.py", "explaining.py", "files.py", "frame.py", "leads.py"},
    "catalog": {"directory"},
    "pricing": {"contracts.py"},
    "assets": {"counts.py", "features.py", "inventory", "licensing.py", "needs.py"},
    "cases": set(),
    "referrals": {"placing.py", "wishes.py"},
}
NAMELESS = {"utils", "helpers", "misc", "common", "util", "tools", "base_views", "lib"}
#: Longer than 40 lines, for a reason. The list may only shrink.
LONG_FUNCTIONS: set[str] = set()


def python():
    for path in sorted(CODE.rglob("*.py")):
        if "migrations" not in path.parts:
            yield path


def test_every_noun_has_the_same_inner_files():
    strange = {noun: found for noun in NOUNS if (found := inner(noun) - INNER - RULES[noun])}

    assert strange == {}


def inner(noun):
    return {path.name for path in (CODE / noun).iterdir() if path.name != "__pycache__"}


def test_no_file_is_named_for_nothing():
    assert [path for path in CODE.rglob("*") if path.stem in NAMELESS] == []


def test_no_module_is_longer_than_400_lines():
    assert [path for path in python() if len(path.read_text().splitlines()) > 400] == []


def test_no_template_is_longer_than_120_lines():
    templates = CODE.rglob("templates/**/*.html")

    assert [path for path in templates if len(path.read_text().splitlines()) > 120] == []


def test_no_function_is_longer_than_40_lines():
    long = {
        f"{path.relative_to(CODE)}: {node.name}"
        for path in python()
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef) and node.end_lineno - node.lineno >= 40
    }

    assert long == LONG_FUNCTIONS


def test_the_kernel_stays_under_1500_lines():
    assert sum(len(path.read_text().splitlines()) for path in (CODE / "kernel").glob("*.py")) < 1500


def test_the_kernel_knows_no_business():
    words = {"bed", "referral", "agency", "provider", "household", "child", "case_"}
    told = [
        f"{path.name}: {node.id if isinstance(node, ast.Name) else node.attr}"
        for path in (CODE / "kernel").glob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Name | ast.Attribute)
        if (node.id if isinstance(node, ast.Name) else node.attr) in words
    ]

    assert told == []
