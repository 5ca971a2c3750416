from __future__ import annotations

import numpy as np
import pytest

from engines.layers.vector_field import VectorField
from widgets.painters.gl.buffer import UNIT_SQUARE, Buffer
from widgets.painters.painter import Moment
from widgets.painters.vector_field import LONGEST, arrows
from widgets.theme.tokens import DARK


@pytest.fixture
def moment(context):
    """World units are pixels across, and half pixels up."""
    square = Buffer(UNIT_SQUARE)
    plain = Moment(np.eye(4), (120, 80), 1.0, DARK, square)
    yield Moment(plain.pixel_matrix @ np.diag([1.0, 2.0, 1.0, 1.0]), (120, 80), 1.0, DARK, square)
    square.release()


def _field(u, v):
    x, y = np.array([30.0, 90.0]), np.array([10.0, 30.0])
    return VectorField(x, y, np.full((2, 2), u), np.full((2, 2), v))


def test_an_arrow_points_where_the_motion_is_seen_to_go(moment):
    lines = arrows(_field(1.0, 1.0), moment)
    assert lines.shape == (4, 8, 2)
    way = lines[:, 1] - lines[:, 0]
    np.testing.assert_allclose(way / np.hypot(*way.T)[:, None], [[1 / 5**0.5, 2 / 5**0.5]] * 4)
    np.testing.assert_allclose(0.5 * (lines[0, 0] + lines[0, 1]), [30.0, 20.0], atol=1e-9)


def test_the_fastest_arrow_has_full_length(moment):
    lines = arrows(_field(3.0, 0.0), moment)
    np.testing.assert_allclose(np.hypot(*(lines[:, 1] - lines[:, 0]).T), LONGEST)


def test_where_nothing_moves_there_is_no_arrow(moment):
    assert arrows(_field(0.0, 0.0), moment).shape == (0, 8, 2)
    assert arrows(_field(np.nan, 0.0), moment).shape == (0, 8, 2)


def test_arrows_keep_apart(moment):
    x, y = np.linspace(0, 120, 121), np.linspace(0, 40, 41)
    lines = arrows(VectorField(x, y, np.ones((41, 121)), np.zeros((41, 121))), moment)
    tails = np.unique(lines[:, 0, 0])
    assert np.diff(tails).min() >= LONGEST


def test_arrows_are_drawn(plane, picture, rgb):
    x, y = np.array([40.5, 80.5]), np.array([40.5, 70.5])
    plane.set_layers({"v": VectorField(x, y, np.ones((2, 2)), np.zeros((2, 2)))}, ("v",))
    row = picture(plane)[40]
    shade = rgb("canvas") + 0.6 * (rgb("text2") - rgb("canvas"))
    np.testing.assert_allclose(row[32:45], np.broadcast_to(shade, (13, 3)), atol=0.02)
    np.testing.assert_allclose(row[60], rgb("canvas"), atol=0.004)
