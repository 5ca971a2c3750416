from __future__ import annotations

import numpy as np
import pytest

from engines.instruments.interfaces.edges import ambient, inward, signed_distance


def drawn(*rows: str) -> np.ndarray:
    return np.array([[c == "." for c in row] for row in rows])


def test_clear_fluid_that_has_been_swallowed_is_not_outside() -> None:
    still = drawn("......", ".####.", ".#..#.", ".####.", "......")
    outside = ambient(still, periodic=False)
    assert (still & ~outside).nonzero()[0].tolist() == [2, 2]
    assert outside.sum() == still.sum() - 2


def test_a_pocket_that_is_open_across_the_seam_is_outside_only_if_the_row_goes_on() -> None:
    still = drawn("......", "######", "..##..", "#####.", "......")
    open_right = ambient(still, periodic=True)
    assert open_right[2].tolist() == [True, True, False, False, True, True]
    assert ambient(still, periodic=False)[2].tolist() == [False] * 4 + [True] * 2


def test_fluid_that_reaches_neither_border_row_is_inside() -> None:
    still = drawn("######", "..#...", "######")
    assert not ambient(still, periodic=True).any()


def test_distance_from_a_straight_edge_counts_cells_from_halfway() -> None:
    inside = np.zeros((9, 5), bool)
    inside[4:] = True
    found = signed_distance(inside, periodic=True)
    assert found[:, 2].tolist() == [-3.5, -2.5, -1.5, -0.5, 0.5, 1.5, 2.5, 3.5, 4.5]


def test_distance_goes_on_across_the_seam_of_a_periodic_row() -> None:
    inside = np.zeros((3, 8), bool)
    inside[:, 0] = True
    assert signed_distance(inside, periodic=True)[1].tolist() == [
        0.5, -0.5, -1.5, -2.5, -3.5, -2.5, -1.5, -0.5,
    ]  # fmt: skip
    assert signed_distance(inside, periodic=False)[1, -1] == -6.5


def test_distance_from_a_disc_is_that_from_its_circle() -> None:
    y, x = np.mgrid[-40:41, -40:41]
    radius = np.hypot(x, y)
    found = signed_distance(radius < 25.0, periodic=False)
    near = np.abs(25.0 - radius) < 12.0
    assert np.abs(found - (25.0 - radius))[near].max() < 0.8


def test_without_an_edge_everything_is_infinitely_far_from_it() -> None:
    assert (signed_distance(np.ones((3, 4), bool), periodic=True) == np.inf).all()
    assert (signed_distance(np.zeros((3, 4), bool), periodic=False) == -np.inf).all()


@pytest.mark.parametrize("periodic", [True, False])
def test_inward_points_into_the_disc_and_has_length_one(periodic: bool) -> None:
    y, x = np.mgrid[-40:41, -40:41]
    radius = np.hypot(x, y)
    towards = inward(signed_distance(radius < 25.0, periodic=False), periodic=periodic)
    ring = (radius > 15.0) & (radius < 35.0)
    assert np.hypot(*towards)[ring] == pytest.approx(1.0)
    cosine = -(towards[0] * x + towards[1] * y)[ring] / radius[ring]
    assert cosine.min() > 0.99


def test_inward_knows_that_a_row_goes_on() -> None:
    inside = np.zeros((6, 16), bool)
    inside[:, :4] = True
    inside[:, -4:] = True
    towards = inward(signed_distance(inside, periodic=True), periodic=True)
    assert towards[0, 3, 4] == pytest.approx(-1.0)
    assert towards[0, 3, 11] == pytest.approx(1.0)
    assert towards[1] == pytest.approx(0.0, abs=1e-12)
