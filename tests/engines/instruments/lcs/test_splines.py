import numpy as np
import pytest

from engines.instruments.lcs.splines import coefficients, slopes, weights

X = np.linspace(0.0, 2.0, 21)
Y = np.linspace(-1.0, 1.0, 17)


def _value(c, i, j, s, t, across=weights, along=weights):
    return np.einsum("j,i,jik->k", along(t), across(s), c[j : j + 4, i : i + 4])


@pytest.mark.parametrize("cell", [(0, 0), (19, 15), (7, 3)])
def test_cubic_polynomials_come_back_exactly_up_to_the_border(cell):
    i, j = cell
    x, y = np.meshgrid(np.arange(21.0), np.arange(17.0))
    field = np.stack([x**3 - 2.0 * y**2 * x, 1.0 + y**3], axis=-1)
    c = coefficients(field)
    u, v = i + 0.3, j + 0.8
    np.testing.assert_allclose(
        _value(c, i, j, 0.3, 0.8), [u**3 - 2.0 * v**2 * u, 1.0 + v**3], rtol=1e-10, atol=1e-9
    )
    slope = _value(c, i, j, 0.3, 0.8, across=slopes)
    np.testing.assert_allclose(slope, [3.0 * u**2 - 2.0 * v**2, 0.0], rtol=1e-9, atol=1e-9)


def test_the_error_falls_with_the_fourth_power_of_the_cell():
    errors = []
    for n in (20, 40):
        x = np.linspace(0.0, 2.0, n + 1)
        c = coefficients(np.broadcast_to(np.sin(3.0 * x), (5, n + 1))[..., None])
        off = [
            float(_value(c, i, 1, t, 0.5)[0]) - np.sin(3.0 * (x[i] + t * (x[1] - x[0])))
            for i in range(n)
            for t in (0.1, 0.4, 0.5, 0.8)
        ]
        errors.append(np.abs(off).max())
    assert errors[0] / errors[1] > 12.0


def test_a_hole_stays_a_hole_of_a_few_cells():
    field = np.ones((17, 21, 1))
    field[8, 10] = np.nan
    lost = np.isnan(coefficients(field)[..., 0])
    assert lost.sum() == 9
    assert lost[8:11, 10:13].all()


def test_weights_add_up_to_one_and_slopes_to_nothing():
    for t in (0.0, 0.25, 1.0):
        assert sum(weights(t)) == pytest.approx(1.0)
        assert sum(slopes(t)) == pytest.approx(0.0)
