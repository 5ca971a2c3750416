import numpy as np
import pytest
from numba import njit

from engines.numerics.steppers import RK4
from engines.systems.stepping.kernels import LANES, Kernels


@njit
def growing(x, y, t, r):
    return r * x, -r * y


@njit
def growing_and_gradient(x, y, t, r):
    return r * x, -r * y, r, 0.0, 0.0, -r


@pytest.mark.parametrize("count", [1, 7, LANES, LANES + 3])
def test_whole_and_broken_blocks_move_alike(count):
    kernel = Kernels(growing, 2, 1).chain()
    states = np.linspace(0.5, 1.5, 2 * count).reshape(count, 2)
    moved = states.copy()
    numbers = (RK4.chain(), np.array(RK4.b), np.array(RK4.c), np.array([0.7]))
    kernel(moved, np.zeros((0, 2, 2)), 0, count, 0.0, 0.01, 100, *numbers)
    np.testing.assert_allclose(moved, states * np.exp([0.7, -0.7]), rtol=1e-9)


def test_only_the_slice_asked_for_is_moved():
    kernel = Kernels(growing, 2, 1).chain()
    moved = np.ones((10, 2))
    numbers = (RK4.chain(), np.array(RK4.b), np.array(RK4.c), np.array([0.7]))
    kernel(moved, np.zeros((0, 2, 2)), 3, 5, 0.0, 0.01, 10, *numbers)
    changed = (moved != 1.0).all(axis=1)
    np.testing.assert_array_equal(np.flatnonzero(changed), [3, 4])


def test_tangents_travel_beside_the_states():
    kernel = Kernels(growing_and_gradient, 2, 1, tangent=True).chain()
    moved, tangents = np.ones((3, 2)), np.tile(np.array([[1.0, 2.0], [3.0, 4.0]]), (3, 1, 1))
    numbers = (RK4.chain(), np.array(RK4.b), np.array(RK4.c), np.array([0.7]))
    kernel(moved, tangents, 0, 3, 0.0, 0.01, 100, *numbers)
    up, down = np.exp(0.7), np.exp(-0.7)
    wanted = [[up, 2.0 * up], [3.0 * down, 4.0 * down]]
    np.testing.assert_allclose(tangents, np.tile(wanted, (3, 1, 1)), rtol=1e-9)


def test_the_loop_over_lanes_is_vectorised():
    kernel = Kernels(growing, 2, 1).chain()
    numbers = (RK4.chain(), np.array(RK4.b), np.array(RK4.c), np.array([0.7]))
    fresh = njit(nogil=True, error_model="numpy")(kernel.py_func)
    fresh(np.ones((8, 2)), np.zeros((0, 2, 2)), 0, 8, 0.0, 0.01, 1, *numbers)
    assert "x double>" in next(iter(fresh.inspect_llvm().values()))


@njit
def doubling(x, t):
    return (2.0 * x + t,)


def test_a_map_counts_its_iterations():
    kernel = Kernels(doubling, 1, 0).iterated()
    moved = np.array([[1.0], [0.0]])
    kernel(moved, np.zeros((0, 1, 1)), 0, 2, 3.0, 1.0, 2, np.zeros(0))
    # 2 (2 x + 3) + 4
    np.testing.assert_array_equal(moved[:, 0], [14.0, 10.0])
