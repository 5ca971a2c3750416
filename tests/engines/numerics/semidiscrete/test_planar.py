import numpy as np
import pytest

from engines.errors import FlowError
from engines.numerics.semidiscrete.planar import PlanarMasses, newton_heights
from engines.numerics.semidiscrete.power_cells import PowerCells, transport_cost
from engines.numerics.semidiscrete.sources import SOURCES, Source
from engines.running.ticket import Ticket, Withdrawn


@pytest.fixture
def points():
    return np.random.default_rng(7).standard_normal((24, 2)) * [2.0, 0.7] + [1.0, -0.5]


@pytest.mark.parametrize("name", SOURCES)
def test_masses_along_rows_are_those_of_draws(points, name):
    source, draw = Source(name), np.random.default_rng(1)
    heights = 0.3 * draw.standard_normal(24)
    masses, _ = PlanarMasses.of(points, source)(heights)
    seen = PowerCells(points, heights).masses(source.drawn(200_000, 2, draw))
    assert masses.sum() == pytest.approx(1.0)
    assert masses == pytest.approx(seen, abs=5e-3)


@pytest.mark.parametrize("name", SOURCES)
def test_derivatives_are_those_of_the_masses(points, name):
    measure = PlanarMasses.of(points, Source(name), 4096)
    heights = -0.5 * (points**2).sum(axis=1)
    _, bends = measure(heights)
    assert bends == pytest.approx(bends.T)
    assert bends.sum(axis=1) == pytest.approx(np.zeros(24), abs=1e-12)
    h = 1e-4
    for i in range(0, 24, 5):
        unit = h * np.eye(24)[i]
        slope = (measure(heights + unit)[0] - measure(heights - unit)[0]) / (2.0 * h)
        assert bends[:, i] == pytest.approx(slope, abs=2e-3 * np.abs(bends).max())


@pytest.mark.parametrize("name", SOURCES)
def test_newton_finds_the_masses_that_were_asked_for(points, name):
    source, draw = Source(name), np.random.default_rng(2)
    weights = draw.uniform(1.0, 3.0, 24)
    weights /= weights.sum()
    *_, (heights, masses) = newton_heights(points, weights, source)
    assert masses == pytest.approx(weights, abs=1e-8)
    assert heights.mean() == pytest.approx(0.0, abs=1e-12)
    primal, dual = transport_cost(
        PowerCells(points, heights), weights, source.drawn(200_000, 2, draw)
    )
    assert primal == pytest.approx(dual, rel=0.01)


def test_two_points_share_the_plane_by_the_quantile_of_the_weight():
    # cells are half planes: <x, y_1 - y_2> > h_2 - h_1, and <x, e> is standard normal
    pair = np.array([[1.0, 1.0], [-1.0, -1.0]])
    *_, (heights, _) = newton_heights(pair, np.array([0.2, 0.8]), Source())
    border = (heights[1] - heights[0]) / np.linalg.norm(pair[0] - pair[1])
    assert border == pytest.approx(0.841621, abs=1e-5)


def test_points_that_cannot_have_cells_are_refused():
    with pytest.raises(FlowError, match="two points are equal"):
        PlanarMasses.of(np.zeros((2, 2)), Source())
    with pytest.raises(FlowError, match="allowed are"):
        PlanarMasses.of(np.zeros((4, 3)), Source())


def test_a_withdrawn_search_stops(points):
    ticket = Ticket()
    ticket.withdraw()
    with pytest.raises(Withdrawn):
        list(newton_heights(points, np.full(24, 1.0 / 24.0), Source(), 768, ticket))


def test_peers_find_the_same_cost_and_potentials():
    import ot

    draw = np.random.default_rng(3)
    y, nu = draw.standard_normal((8, 2)), np.full(8, 1.0 / 8.0)
    *_, (heights, _) = newton_heights(y, nu, Source())
    x, even = draw.standard_normal((1000, 2)), np.full(1000, 1e-3)
    costs = ot.dist(x, y)
    cost, log = ot.emd2(even, nu, costs, log=True)

    def as_heights(potential):  # h = (v - |y|^2) / 2 but for a constant
        found = 0.5 * (potential - (y**2).sum(axis=1))
        return found - found.mean()

    assert transport_cost(PowerCells(y, heights), nu, x)[1] == pytest.approx(cost, rel=0.005)
    exact = as_heights(log["v"])
    assert exact == pytest.approx(heights, abs=0.12)  # of a thousand draws, not of the density
    least = costs - costs.min(axis=1, keepdims=True)  # or exponents of POT overflow
    _, log = ot.stochastic.solve_semi_dual_entropic(
        even, nu, least, 0.01, "ASGD", numItermax=60_000, lr=10.0, log=True
    )
    assert as_heights(log["beta"]) == pytest.approx(exact, abs=0.05)
