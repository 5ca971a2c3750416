import numpy as np
import pytest

from engines.numerics.semidiscrete.line import heights_on_line
from engines.numerics.semidiscrete.power_cells import PowerCells
from engines.numerics.semidiscrete.sources import Source

LINE = np.array([-2.0, -1.0, 0.5, 3.0])
QUARTERS = np.full(4, 0.25)


def test_heights_of_four_points_are_the_known_ones():
    found = heights_on_line(LINE, QUARTERS, Source())
    assert found == pytest.approx([-0.08431, 0.59018, 0.59018, -1.09605], abs=1e-5)
    found = heights_on_line(LINE, QUARTERS, Source("uniform"))
    assert found == pytest.approx([1.03125, 0.78125, 0.03125, -1.84375], abs=1e-12)


def test_the_order_of_the_points_does_not_matter():
    mixed = np.array([2, 0, 3, 1])
    found = heights_on_line(LINE[mixed], QUARTERS, Source())
    assert found == pytest.approx(heights_on_line(LINE, QUARTERS, Source())[mixed])


def test_cells_have_the_masses_that_were_asked_for():
    weights = np.array([0.1, 0.2, 0.3, 0.4])
    cells = PowerCells(LINE[:, None], heights_on_line(LINE, weights, Source("uniform")))
    even = (np.arange(100_000)[:, None] + 0.5) / 100_000
    assert cells.masses(even) == pytest.approx(weights, abs=1e-4)
