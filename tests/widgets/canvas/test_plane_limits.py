from __future__ import annotations

import numpy as np
import pytest

from widgets.canvas.plane_limits import PlaneFrame, usable

FRAME = PlaneFrame((-2.0, 6.0, 1.0, 3.0), 400, 200)


def test_pixels_and_world_are_inverse():
    assert FRAME.world(0, 0) == (-2.0, 3.0)
    assert FRAME.world(400, 200) == (6.0, 1.0)
    assert FRAME.pixel(*FRAME.world(123.0, 45.0)) == pytest.approx((123.0, 45.0))


@pytest.mark.parametrize("factor", [0.25, 1.2, 8.0])
def test_zoom_keeps_what_lies_under_the_pointer(factor):
    zoomed = PlaneFrame(FRAME.zoomed(factor, 90.0, 170.0), 400, 200)
    assert zoomed.world(90.0, 170.0) == pytest.approx(FRAME.world(90.0, 170.0))
    assert zoomed.limits[1] - zoomed.limits[0] == pytest.approx(8.0 / factor)
    assert zoomed.limits[3] - zoomed.limits[2] == pytest.approx(2.0 / factor)


def test_a_pull_takes_the_world_along():
    moved = PlaneFrame(FRAME.moved(30.0, -20.0), 400, 200)
    assert moved.world(130.0, 60.0) == pytest.approx(FRAME.world(100.0, 80.0))


def test_the_corners_of_the_limits_are_the_corners_of_clip_space():
    corners = np.array([[-2, 1, 0, 1], [6, 3, 0, 1]], dtype=float).T
    np.testing.assert_allclose((FRAME.matrix() @ corners)[:2].T, [[-1, -1], [1, 1]])


def test_limits_that_numbers_cannot_resolve_are_refused():
    assert usable((0.0, 1.0, 0.0, 1.0))
    assert not usable((1.0, 1.0, 0.0, 1.0))
    assert not usable((1.0, 1.0 + 1e-14, 0.0, 1.0))
    assert not usable((0.0, float("nan"), 0.0, 1.0))
    assert not usable((0.0, 1e300, 0.0, 1.0))
