"""Refusals: errors that are data, and sentences a person can act on.

DomainError            422  the base; never raised bare
├── Invalid            422  what was asked makes no sense as it stands
├── NotPermitted       403  you see it, you may not do this
├── Missing            404  it does not exist, as far as you can tell
└── Conflict           409  the world has moved on
    ├── IllegalMove    409  not from this state
    ├── Stale          409  somebody saved before you
    └── Taken          409  the scarce thing went to somebody else
"""

from __future__ import annotations

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Sentence = str | Promise


class DomainError(Exception):
    """A refusal: a stable code for machines, a sentence for people, facts for both."""

    status = 422
    code = "REFUSED"

    def __init__(self, message: Sentence, *, code: str | None = None, **facts: Any) -> None:
        super().__init__(message)
        self.message = message
        self.code = code or self.code
        self.facts = facts

    def __str__(self) -> str:
        return str(self.message)


class Invalid(DomainError):
    code = "INVALID"


class NotPermitted(DomainError):
    status = 403
    code = "NOT_PERMITTED"

    def __init__(self, message: Sentence | None = None, **facts: Any) -> None:
        super().__init__(message or _("Your responsibilities do not include this."), **facts)


class Missing(DomainError):
    status = 404
    code = "NOT_FOUND"

    def __init__(self, message: Sentence | None = None, **facts: Any) -> None:
        super().__init__(message or _("There is nothing here that you can see."), **facts)


class Conflict(DomainError):
    status = 409
    code = "CONFLICT"


class IllegalMove(Conflict):
    code = "ILLEGAL_MOVE"


class Stale(Conflict):
    code = "STALE"


class Taken(Conflict):
    code = "TAKEN"
