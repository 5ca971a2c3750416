from __future__ import annotations

import numpy as np
import pytest

from engines.instruments.descent.valley import Valley, distinct


def test_it_needs_a_landscape_of_one_coordinate(descending, pendulum):
    assert Valley.refuses(pendulum) == "needs a method on a landscape"
    assert "one coordinate" in Valley.refuses(descending("quadratic-bowl"))


def test_heavy_ball_is_at_three_places_and_the_others_at_the_bottom(descending, put_on):
    flow = descending("bent-parabola", discrete=True, member="heavy ball")
    (frame,) = put_on(Valley, flow, steps=300, starts=((3.3, 3.3),))
    assert frame.readings["valley"].value == 3.0
    dots = frame.layers["valley_steps"]
    ball = dots.positions[dots.values == 1.5]
    places = np.unique(np.round(ball[:, 0], 4))
    np.testing.assert_allclose(places, [-1.8024, 0.6465, 2.1159], atol=1e-4)
    np.testing.assert_allclose(ball[:, 1], flow.heights(ball[:, :1]))
    assert np.abs(dots.positions[dots.values != 1.5]).max() < 1e-8


def test_without_a_start_there_is_the_valley_alone(descending, put_on):
    (frame,) = put_on(Valley, descending("double-well"), starts=())
    assert set(frame.layers) == {"valley"}
    assert frame.layers["valley"].y.min() == pytest.approx(0.0, abs=1e-5)


def test_places_nearer_than_told_are_the_same():
    assert distinct(np.array([0.0, 1e-9, 1.0]), 1e-6) == 2
    assert distinct(np.array([]), 1e-6) == 0


def test_its_axes_hold_the_whole_valley(descending):
    flow = descending("bent-parabola", discrete=True)
    across, up = Valley.axes(flow, None)
    assert (across.low, across.high) == (-4.0, 4.0)
    assert (up.low, up.high) == (0.0, 200.0)
