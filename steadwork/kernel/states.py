"""States as a table of moves. Buttons, API answers, docs and tests are drawn from it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from steadwork.kernel.errors import IllegalMove


@dataclass(frozen=True, slots=True)
class Move:
    """One verb: from which states, to which one, and the word on its button."""

    sources: frozenset[str]
    target: str
    label: str | Promise = ""

    def __init__(self, sources: Iterable[str], target: str, label: str | Promise = "") -> None:
        object.__setattr__(self, "sources", frozenset(sources))
        object.__setattr__(self, "target", target)
        object.__setattr__(self, "label", label)


class Machine:
    """A noun's table of moves, with the stage (open, done, dropped) of each state."""

    def __init__(self, states: type[TextChoices], stages: dict[str, str], **moves: Move) -> None:
        missing = set(states.values) - set(stages)
        if missing:
            raise ValueError(f"states without a stage: {sorted(missing)}")
        self.states, self.stages, self.moves = states, stages, moves

    def __iter__(self) -> Iterator[str]:
        return iter(self.moves)

    def label(self, move: str) -> str:
        return str(self.moves[move].label or move.replace("_", " ").capitalize())

    def open_from(self, state: str) -> list[str]:
        """The moves that this state allows, in the order of the table."""
        return [name for name, move in self.moves.items() if state in move.sources]

    def is_final(self, state: str) -> bool:
        return not self.open_from(state)

    def stage(self, state: str) -> str:
        return self.stages[state]

    def target(self, move: str, state: str) -> str:
        """Where the move leads. Raises IllegalMove with a sentence when it may not start here."""
        if state not in self.moves[move].sources:
            raise IllegalMove(self.refusal(move, state), move=move, state=state)
        return self.moves[move].target

    def refusal(self, move: str, state: str) -> str:
        allowed = [self.label(name) for name in self.open_from(state)]
        sentence = _("“%(move)s” is not possible while the state is %(state)s.") % {
            "move": self.label(move),
            "state": self.states(state).label,
        }
        if allowed:
            now = _("Possible now: %(moves)s.") % {"moves": ", ".join(allowed)}
            return f"{sentence} {now}"
        return " ".join((sentence, _("Nothing more can happen to it.")))
