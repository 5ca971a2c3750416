import numpy as np
import pytest

from engines.instruments.transport.levels import colour_limits, levels, strips


def test_each_grid_has_about_four_times_the_nodes_of_the_one_before():
    assert levels(401, 201, 2048) == [(50, 25), (100, 50), (200, 100), (401, 201)]


def test_a_small_grid_is_its_own_first_level():
    assert levels(3, 3, 2048) == [(3, 3)]


def test_a_long_thin_grid_keeps_three_rows():
    assert all(ny == 3 for _, ny in levels(4096, 3, 100))


@pytest.mark.parametrize("halo", [0, 1])
@pytest.mark.parametrize("ny", [3, 4, 5, 8, 9, 101])
def test_strips_fill_every_row_once(ny, halo):
    rows = []
    for first, last, low, high in strips(10, ny, 40, halo):
        rows += range(first, last)
        assert 0 <= low <= max(0, first - halo)
        assert min(ny, last + halo) <= high <= ny
        assert high - low >= (3 if halo else 1)
    assert rows == list(range(ny))


def test_a_wall_at_the_border_takes_no_colours_from_the_inside():
    values = np.tile(np.linspace(0.0, 0.4, 50), (30, 1))
    values[0], values[:, -1] = 9.0, 9.0
    assert colour_limits(values) == (0.0, 0.4)  # the last column but one holds 0.392


def test_colours_begin_at_zero_unless_something_contracts():
    stripes = np.repeat([[1.0, 0.5, 1.0, 1.0, 0.5]], 5, axis=0)
    assert colour_limits(0.7 * stripes) == (0.0, 0.7)
    assert colour_limits(-0.33 * stripes) == (-0.35, 0.0)


def test_a_field_of_nothing_has_no_limits():
    assert colour_limits(np.full((5, 5), np.nan)) is None
    assert colour_limits(np.zeros((5, 5))) is None


def test_a_uniform_field_stands_in_the_middle_of_its_colours():
    assert colour_limits(np.full((9, 9), 0.7)) == (0.0, 1.4)
    assert colour_limits(np.full((9, 9), -0.7)) == (-1.4, 0.0)


def test_in_a_plane_of_many_coordinates_walls_keep_two_thirds_of_the_colours():
    deep = np.repeat([[1.0, -2.0, 1.0, 1.0, -2.0]], 5, axis=0)
    assert colour_limits(deep) == (-2.0, 1.0)
    assert colour_limits(deep, plane=True) == (-0.6, 1.0)  # a half, rounded outwards
    assert colour_limits(-np.abs(deep), plane=True) == colour_limits(-np.abs(deep))
