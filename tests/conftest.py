"""The strict harness: the database under the tests, loud templates, no network; and the cast.

Environment and server come from ``steadwork.config.testing``.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis
from pytest_socket import socket_allow_hosts

from steadwork.config import testing

pytest_plugins = ["tests.browser", "tests.cast"]

# A busy machine is no failure, and what was found is kept as a test and not in a folder.
hypothesis.register_profile(
    "house",
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
hypothesis.load_profile("house")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None,
) -> Iterator[None]:
    """Start the server when the first test asks for the database, in a database of this run."""
    from django.db import connection

    with testing.database_server() as name:
        suffix = (connection.settings_dict["TEST"].get("NAME") or "").rpartition("_gw")[2]
        connection.settings_dict["TEST"]["NAME"] = f"{name}_gw{suffix}" if suffix else name
        yield


@pytest.fixture(autouse=True, scope="session")
def _the_database_goes_with_the_run() -> None:
    """A server under a browser may still hold a connection when the run is over."""
    from django.db.backends.postgresql.creation import DatabaseCreation

    def dropped(self: Any, name: str, verbosity: int) -> None:
        with self._nodb_cursor() as cursor:
            cursor.execute(f"DROP DATABASE {self.connection.ops.quote_name(name)} WITH (FORCE)")

    DatabaseCreation._destroy_test_db = dropped  # type: ignore[method-assign]


@pytest.fixture(autouse=True)
def _everybody_begins_in_english() -> None:
    """A request leaves the language of its reader behind; the next test is somebody else's."""
    from django.utils import translation

    translation.activate("en")


def pytest_runtest_setup() -> None:
    """Nobody out there is reached from a test; this machine is."""
    socket_allow_hosts(["127.0.0.1", "::1", "localhost"], allow_unix_socket=True)


@pytest.fixture(autouse=True, scope="session")
def _unordered_rows_come_in_any_order() -> Iterator[None]:
    """The database promises no order without ORDER BY; here it keeps that promise."""
    from django.db.models import QuerySet

    fetch = QuerySet._fetch_all

    def shuffled(self: Any) -> None:
        fresh = self._result_cache is None
        fetch(self)
        if fresh and not self.ordered:
            random.shuffle(self._result_cache)

    QuerySet._fetch_all = shuffled  # type: ignore[method-assign]
    yield
    QuerySet._fetch_all = fetch  # type: ignore[method-assign]


class Loud(str):
    """What a missing template variable becomes: an error, in the templates that are ours."""

    __slots__ = ()

    def __contains__(self, part: object) -> bool:
        return part == "%s"

    def __mod__(self, variable: object) -> str:
        import sys

        context = sys._getframe(1).f_locals["context"]
        template = context.render_context.template or context.template
        where = str(getattr(template.origin, "name", template.origin))
        if "/site-packages/" in where:
            return ""
        raise AssertionError(f"{where}: there is no {variable}")


@pytest.fixture(autouse=True, scope="session")
def _missing_template_variables_fail() -> Iterator[None]:
    from django.template import engines

    engine = engines["django"].engine
    was, engine.string_if_invalid = engine.string_if_invalid, Loud("%s")
    yield
    engine.string_if_invalid = was


@pytest.fixture(autouse=True, scope="session")
def _the_trail_may_be_emptied_between_tests() -> Iterator[None]:
    """Tests that commit are followed by TRUNCATE, which the trail refuses everywhere else."""
    from django.db.backends.postgresql.operations import DatabaseOperations

    flush = DatabaseOperations.sql_flush
    switch = "ALTER TABLE kernel_entry {} TRIGGER kernel_entry_is_not_emptied"

    def willing(self: Any, *args: Any, **kwargs: Any) -> list[str]:
        return [switch.format("DISABLE"), *flush(self, *args, **kwargs), switch.format("ENABLE")]

    DatabaseOperations.sql_flush = willing  # type: ignore[method-assign]
    yield
    DatabaseOperations.sql_flush = flush  # type: ignore[method-assign]
