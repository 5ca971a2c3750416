from __future__ import annotations

import numpy as np
import pytest

from engines.errors import FlowError
from engines.numerics.diffusion.grids import EARLY, GRIDS, between, grid
from engines.numerics.diffusion.path import PATHS, Linear, VarianceExploding


@pytest.mark.parametrize("path", PATHS.values(), ids=lambda p: p.name)
@pytest.mark.parametrize("name", GRIDS)
@pytest.mark.parametrize("steps", [1, 2, 20])
def test_nodes_rise_from_one_end_to_the_other(path, name, steps):
    nodes = grid(name, path, steps)
    assert len(nodes) == steps + 1
    assert (nodes[0], nodes[-1]) == (0.0, 1.0)
    assert (np.diff(nodes) > 0).all()


def test_steps_are_even_in_the_logarithm_of_the_ratio():
    nodes = grid("lam", VarianceExploding(), 10)
    np.testing.assert_allclose(np.diff(VarianceExploding().lam(nodes)), np.log(4e4) / 10)


def test_where_the_ratio_is_infinite_the_end_stands_for_the_node_before_it():
    path = Linear()
    inner = path.lam(grid("lam", path, 10)[1:-1])
    reach = float(path.lam(1.0 - EARLY))
    np.testing.assert_allclose(inner, np.linspace(-reach, reach, 11)[1:-1], atol=1e-12)


def test_the_grid_of_karras_is_even_on_its_own_clock():
    np.testing.assert_allclose(
        grid("Karras", VarianceExploding(), 18), np.linspace(0.0, 1.0, 19), atol=1e-12
    )


def test_a_part_of_a_grid_has_its_own_ends():
    nodes = np.linspace(0.0, 1.0, 5)
    np.testing.assert_allclose(between(nodes, 0.1, 0.75), [0.1, 0.25, 0.5, 0.75])
    np.testing.assert_allclose(between(nodes, 0.75, 0.1), [0.75, 0.5, 0.25, 0.1])


def test_what_is_no_grid_is_refused():
    with pytest.raises(FlowError, match=r"steps must be 1\.\.1000"):
        grid("time", Linear(), 0)
    with pytest.raises(FlowError, match="did you mean 'lam'"):
        grid("lambda", Linear(), 4)
    with pytest.raises(FlowError, match="allowed 0 <= start < stop <= 1"):
        grid("time", Linear(), 4, 0.7, 0.2)
