import numpy as np
import pytest

from engines.instruments.lcs.cauchy_green import cauchy_green
from engines.instruments.lcs.null_geodesics import NullGeodesics, compiled
from engines.running.ticket import Ticket, Withdrawn

X = np.linspace(-2.0, 2.0, 161)


@pytest.fixture(scope="module")
def geodesics(swirl):
    c = cauchy_green(swirl, X, X, start=0.0, horizon=3.0)
    return NullGeodesics(c, step=0.01, longest=16.0)


def test_circles_that_turn_at_their_own_rates_keep_their_length(geodesics, swirl):
    lines = geodesics.closed(1.0, 1e-4, None)
    assert len(lines) > 50
    for line in lines:
        radius = np.hypot(*line.T)
        if radius.mean() < 0.3:  # a few cells
            continue
        assert radius.std() / radius.mean() <= 1e-3
        there = swirl.advance(line, 0.0, 3.0)
        lengths = [np.hypot(*np.diff(one, axis=0).T).sum() for one in (line, there)]
        assert abs(lengths[1] / lengths[0] - 1.0) <= 1e-3
        np.testing.assert_array_equal(line[0], line[-1])


def test_nothing_else_closes_around_a_swirl(geodesics):
    assert geodesics.closed(1.05, 1e-4, None) == []


def test_a_saddle_has_no_vortex(saddle):
    x = np.linspace(-1.0, 1.0, 41)
    c = cauchy_green(saddle(), x, x, start=0.0, horizon=1.0)
    assert NullGeodesics(c, 0.02, 8.0).closed(1.0, 1e-4, None) == []


def test_a_curve_between_seeds_is_closed_by_halving(shipped):
    """The double gyre over a period has one limit cycle of each stretching, no family of them."""
    flow = shipped("double-gyre").refined()
    x, y = np.linspace(0.0, 2.0, 201), np.linspace(0.0, 1.0, 101)
    c = cauchy_green(flow, x, y, start=0.0, horizon=10.0)
    (line, *_) = NullGeodesics(c, 4e-3, 6.0).closed(0.93, 1e-4, None)
    there = flow.advance(line, 0.0, 10.0)
    lengths = [np.hypot(*np.diff(one, axis=0).T).sum() for one in (line, there)]
    assert lengths[1] / lengths[0] == pytest.approx(0.93, rel=3e-3)


def test_curves_stop_where_states_blew_up(swirl):
    c = cauchy_green(swirl, X, X, start=0.0, horizon=3.0)
    c.xx[:, X > 1.0] = np.nan
    lines = NullGeodesics(c, step=0.01, longest=16.0).closed(1.0, 1e-4, None)
    assert lines
    assert max(np.abs(line).max() for line in lines) < 1.0


def test_a_withdrawn_ticket_ends_it(geodesics):
    compiled(None)
    ticket = Ticket()
    ticket.withdraw()
    with pytest.raises(Withdrawn):
        geodesics.closed(1.0, 1e-4, ticket)
