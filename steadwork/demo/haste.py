"""Fewer statements while the town is built: a savepoint for each event, and none inside it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction


@contextmanager
def savepoints(wanted: bool) -> Iterator[None]:
    """Whether an atomic block inside another one can be undone alone. Each costs two statements,
    and an action nests a dozen."""
    features = connection.features
    was, features.uses_savepoints = features.uses_savepoints, wanted
    try:
        yield
    finally:
        features.uses_savepoints = was


@contextmanager
def one_step() -> Iterator[None]:
    """What happens inside happens whole or not at all."""
    with savepoints(True), transaction.atomic(), savepoints(False):
        yield
