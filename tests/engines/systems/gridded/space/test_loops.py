import numpy as np

from engines.systems.gridded.space import loops
from engines.systems.gridded.splines.axes import CUBIC, Axis


def test_values_and_slopes_of_a_polynomial_are_exact():
    axis = Axis(np.linspace(0.0, 1.0, 9) ** 1.3, CUBIC, False)
    ax = (axis.nodes, axis.first, axis.tables, axis.even, 0.0)
    z, y, x = np.meshgrid(axis.nodes, axis.nodes, axis.nodes, indexing="ij")
    values = np.stack([x**3 * z, y**2 - x * z, z**3 * y], axis=-1)
    for place in range(3):
        rows = np.ascontiguousarray(np.moveaxis(values, place, 0))
        values = np.moveaxis(axis.coefficients(rows), 0, place)
    field = np.ascontiguousarray(values).reshape(1, axis.count**2, -1)
    at, out = np.random.default_rng(0).random((30, 3)), np.empty((30, 12))
    bad = np.zeros((8, 8, 8), np.uint8)
    loops.evaluate_space(at, out, 0, 30, field, np.ones((1, 1)), bad, ax, ax, ax)
    a, b, c = at.T
    nothing = 0.0 * a
    wanted = np.stack([
        a**3 * c, b**2 - a * c, c**3 * b,
        3 * a**2 * c, nothing, a**3, -c, 2 * b, -a, nothing, c**3, 3 * c**2 * b,
    ], axis=1)  # fmt: skip
    np.testing.assert_allclose(out, wanted, atol=1e-11)
