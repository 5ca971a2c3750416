import numpy as np
import pytest

from engines.systems.gridded.splines.axes import CUBIC, LINEAR, Axis


def _value(axis: Axis, coefficients: np.ndarray, x: np.ndarray) -> np.ndarray:
    cell = np.clip(np.searchsorted(axis.nodes, x, "right") - 1, 0, len(axis.nodes) - 2)
    p = (x - axis.nodes[cell]) / (axis.nodes[cell + 1] - axis.nodes[cell])
    basis = np.einsum("isk,ik->is", axis.tables[cell], p[:, None] ** np.arange(4))
    return (basis * coefficients[axis.first[cell][:, None] + np.arange(4)]).sum(axis=1)


def _uneven(n: int) -> np.ndarray:
    steps = np.random.default_rng(3).uniform(0.5, 1.5, n)
    return np.concatenate([[0.0], np.cumsum(steps)]) / steps.sum()


@pytest.mark.parametrize("nodes", [np.linspace(0.0, 1.0, 9), _uneven(3), _uneven(30)])
def test_a_cubic_is_kept_exactly(nodes: np.ndarray) -> None:
    axis, x = Axis(nodes, CUBIC, False), np.linspace(0.0, 1.0, 301)
    found = _value(axis, axis.coefficients(nodes**3 - 2.0 * nodes**2 + 1.0), x)
    np.testing.assert_allclose(found, x**3 - 2.0 * x**2 + 1.0, atol=1e-13)


def test_a_straight_line_is_kept_by_linear_splines() -> None:
    nodes, x = _uneven(8), np.linspace(0.0, 1.0, 50)
    axis = Axis(nodes, LINEAR, False)
    np.testing.assert_allclose(_value(axis, axis.coefficients(3.0 * nodes), x), 3.0 * x, atol=1e-14)


@pytest.mark.parametrize("periodic", [False, True])
@pytest.mark.parametrize(("width", "order"), [(CUBIC, 4.0), (LINEAR, 2.0)])
def test_a_sine_is_approached_at_the_order_of_the_splines(
    periodic: bool, width: int, order: float
) -> None:
    x, errors = np.linspace(0.0, 1.0, 997), []
    for n in (40, 80):
        nodes = np.linspace(0.0, 1.0, n + 1)
        axis = Axis(nodes, width, periodic)
        given = np.sin(2.0 * np.pi * (nodes[:-1] if periodic else nodes))
        errors.append(
            np.abs(_value(axis, axis.coefficients(given), x) - np.sin(2 * np.pi * x)).max()
        )
    assert np.log2(errors[0] / errors[1]) > order - 0.25
    assert errors[1] < 20.0 * (2.0 * np.pi / 80) ** order / 24.0


@pytest.mark.parametrize("width", [CUBIC, LINEAR])
@pytest.mark.parametrize("periodic", [False, True])
def test_values_at_the_nodes_are_those_given(width: int, periodic: bool) -> None:
    nodes = _uneven(12)
    axis = Axis(nodes, width, periodic)
    given = np.random.default_rng(1).normal(size=(12 if periodic else 13, 2))
    coefficients = axis.coefficients(given)
    assert len(coefficients) == axis.count
    for c in range(2):
        np.testing.assert_allclose(
            _value(axis, coefficients[:, c], nodes[: len(given)]), given[:, c], atol=1e-12
        )


def test_a_periodic_spline_goes_round_smoothly() -> None:
    nodes = _uneven(9)
    axis = Axis(nodes, CUBIC, True)
    coefficients = axis.coefficients(np.random.default_rng(2).normal(size=9))
    np.testing.assert_allclose(coefficients[:3], coefficients[-3:], atol=1e-14)


def test_equal_distances_are_noticed() -> None:
    assert Axis(np.linspace(0.0, 2.0, 5), CUBIC, False).even == 0.5
    assert Axis(_uneven(6), CUBIC, False).even == 0.0
