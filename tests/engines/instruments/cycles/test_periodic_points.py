from __future__ import annotations

import numpy as np

from engines.instruments.cycles.periodic_points import INSTRUMENT


def test_points_of_henon_are_marked_and_counted(put, shipped):
    frames = put(INSTRUMENT, shipped("henon"), cycle_order=4)
    points = frames[-1].layers["periodic_points"]
    assert len(frames) == 4
    assert frames[-1].readings["periodic_points"].value == 4.0
    assert len(points.positions) == 2 + 2 + 4
    assert set(points.mark) == {"saddle"}
    assert "saddle, period 4" in points.labels
    assert frames[-1].trust.sentence.startswith("Found 2 of period 1, 1 of period 2, 0 of period 3")
    flow = shipped("henon")
    np.testing.assert_allclose(
        flow.advance(points.positions, 0.0, 4.0), points.positions, atol=1e-9
    )


def test_it_needs_a_map(shipped):
    assert INSTRUMENT.refuses(shipped("lorenz-1963")) == "needs a map"
    assert INSTRUMENT.refuses(shipped("henon")) == ""
