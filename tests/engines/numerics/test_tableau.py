import numpy as np

from engines.numerics.steppers import DORMAND_PRINCE, EULER, HEUN, RK4


def test_a_chained_method_starts_each_stage_from_the_one_before():
    assert RK4.chained
    assert HEUN.chained
    assert EULER.chained
    assert not DORMAND_PRINCE.chained


def test_the_matrix_holds_the_lower_triangle():
    np.testing.assert_array_equal(RK4.matrix(), np.diag([0.5, 0.5, 1.0], -1))
    np.testing.assert_array_equal(RK4.chain(), [0.5, 0.5, 1.0, 0.0])


def test_error_weights_of_an_embedded_pair_add_up_to_nothing():
    assert abs(DORMAND_PRINCE.error_weights().sum()) < 1e-15
    assert abs(DORMAND_PRINCE.error_weights()).max() > 0.01
