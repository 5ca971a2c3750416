from __future__ import annotations

import numpy as np

from engines.instruments.portrait.orbits import INSTRUMENT, grid_of_starts
from engines.parameters.declare import parameters_model


def test_the_attractor_of_henon_lies_where_the_literature_draws_it(measured, henon):
    frame = measured(INSTRUMENT, henon(), iterates=300, skipped=50)[-1]
    x, y = frame.layers["orbits"].positions.T
    assert len(x) > 1000
    assert -1.29 < x.min() < -1.27
    assert 1.26 < x.max() < 1.28
    np.testing.assert_allclose(y.min(), 0.3 * x.min(), atol=0.02)


def test_every_orbit_has_one_colour(measured, henon):
    cloud = measured(INSTRUMENT, henon(), iterates=100)[-1].layers["orbits"]
    assert cloud.mark == "cloud"
    assert len(np.unique(cloud.values)) == len(cloud.values) / 100


def test_a_longer_orbit_continues_the_coarse_one(measured, henon):
    coarse, fine = measured(INSTRUMENT, henon(), across=1, iterates=200)
    few, many = coarse.layers["orbits"].positions, fine.layers["orbits"].positions
    np.testing.assert_array_equal(many[: len(few)], few)


def test_a_flow_in_continuous_time_is_refused(rotation):
    assert INSTRUMENT.refuses(rotation()) == "needs a map"


def test_starts_lie_in_the_middle_of_equal_cells(henon):
    starts = grid_of_starts(henon.box, 2)
    np.testing.assert_allclose(starts[:, 0], [-0.75, 0.75, -0.75, 0.75])
    np.testing.assert_allclose(starts[:, 1], [-0.25, -0.25, 0.25, 0.25])


def test_first_iterates_are_there_before_anything_is_compiled(measured, henon):
    instrument = INSTRUMENT(henon())
    values = parameters_model(INSTRUMENT.name, INSTRUMENT.declared(henon()))(
        across=3, iterates=50, skipped=10
    )
    early = instrument.at_once(values)["orbits"].positions
    whole = measured(INSTRUMENT, henon(), across=3, iterates=50, skipped=10)[-1]
    known = {tuple(place) for place in whole.layers["orbits"].positions.round(6)}
    early = early[np.abs(early).max(axis=1) < 10.0]  # others are on their way to infinity
    assert len(early) > 100
    assert {tuple(place) for place in early.round(6)} <= known
