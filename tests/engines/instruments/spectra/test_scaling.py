from __future__ import annotations

import numpy as np
import pytest

from engines.instruments.spectra.correlation_sum import correlation_sum
from engines.instruments.spectra.scaling import FEWEST, LARGEST, scaling
from engines.running.ticket import Ticket, Withdrawn

NUMBER = 8000


def _found(points, **about):
    return scaling(correlation_sum(points, **about))


def test_a_circle_has_one_dimension():
    angles = np.random.default_rng(0).uniform(0.0, 2.0 * np.pi, NUMBER)
    found = _found(np.stack([np.cos(angles), np.sin(angles)], axis=1))
    assert found.dimension == pytest.approx(1.0, abs=0.02)
    assert abs(found.dimension - 1.0) < 2.0 * found.margin
    assert found.decades > 1.0


def test_a_square_without_edges_has_two():
    found = _found(np.random.default_rng(0).random((NUMBER, 2)), periods=np.ones(2))
    assert found.dimension == pytest.approx(2.0, abs=0.03)


def test_a_square_with_edges_has_what_its_edges_leave():
    # C = pi r^2 - 8 r^3 / 3 + r^4 / 2, so that the slope is below 2 by about 4 r / (3 pi)
    found = _found(np.random.default_rng(0).random((NUMBER, 2)))
    edge = 4.0 * found.high / (3.0 * np.pi)
    assert 2.0 - edge - found.margin < found.dimension < 2.0 + found.margin


def test_the_set_of_cantor_has_its_dimension():
    digits = 2.0 * np.random.default_rng(0).integers(0, 2, (NUMBER, 32))
    found = _found((digits * 3.0 ** -np.arange(1, 33)).sum(axis=1)[:, None])
    assert found.dimension == pytest.approx(np.log(2.0) / np.log(3.0), abs=0.01)
    assert found.decades > 3.0  # over many of its gaps


def test_the_line_passes_through_the_sum():
    sum = correlation_sum(np.random.default_rng(0).random((NUMBER, 2)))
    found = scaling(sum)
    for radius, share in ((found.low, found.at_low), (found.high, found.at_high)):
        assert share == pytest.approx(np.interp(radius, sum.radii, sum.shares), rel=0.1)
    assert FEWEST / sum.pairs < found.at_low < found.at_high < 1.1 * LARGEST


def test_a_few_points_have_no_range():
    assert _found(np.random.default_rng(0).random((20, 2))) is None


def test_two_points_taken_over_and_over_have_none():
    assert _found(np.repeat([[0.0], [1.0]], 500, axis=0)) is None


def test_a_few_places_visited_over_and_over_have_no_dimension():
    draw = np.random.default_rng(0)
    places = draw.random((40, 1)).repeat(50, axis=0)
    found = _found(places + 1e-15 * draw.random((2000, 1)))
    assert found.dimension == pytest.approx(0.0, abs=1e-3)
    assert found.dimension >= 0.0
    assert found.low > 1e-11  # below that all is rounding


def test_a_withdrawn_ticket_ends_the_search():
    found, ticket = correlation_sum(np.random.default_rng(0).random((NUMBER, 2))), Ticket()
    ticket.withdraw()
    with pytest.raises(Withdrawn):
        scaling(found, ticket)
