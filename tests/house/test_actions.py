"""The verbs: who acts is named, all or nothing, locks in one place, no effects but rows."""

import ast
from pathlib import Path

CODE = Path(__file__).parents[2] / "steadwork"
LIFTED = {
    "assets/actions/booking.py": 1,  # queueing on places of other providers; it only waits
    "referrals/actions/answering.py": 2,  # rivals are withdrawn; the host's to-do after a no
    "referrals/actions/locks.py": 2,  # rival offers and their places are locked
    "referrals/actions/staying.py": 1,  # the host's mark of a live order goes
}


def modules():
    for path in sorted([*CODE.glob("*/actions.py"), *CODE.glob("*/actions/*.py")]):
        yield path, ast.parse(path.read_text())


def decorated(function, name):
    return any(ast.unparse(decorator) == name for decorator in function.decorator_list)


def test_every_atomic_function_of_the_actions_is_told_by_whom():
    wrong = [
        f"{path.relative_to(CODE)}: {node.name}"
        for path, tree in modules()
        for node in tree.body
        if isinstance(node, ast.FunctionDef) and decorated(node, "transaction.atomic")
        if "by" not in {argument.arg for argument in node.args.kwonlyargs}
    ]

    assert wrong == []


def test_every_verb_that_is_told_by_whom_is_all_or_nothing():
    wrong = [
        f"{path.relative_to(CODE)}: {node.name}"
        for path, tree in modules()
        for node in tree.body
        if isinstance(node, ast.FunctionDef) and "by" in {a.arg for a in node.args.kwonlyargs}
        if not decorated(node, "transaction.atomic")
    ]

    assert wrong == []


def sources(*patterns):
    return {
        str(path.relative_to(CODE)): path.read_text()
        for pattern in patterns
        for path in sorted(CODE.glob(pattern))
        if "/migrations/" not in str(path)
    }


def test_rows_are_locked_in_one_place():
    found = {
        name: text.count("select_for_update(")
        for name, text in sources("**/*.py").items()
        if "select_for_update(" in text
    }

    assert found == {"kernel/querysets.py": 1}


def test_the_wall_is_lifted_where_it_is_known_and_nowhere_else():
    found = {
        name: text.count("wall.lifted(")
        for name, text in sources("**/*.py").items()
        if "wall.lifted(" in text
    }

    assert found == LIFTED


OUTSIDE_WORLD = {
    "requests", "httpx", "urllib", "http", "socket", "smtplib", "subprocess", "aiohttp",
    "django.core.mail", "ftplib",
}  # fmt: skip


def test_no_verb_speaks_with_the_world_outside():
    reached = [
        f"{path.relative_to(CODE)}: {module}"
        for path, tree in modules()
        for module in imported(tree)
        if module in OUTSIDE_WORLD or module.split(".")[0] in OUTSIDE_WORLD
    ]

    assert reached == []


def imported(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
