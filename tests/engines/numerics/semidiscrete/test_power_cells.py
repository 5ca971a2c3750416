import numpy as np
import pytest

from engines.errors import FlowError
from engines.numerics.semidiscrete.line import heights_on_line
from engines.numerics.semidiscrete.power_cells import PowerCells, transport_cost
from engines.numerics.semidiscrete.sources import Source
from engines.running.ticket import Ticket, Withdrawn

LINE = np.array([-2.0, -1.0, 0.5, 3.0])
QUARTERS = np.full(4, 0.25)


@pytest.fixture
def draw():
    return np.random.default_rng(4)


@pytest.mark.parametrize("dimension", [1, 2, 3, 8])
def test_a_state_goes_to_the_point_of_least_power(draw, dimension):
    points, heights = draw.standard_normal((30, dimension)), draw.standard_normal(30)
    states = draw.standard_normal((500, dimension))
    square = ((states[:, None] - points[None]) ** 2).sum(axis=2)
    power = square - (points**2).sum(axis=1) - 2.0 * heights
    cells = PowerCells(points, heights)
    assert (cells.assigned(states) == power.argmin(axis=1)).mean() > 0.999  # float32 if d > 4
    assert cells.sent(states) == pytest.approx(points[cells.assigned(states)])


def test_the_potential_is_convex_and_its_slope_is_the_map(draw):
    cells = PowerCells(draw.standard_normal((12, 2)), draw.standard_normal(12))
    one, two = draw.standard_normal((200, 2)), draw.standard_normal((200, 2))
    middle = cells.potential(0.5 * (one + two))
    assert (middle <= 0.5 * (cells.potential(one) + cells.potential(two)) + 1e-12).all()
    h = 1e-6
    for i, unit in enumerate(np.eye(2)):
        slope = (cells.potential(one + h * unit) - cells.potential(one - h * unit)) / (2.0 * h)
        inside = cells.assigned(one + h * unit) == cells.assigned(one - h * unit)
        assert slope[inside] == pytest.approx(cells.sent(one)[inside, i], abs=1e-6)


def test_for_optimal_heights_cost_and_bound_agree_and_are_the_known_ones(draw):
    heights = heights_on_line(LINE, QUARTERS, Source())
    primal, dual = transport_cost(
        PowerCells(LINE[:, None], heights), QUARTERS, draw.standard_normal((400_000, 1))
    )
    assert primal == pytest.approx(1.14124, rel=0.01)
    assert dual == pytest.approx(1.14124, rel=0.01)


def test_wrong_heights_leave_a_gap(draw):
    states = draw.standard_normal((100_000, 1))
    primal, dual = transport_cost(PowerCells(LINE[:, None], np.zeros(4)), QUARTERS, states)
    assert dual < 1.14124 - 0.02
    assert primal > dual


def test_too_few_points_and_heights_that_do_not_fit_are_refused():
    with pytest.raises(FlowError, match="at least 2"):
        PowerCells(np.zeros((1, 2)), np.zeros(1))
    with pytest.raises(FlowError, match="3 heights for 4 points"):
        PowerCells(np.zeros((4, 2)), np.zeros(3))


def test_a_withdrawn_look_stops(draw):
    ticket = Ticket()
    ticket.withdraw()
    for d in (2, 8):
        with pytest.raises(Withdrawn):
            PowerCells(np.eye(d), np.zeros(d)).assigned(draw.standard_normal((10, d)), ticket)
