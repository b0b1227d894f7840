"""The database's own refusals, put in words.

An action checks kindly first; when two people pass the check at once, the constraint says it
finally, and the person still gets a sentence.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import IntegrityError, transaction

from steadwork.kernel.errors import DomainError


@contextmanager
def refusing(**sentences: Callable[[], DomainError]) -> Iterator[None]:
    """Run a write; when a constraint named here stops it, raise the refusal given for it.

    ``refusing(work_share_once=lambda: Conflict(...))``. Other violations stay what they are.
    """
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        name = violated(error)
        if name not in sentences:
            raise
        refusal = sentences[name]()
        raise refusal from error


def violated(error: IntegrityError) -> str:
    """The name of the constraint that was broken."""
    diagnosis = getattr(error.__cause__, "diag", None)
    return getattr(diagnosis, "constraint_name", None) or ""
