import numpy as np
import pytest

from engines.systems.gridded.splines import kernels
from engines.systems.gridded.splines.axes import CUBIC, Axis
from engines.systems.gridded.splines.crowd import step_crowd


def _scene(periodic):
    axis = Axis(np.linspace(0.0, 1.0, 13), CUBIC, periodic)
    ax = (axis.nodes, axis.first, axis.tables, axis.even, 1.0 if periodic else 0.0)
    draw = np.random.default_rng(0)
    field = draw.normal(size=(3, axis.count, 2 * axis.count))
    bad = (draw.random((12, 12)) < 0.1).astype(np.uint8)
    return ax, field, bad, draw.random((400, 2))


@pytest.mark.parametrize("periodic", [False, True])
@pytest.mark.parametrize("tangent", [False, True])
def test_a_crowd_moves_as_each_of_it_would_alone(periodic, tangent) -> None:
    ax, field, bad, start = _scene(periodic)
    m = np.tile(np.eye(2), (400, 1, 1)) if tangent else np.zeros((0, 2, 2))
    one, other = (start.copy(), m.copy()), (start.copy(), m.copy())
    kernels.step_plane(*one, tangent, 0, 400, 0.05, field, np.eye(3), bad, ax, ax)
    step_crowd(*other, tangent, 0, 400, 0.05, field, bad, ax, ax)
    assert 0 < np.isnan(one[0][:, 0]).sum() < 300
    np.testing.assert_allclose(other[0], one[0], atol=1e-14)
    np.testing.assert_allclose(other[1], one[1], atol=1e-12)
