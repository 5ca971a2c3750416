from __future__ import annotations

import numpy as np

from engines.instruments.density.visits import ORBITS, PIECE, begun, visited


def test_orbits_begin_on_what_the_start_settles_on(shipped):
    flow = shipped("henon", a=0.5, b=0.3)
    states = begun(flow).record(np.array([0.0, 1.0]))[:, 0]
    assert states.shape == (ORBITS, 2)
    # a cycle of period two
    assert len(np.unique(np.round(states[:, 0], 4))) == 2


def test_all_moments_of_a_circle_are_on_it(circling):
    pieces = list(visited(circling, 2))
    assert [piece.shape for piece in pieces] == [(ORBITS * PIECE, 2)] * 2
    np.testing.assert_allclose(np.hypot(*pieces[1].T), 1.0, atol=1e-4)


def test_coordinates_that_repeat_come_back_into_the_box(shipped):
    flow = shipped("standard-map")
    states = next(visited(flow, 1))
    assert np.all((states[:, 0] >= flow.box.low[0]) & (states[:, 0] <= flow.box.high[0]))
