"""An answer that says why."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from steadwork.kernel.actor import Actor
from steadwork.kernel.errors import Invalid, NotPermitted, Sentence


@dataclass(frozen=True, slots=True)
class Verdict:
    """Yes or no, and the reason a person would want to hear. True when ok."""

    ok: bool
    reason: Sentence = ""

    def __bool__(self) -> bool:
        return self.ok


def require(allowed: bool, sentence: Sentence | None = None) -> None:
    """Stop here, in words, unless allowed."""
    if not allowed:
        raise NotPermitted(sentence)


def tenant(by: Actor, host_id: UUID | None = None) -> UUID:
    """For which host somebody acts: always the own one; only the system is told which."""
    found = host_id if by.is_system else by.host_id
    if found is None:
        raise Invalid("An act needs to know for which host it is.")
    return found
