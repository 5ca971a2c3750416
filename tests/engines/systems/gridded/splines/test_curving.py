import numpy as np
import pytest

from engines.systems.gridded.splines.axes import CUBIC, Axis
from engines.systems.gridded.splines.curving import laplacian


@pytest.mark.parametrize("nodes", [np.linspace(0.0, 1.0, 9), np.linspace(0.0, 1.0, 9) ** 1.4])
def test_the_laplacian_of_a_cubic_is_exact(nodes: np.ndarray) -> None:
    axis = Axis(nodes, CUBIC, False)
    x, y = np.meshgrid(nodes, nodes)
    parts = [axis.coefficients(axis.coefficients(v).T).T for v in (x**3 * y, x * y * y)]
    field = np.stack(parts, axis=-1).reshape(1, 9, 18)
    z = np.random.default_rng(0).random((40, 2))
    found = laplacian(z, field, np.ones(1), np.zeros((8, 8)), axis, axis, (0.0, 0.0))
    np.testing.assert_allclose(found, np.stack([6 * z[:, 0] * z[:, 1], 2 * z[:, 0]], 1), atol=1e-10)


def test_it_goes_round_and_ends_where_the_field_ends() -> None:
    nodes = np.linspace(0.0, 1.0, 41)
    axis, other = Axis(nodes, CUBIC, True), Axis(nodes, CUBIC, False)
    x, _ = np.meshgrid(nodes[:-1], nodes)
    field = axis.coefficients(other.coefficients(np.sin(2 * np.pi * x)).T).T.reshape(1, 41, -1)
    bad = np.zeros((40, 40))
    bad[:4] = 1
    z = np.array([[0.25, 0.5], [3.25, 0.5], [0.25, 0.05], [0.25, 1.2]])
    found = laplacian(z, field, np.ones(1), bad, axis, other, (1.0, 0.0))[:, 0]
    np.testing.assert_allclose(found[:2], -4.0 * np.pi**2, rtol=3e-3)
    assert np.isnan(found[2:]).all()
