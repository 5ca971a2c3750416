import pytest

from engines.instruments.transport.levels import levels, strips


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
