"""Doors begin with what the actor sees and change nothing themselves; walls stand everywhere."""

import ast
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection

from steadwork.kernel.querysets import HouseQuerySet
from steadwork.parties.permissions import Permission

CODE = Path(__file__).parents[2] / "steadwork"
DOORS = sorted(
    path
    for pattern in (
        "*/screens.py", "*/screens/*.py", "*/views.py", "*/api.py", "*/api/*.py", "api/*.py",
        "desk/*.py", "portal/*.py", "public/*.py",
    )
    for path in CODE.glob(pattern)
    if path.parts[-2] != "web" and "demo" not in path.parts
    and not str(path).startswith(str(CODE / "web"))
)  # fmt: skip
WRITERS = [*DOORS, *sorted(CODE.glob("*/management/commands/*.py"))]
BEGINNINGS = {"visible_to", "in_scope", "seen", "locked"}
#: Questions about rows that hang on one already seen, or about one's own account.
ASKED_OTHERWISE = {
    "parties/screens.py": {"Holding"},
    "work/screens.py": {"TeamMember", "Share", "self.model"},
    "referrals/screens/desk.py": {"Booking"},
}
#: Tables without row-level security, and why a partner may meet them.
WITHOUT_A_WALL = {
    "django_content_type": "names of our tables",
    "django_migrations": "names of our migrations",
    "procrastinate_jobs": "a job is deferred in the transaction of its cause",
    "procrastinate_events": "the queue's own history",
    "procrastinate_periodic_defers": "when a job ran last",
    "procrastinate_workers": "which workers live",
    "steadwork_cache": "how often an address tried to sign in",
}


def test_there_are_doors_to_look_at():
    assert len(DOORS) >= 10


@pytest.mark.parametrize("path", DOORS, ids=lambda path: str(path.relative_to(CODE)))
def test_doors_begin_with_what_the_actor_sees(path):
    allowed = ASKED_OTHERWISE.get(str(path.relative_to(CODE)), set())
    wrong = [
        f"{path.relative_to(CODE)}:{node.lineno} {ast.unparse(node)}"
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Attribute)
        and node.value.attr in ("objects", "_base_manager", "_default_manager")
        if node.attr not in BEGINNINGS and ast.unparse(node.value.value) not in allowed
    ]

    assert wrong == []


@pytest.mark.parametrize("path", WRITERS, ids=lambda path: str(path.relative_to(CODE)))
def test_doors_and_commands_save_nothing_and_move_nothing(path):
    tree = ast.parse(path.read_text())
    saves = [
        f"{node.lineno}: {ast.unparse(node.func)}"
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
        if node.func.attr in {"save", "bulk_create", "bulk_update", "get_or_create"}
        or ast.unparse(node.func).endswith(".objects.create")
    ]

    assert saves == []


def test_every_row_of_the_business_says_who_sees_it():
    silent = [
        model._meta.label
        for model in apps.get_models()
        if model.__module__.startswith("steadwork.")
        and isinstance(model._default_manager.all(), HouseQuerySet)
        and type(model._default_manager.all()).visible_to is HouseQuerySet.visible_to
    ]

    assert set(silent) == {"kernel.Code"}


@pytest.mark.django_db
def test_every_table_stands_behind_the_second_wall_or_has_a_reason():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relkind = 'r' AND NOT relrowsecurity"
            " AND relnamespace = 'public'::regnamespace"
            " AND (has_table_privilege('steadwork_outside', oid, 'SELECT')"
            "   OR has_table_privilege('steadwork_outside', oid, 'INSERT')"
            "   OR has_table_privilege('steadwork_outside', oid, 'UPDATE'))"
        )
        open_tables = {name for (name,) in cursor.fetchall()}

    assert open_tables - set(WITHOUT_A_WALL) == set()


@pytest.mark.django_db
def test_the_role_outside_owns_nothing_and_bypasses_nothing():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolcanlogin,"
            " (SELECT count(*) FROM pg_class WHERE relowner = r.oid)"
            " FROM pg_roles r WHERE rolname = 'steadwork_outside'"
        )
        assert cursor.fetchone() == (False, False, False, False, False, 0)


def test_permissions_are_named_noun_and_verb():
    nouns = {path.name for path in CODE.iterdir() if path.is_dir()} | {"party", "code", "audit"}
    for value in Permission.values:
        noun, verb = value.split(".")
        assert re.fullmatch(r"[a-z]+", noun)
        assert re.fullmatch(r"[a-z]+(_[a-z]+)*", verb)
        assert {noun, f"{noun}s", "catalog", "pricing"} & nouns
        assert Permission(value).name == value.replace(".", "_").upper()


def test_permissions_that_are_asked_for_exist():
    scopes = {f"{noun}.see" for noun in ("case", "referral")}
    asked = re.compile(r"""\.can\(\s*["']([a-z_.]+)["']""")
    unknown = {
        f"{path.relative_to(CODE)}: {name}"
        for path in CODE.rglob("*.py")
        for name in asked.findall(path.read_text())
        if name not in Permission.values and name not in scopes
    }

    assert unknown == set()


def test_no_template_asks_for_a_permission_by_name():
    named = re.compile("|".join(re.escape(value) for value in Permission.values))

    assert [path for path in CODE.rglob("*.html") if named.search(path.read_text())] == []
