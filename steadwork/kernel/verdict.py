"""An answer that says why."""

from __future__ import annotations

from dataclasses import dataclass

from steadwork.kernel.errors import NotPermitted, Sentence


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
