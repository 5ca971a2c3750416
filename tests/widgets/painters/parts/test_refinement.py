from __future__ import annotations

from itertools import pairwise

import numpy as np

from widgets.painters.parts.refinement import CALL, Pace, first_size, next_size, tiles


def test_the_pace_is_learned_at_once_when_slow_and_by_halves_when_fast():
    pace = Pace(cost=100)
    pace.note(1000, 1.0)
    assert pace.rate == 1000.0
    pace.note(2000, 1.0)
    assert pace.rate == 1500.0


def test_tiles_cover_a_picture_once_and_each_fits_into_a_call():
    for rate in (2e4, 1e6, 1e9):
        pace = Pace(1)
        pace.rate = rate
        seen = np.zeros((90, 130), dtype=int)
        for tile in tiles(130, 90, pace):
            seen[tile.y : tile.y + tile.height, tile.x : tile.x + tile.width] += 1
            assert tile.width * tile.height <= max(pace.texels(CALL), 1)
        assert (seen == 1).all()


def test_sizes_double_until_there_is_a_texel_per_pixel():
    pace = Pace(1)
    pace.rate = 1e6
    size = first_size(1000, 500, pace)
    assert size[0] * size[1] <= pace.texels(CALL)
    sizes = [size]
    while (size := next_size(size, 1000, 500, pace)) is not None:
        sizes.append(size)
    assert sizes[-1] == (1000, 500)
    assert all(b[0] <= 2.8 * a[0] for a, b in pairwise(sizes))


def test_a_slow_machine_stops_where_patience_ends():
    pace = Pace(1)
    pace.rate = 1e5
    size = first_size(4000, 2000, pace)
    while (finer := next_size(size, 4000, 2000, pace)) is not None:
        size = finer
    assert size[0] * size[1] <= 1.5 * 1e5


def test_a_small_picture_is_made_at_once():
    pace = Pace(1)
    assert first_size(100, 80, pace) == (100, 80)
    assert next_size((100, 80), 100, 80, pace) is None
