from __future__ import annotations

import numpy as np
import pytest

from engines.learned.generative.figures.shown import (
    Shown,
    checked_sizes,
    coordinate_box,
    principal,
    shown_by,
    shown_shapes,
)

DRAW = np.random.default_rng(0)
PICTURES = 0.5 + 0.1 * DRAW.standard_normal((40, 3, 3)) * np.arange(1, 10).reshape(3, 3) / 9.0


def test_all_directions_show_every_picture_and_keep_its_distances():
    shown, lost = principal(PICTURES, 9)
    assert lost == pytest.approx(0.0, abs=1e-12)
    codes = shown.coordinates(PICTURES)
    np.testing.assert_allclose(shown.pictures(codes), PICTURES, atol=1e-12)
    far = np.linalg.norm(codes[0] - codes[1])
    assert far == pytest.approx(2.0 * np.linalg.norm(PICTURES[0] - PICTURES[1]))


def test_the_share_left_out_is_that_of_the_squared_errors():
    shown, lost = principal(PICTURES, 4)
    off = PICTURES - shown.pictures(shown.coordinates(PICTURES))
    about = PICTURES - PICTURES.mean(axis=0)
    assert lost == pytest.approx((off**2).sum() / (about**2).sum())
    assert 0.0 < lost < 0.5
    # the directions do not depend on signs that a library is free to choose
    largest = np.abs(shown.axes).argmax(axis=1)
    assert (shown.axes[np.arange(4), largest] > 0.0).all()


def test_ink_is_clipped_and_a_box_has_a_side_for_every_direction():
    shown = shown_by({"mean": np.zeros(4), "axes": np.eye(4)[:2]})
    np.testing.assert_array_equal(shown.pictures(np.array([[9.0, -9.0]])), [[[1, 0], [0.5, 0.5]]])
    assert isinstance(shown, Shown)
    assert coordinate_box(2, 3.0).low == (-3.0, -3.0)
    assert shown_shapes(2, 2) == {"mean": (4,), "axes": (2, 4)}


@pytest.mark.parametrize(
    ("name", "value"), [("side", 1), ("side", 28.0), ("directions", 1), ("directions", 785)]
)
def test_sizes_that_show_nothing_are_refused(name, value):
    sizes = {"side": 28, "directions": 128}
    assert checked_sizes(sizes) == (28, 128)
    with pytest.raises(ValueError, match=name):
        checked_sizes({**sizes, name: value})
