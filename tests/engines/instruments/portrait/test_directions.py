from __future__ import annotations

import numpy as np

from engines.instruments.portrait.directions import INSTRUMENT


def test_each_arrow_is_the_velocity_at_its_node(measured, rotation):
    arrows = measured(INSTRUMENT, rotation(w=2.0), arrows=10)[0].layers["directions"]
    x, y = np.meshgrid(arrows.x, arrows.y)
    np.testing.assert_allclose(arrows.u, -2.0 * y)
    np.testing.assert_allclose(arrows.v, 2.0 * x)
    assert len(arrows.x) == 10
    assert arrows.unit == "1/s"


def test_nodes_are_as_far_apart_in_both_directions(measured, drift):
    arrows = measured(INSTRUMENT, drift(), arrows=20)[0].layers["directions"]
    np.testing.assert_allclose(np.diff(arrows.x)[0], np.diff(arrows.y)[0])


def test_a_flow_in_space_is_refused(lorenz):
    assert INSTRUMENT.refuses(lorenz()) == "needs a planar flow"
