import numpy as np

from engines.numerics.expressway.modes import Modes

MODES = Modes(np.array([[0.0, 0.0], [1.0, 0.0], [5.0, 0.0]]), 0.1, np.array([0, 0, 1]))


def test_the_nearest_part_tells_the_mode():
    which, away = MODES.nearest(np.array([[0.9, 0.1], [4.0, 0.0]]))
    assert which.tolist() == [0, 1]
    np.testing.assert_allclose(away, [np.sqrt(0.02), 1.0])


def test_from_three_and_a_half_deviations_on_it_is_between_modes():
    found = MODES.off(np.array([[0.0, 0.34], [0.0, 0.36], [0.5, 0.0]]))
    assert found.tolist() == [False, True, True]
