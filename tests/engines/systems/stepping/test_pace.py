from engines.systems.stepping.kernels import LANES
from engines.systems.stepping.pace import Pace


def test_slices_are_whole_blocks_that_take_about_eight_milliseconds():
    pace = Pace()
    pace.cost = 1e-8
    assert pace.states(100, 10**6) == 63 * LANES
    assert pace.states(10**9, 10**6) == LANES
    assert pace.states(1, 3) == LANES


def test_steps_between_two_looks_take_about_eight_milliseconds():
    pace = Pace()
    pace.cost = 1e-7
    assert pace.steps(800) == 100
    pace.cost = 10.0
    assert pace.steps(800) == 1


def test_a_slow_piece_counts_at_once_and_a_fast_one_by_half():
    pace = Pace()
    pace.cost = 1e-7
    pace.observe(100, 10, 1e-3)
    assert pace.cost == 1e-6
    pace.observe(100, 10, 0.0)
    assert 4e-7 < pace.cost < 6e-7
