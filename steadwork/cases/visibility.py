"""Who may do what on a case."""

from __future__ import annotations

from steadwork.cases.states import State
from steadwork.kernel.actor import Actor

WORK = frozenset({"close", "reopen", "grant", "place"})


def may(actor: Actor, move: str, case: object) -> bool:
    """Which verbs, on a case already seen."""
    if move == "place" and getattr(case, "state", "") != State.ACTIVE:
        return False
    return actor.is_system or (move in WORK and actor.is_host and actor.can("case.work"))
