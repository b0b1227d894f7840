"""The tables of moves of every noun: each move from each state leads where it says, or refuses."""

import pytest

from steadwork.cases.states import MOVES as CASE
from steadwork.kernel.errors import IllegalMove
from steadwork.kernel.states import Machine, Move
from steadwork.pricing.states import AGREEMENT_MOVES
from steadwork.referrals.states import MOVES as REFERRAL
from steadwork.referrals.states import TURNS

MACHINES = {"case": CASE, "agreement": AGREEMENT_MOVES, "referral": REFERRAL}
EVERY = [
    pytest.param(machine, move, state, id=f"{noun}-{move}-{state}")
    for noun, machine in MACHINES.items()
    for move in machine
    for state in machine.states.values
]


@pytest.mark.parametrize(("machine", "move", "state"), EVERY)
def test_a_move_leads_to_its_target_or_is_refused_in_words(machine, move, state):
    if state in machine.moves[move].sources:
        assert machine.target(move, state) == machine.moves[move].target
        assert move in machine.open_from(state)
        return

    with pytest.raises(IllegalMove) as refusal:
        machine.target(move, state)

    assert refusal.value.status == 409
    assert refusal.value.code == "ILLEGAL_MOVE"
    assert refusal.value.facts == {"move": move, "state": state}
    assert str(machine.states(state).label) in str(refusal.value)
    assert machine.label(move) in str(refusal.value)


def test_the_refusal_names_what_is_possible_instead():
    with pytest.raises(IllegalMove) as refusal:
        CASE.target("reopen", "active")

    assert str(refusal.value) == (
        "“Reopen case” is not possible while the state is Active. Possible now: Close case."
    )


def test_the_refusal_from_a_final_state_says_that_it_is_the_end():
    with pytest.raises(IllegalMove) as refusal:
        AGREEMENT_MOVES.target("activate", "cancelled")

    assert str(refusal.value) == (
        "“Put in force” is not possible while the state is Cancelled. "
        "Nothing more can happen to it."
    )


def test_a_state_without_a_stage_is_found_when_the_table_is_made():
    with pytest.raises(ValueError, match="closed"):
        Machine(CASE.states, {"active": "open"}, close=Move({"active"}, "closed"))


def test_what_is_final_is_not_open_and_what_is_open_moves():
    for machine in (REFERRAL, AGREEMENT_MOVES):
        final = {state for state in machine.states.values if machine.is_final(state)}
        closed = {state for state, stage in machine.stages.items() if stage != "open"}
        assert final == closed


def test_whose_turn_it_is_is_known_for_each_open_order_and_no_other():
    assert set(TURNS) == {s for s, stage in REFERRAL.stages.items() if stage == "open"}
