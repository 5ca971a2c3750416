from __future__ import annotations

import numpy as np
import pytest

from engines.instruments.spectra.correlation_sum import GROUPS, correlation_sum
from engines.running.ticket import Ticket, Withdrawn


def _points(n, d, seed=0):
    return np.random.default_rng(seed).random((n, d))


def test_pairs_are_counted_as_by_hand():
    points = _points(300, 3)
    away = np.linalg.norm(points[:, None] - points[None], axis=2)[np.tril_indices(300, -1)]
    found = correlation_sum(points)
    assert found.pairs == 300 * 299 // 2
    for radius, share in zip(found.radii, found.shares, strict=True):
        assert share == pytest.approx(np.mean(away < radius), abs=1e-12)
    assert found.shares[-1] == 1.0


def test_radii_rise_by_an_eighth_of_the_square_at_most():
    radii = correlation_sum(_points(500, 2)).radii
    assert np.all(np.diff(radii) > 0.0)
    assert (radii[1:] / radii[:-1]).max() <= np.sqrt(1.125) + 1e-12


def test_groups_add_up_to_all():
    found = correlation_sum(_points(2000, 2))
    assert found.groups.shape == (GROUPS, len(found.radii))
    np.testing.assert_allclose(found.groups.mean(axis=0), found.shares, atol=0.02)


def test_neighbours_in_time_do_not_count():
    line = np.linspace(0.0, 1.0, 400)[:, None]
    moments = np.arange(400.0)
    found = correlation_sum(line, np.zeros(400), moments, 100.0)
    assert found.pairs == 300 * 301 // 2
    assert found.radii[0] > 99.0 / 399.0  # nearer ones are left out
    other = correlation_sum(line, np.arange(400), moments, 100.0)  # an orbit each
    assert other.pairs == 400 * 399 // 2


def test_coordinates_that_go_round_are_near_across_their_seam():
    points = np.array([[0.01], [0.99]])
    assert correlation_sum(points).radii[-1] > 0.9
    assert correlation_sum(points, periods=np.ones(1)).radii[-1] < 0.03


def test_points_that_coincide_leave_nothing_to_divide_by():
    found = correlation_sum(np.zeros((20, 2)))
    assert found.pairs == 190


def test_a_withdrawn_ticket_ends_it():
    ticket = Ticket()
    ticket.withdraw()
    with pytest.raises(Withdrawn):
        correlation_sum(_points(2000, 2), ticket=ticket)
