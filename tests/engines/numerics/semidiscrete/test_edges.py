import numpy as np
import pytest

from engines.errors import FlowError
from engines.numerics.semidiscrete.edges import edges
from engines.numerics.semidiscrete.power_cells import PowerCells

LOW, HIGH = (-2.0, -2.0), (2.0, 2.0)


@pytest.fixture
def cells():
    draw = np.random.default_rng(8)
    return PowerCells(draw.standard_normal((30, 2)), 0.3 * draw.standard_normal(30))


def test_on_an_edge_two_cells_are_equally_good_and_no_other_is_better(cells):
    ends, pairs = edges(cells, LOW, HIGH)
    for share in (0.2, 0.5, 0.8):
        places = (1.0 - share) * ends[:, 0] + share * ends[:, 1]
        lifted = places @ cells.points.T + cells.heights
        rows = np.arange(len(places))
        one, two = lifted[rows, pairs[:, 0]], lifted[rows, pairs[:, 1]]
        assert one == pytest.approx(two, abs=1e-9)
        assert one == pytest.approx(lifted.max(axis=1), abs=1e-9)
    assert (ends >= -2.0 - 1e-9).all()
    assert (ends <= 2.0 + 1e-9).all()


def test_every_change_of_cell_along_a_line_crosses_an_edge(cells):
    x = np.linspace(-2.0, 2.0, 4001)
    owners = cells.assigned(np.stack([x, np.full_like(x, 0.321)], axis=1))
    seen = {frozenset(p) for p in zip(owners[:-1].tolist(), owners[1:].tolist(), strict=True)}
    known = {frozenset(p) for p in edges(cells, LOW, HIGH)[1].tolist()}
    assert {pair for pair in seen if len(pair) == 2} <= known


def test_a_square_of_four_has_a_cross_of_edges():
    square = np.array([[1.0, 1.0], [-1.0, 1.0], [-1.0, -1.0], [1.0, -1.0]])
    ends, _ = edges(PowerCells(square, np.array([0.0, 1e-9, 0.0, 0.0])), LOW, HIGH)
    lengths = np.linalg.norm(ends[:, 1] - ends[:, 0], axis=1)
    assert lengths[lengths > 1e-6] == pytest.approx(np.full(4, 2.0), abs=1e-6)


def test_points_in_space_are_refused_and_too_few_have_no_edges():
    with pytest.raises(FlowError, match="allowed are"):
        edges(PowerCells(np.zeros((4, 3)), np.zeros(4)), LOW, HIGH)
    assert len(edges(PowerCells(np.eye(2), np.zeros(2)), LOW, HIGH)[0]) == 0
    line = np.stack([np.arange(5.0), np.zeros(5)], axis=1)
    assert len(edges(PowerCells(line, np.zeros(5)), LOW, HIGH)[0]) == 0
