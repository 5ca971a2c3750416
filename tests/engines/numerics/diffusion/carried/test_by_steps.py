from __future__ import annotations

import numpy as np
import pytest

from engines.numerics.diffusion.carried.by_steps import carried_by_steps
from engines.numerics.diffusion.conversions import Field
from engines.numerics.diffusion.grids import grid
from engines.numerics.diffusion.path import Linear, Trig
from engines.numerics.diffusion.solvers import SOLVERS, solved
from engines.running.ticket import Ticket, Withdrawn

DRAW = np.random.default_rng(0)
MIX = DRAW.standard_normal((4, 4))
STATES = DRAW.standard_normal((5, 4))
MOVES = DRAW.standard_normal((5, 4, 2))


def curved(x: np.ndarray, time: float) -> np.ndarray:
    return np.tanh((0.5 + time) * x @ MIX)


def pushed(x, moves, time):
    value = curved(x, time)
    return value, (1.0 - value**2) * ((0.5 + time) * moves @ MIX)


@pytest.mark.parametrize("name", sorted(SOLVERS))
@pytest.mark.parametrize("backwards", [False, True])
def test_displacements_are_the_derivative_of_the_samplers_own_map(name, backwards):
    path, solver = Trig(), SOLVERS[name]
    nodes = grid("lam", path, 6, 0.1, 0.9)[:: -1 if backwards else 1]
    end, moved = carried_by_steps(pushed, path, solver, STATES, MOVES, nodes)
    field, small = Field(path, "x", curved), 1e-5
    np.testing.assert_allclose(end, solved(solver, field, STATES, nodes), rtol=1e-12)
    for k in range(2):
        ends = [
            solved(solver, field, STATES + sign * small * MOVES[..., k], nodes)
            for sign in (1.0, -1.0)
        ]
        known = (ends[0] - ends[1]) / (2.0 * small)
        np.testing.assert_allclose(moved[..., k], known, rtol=1e-6, atol=1e-7)


def test_one_step_from_noise_to_data_ends_at_what_is_said_of_the_noise():
    end, moved = carried_by_steps(
        pushed, Linear(), SOLVERS["DDIM"], STATES, MOVES, np.array([0, 1])
    )
    value, rates = pushed(STATES, MOVES.transpose(2, 0, 1), 0)
    np.testing.assert_allclose(end, value)
    np.testing.assert_allclose(moved, rates.transpose(1, 2, 0))


def test_a_state_that_blows_up_is_told_and_a_withdrawn_ticket_is_noticed():
    states = STATES.copy()
    states[2, 1] = np.nan
    end, moved = carried_by_steps(
        pushed, Trig(), SOLVERS["DDIM"], states, MOVES, np.array([0.2, 0.6])
    )
    assert np.isnan(end[2]).all()
    assert np.isnan(moved[2]).all()
    assert np.isfinite(np.delete(end, 2, axis=0)).all()
    ticket = Ticket()
    ticket.withdraw()
    with pytest.raises(Withdrawn):
        carried_by_steps(
            pushed, Trig(), SOLVERS["DDIM"], STATES, MOVES, np.array([0.2, 0.6]), ticket
        )
