from __future__ import annotations

import numpy as np

from engines.instruments.transport.deformation import Seeds, by_tangent
from engines.instruments.transport.nodes.scattered import Scattered


def test_nodes_of_a_grid_say_the_same_one_by_one(shipped):
    flow = shipped("double-gyre")
    x, y = np.linspace(0.2, 1.8, 5), np.linspace(0.1, 0.9, 4)
    grid = by_tangent(flow, Seeds(x, y, (), 0.0, 3.0), None)
    columns, rows = np.meshgrid(x, y)
    alone = by_tangent(flow, Scattered(columns.ravel(), rows.ravel(), (), 0.0, 3.0), None)
    np.testing.assert_array_equal(alone.reshape(grid.shape), grid)


def test_the_other_coordinates_are_those_of_the_slice():
    nodes = Scattered(np.array([1.0, 2.0]), np.array([3.0, 4.0]), (9.0,), 0.0, 1.0, (2, 0))
    np.testing.assert_array_equal(nodes.states(), [[3.0, 9.0, 1.0], [4.0, 9.0, 2.0]])
