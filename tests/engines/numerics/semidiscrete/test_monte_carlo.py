import numpy as np
import pytest

from engines.errors import FlowError
from engines.numerics.semidiscrete.line import heights_on_line
from engines.numerics.semidiscrete.monte_carlo import adam_heights
from engines.numerics.semidiscrete.planar import newton_heights
from engines.numerics.semidiscrete.sources import Source
from engines.running.ticket import Ticket, Withdrawn

LINE = np.array([-2.0, -1.0, 0.5, 3.0])
QUARTERS = np.full(4, 0.25)


def last(points, weights, **how):
    *_, found = adam_heights(points, weights, Source(), np.random.default_rng(0), **how)
    return found


def test_on_a_line_the_exact_heights_are_found():
    found = last(LINE[:, None], QUARTERS, iterations=600, draws=8000, rate=0.05)
    exact = heights_on_line(LINE, QUARTERS, Source())
    assert found.done
    assert found.heights == pytest.approx(exact, abs=0.02)


def test_in_the_plane_it_agrees_with_newton():
    points = np.random.default_rng(3).standard_normal((10, 2))
    weights = np.full(10, 0.1)
    *_, (exact, _) = newton_heights(points, weights, Source())
    found = last(points, weights, iterations=500, draws=8000, rate=0.1)
    assert found.heights == pytest.approx(exact, abs=0.03)
    assert found.empty == 0


def test_the_same_seed_gives_the_same_heights():
    one, two = (last(LINE[:, None], QUARTERS, iterations=5, draws=100) for _ in range(2))
    assert (one.heights == two.heights).all()


def test_numbers_out_of_range_are_refused_and_withdrawal_is_heard():
    with pytest.raises(FlowError, match="must be positive"):
        last(LINE[:, None], QUARTERS, draws=0)
    ticket = Ticket()
    ticket.withdraw()
    with pytest.raises(Withdrawn):
        last(LINE[:, None], QUARTERS, ticket=ticket)
