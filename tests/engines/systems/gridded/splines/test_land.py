import numpy as np
import pytest

from engines.systems.gridded.splines.land import Coast, cells_near


def test_cells_within_one_stencil_of_land_are_marked() -> None:
    land = np.zeros((9, 9), dtype=bool)
    land[4, 4] = True
    near = cells_near(land, 2, (False, False))
    assert near.shape == (8, 8)
    expected = np.zeros((8, 8), dtype=bool)
    expected[2:6, 2:6] = True  # cells whose 4 x 4 nodes hold the one in the middle
    np.testing.assert_array_equal(near, expected)


def test_linear_splines_see_the_corners_only() -> None:
    land = np.zeros((5, 5), dtype=bool)
    land[2, 2] = True
    assert cells_near(land, 1, (False, False)).sum() == 4


def test_land_is_near_across_a_periodic_seam() -> None:
    land = np.zeros((6, 7), dtype=bool)
    land[:, 0] = land[:, 6] = True  # node 6 is node 0 again
    near = cells_near(land, 2, (False, True))
    np.testing.assert_array_equal(near[0], [True, True, False, False, True, True])


def test_a_straight_field_goes_on_straight_into_the_land() -> None:
    x, y = np.meshgrid(np.arange(12.0), np.arange(10.0))
    field = np.stack([2.0 * x - y, 3.0 + y], axis=-1)
    land = x > 7.0
    filled = Coast(land, (False, False)).continued(np.where(land[..., None], np.nan, field))
    np.testing.assert_allclose(filled[:, :12], field, atol=1e-12)


def test_the_sea_is_left_as_it_is() -> None:
    rng = np.random.default_rng(0)
    field, land = rng.normal(size=(8, 9, 2)), rng.random((8, 9)) < 0.3
    filled = Coast(land, (True, True)).continued(np.where(land[..., None], np.nan, field))
    np.testing.assert_array_equal(filled[~land], field[~land])
    assert np.isfinite(filled).all()


@pytest.mark.parametrize("fill", [0.0, 1e3])
def test_what_the_file_holds_on_land_is_of_no_account(fill: float) -> None:
    rng = np.random.default_rng(0)
    field, land = rng.normal(size=(8, 9, 2)), np.zeros((8, 9), dtype=bool)
    land[2:5, 3:6] = True
    field[land] = fill
    filled = Coast(land, (False, False)).continued(field)
    assert np.abs(filled[land]).max() < 20.0
    assert (filled[land] != fill).all()
