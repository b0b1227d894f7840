"""The database under the tests. Environment and server come from ``steadwork.config.testing``."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from steadwork.config import testing


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
