from __future__ import annotations

import math

import numpy as np
import pytest

from engines.instruments.density.distribution import Distribution, estimate
from engines.parameters.declare import parameters_model
from engines.running.ticket import Ticket, Withdrawn


def last(flow, ticket=None, **given):
    p = parameters_model("values", Distribution.declared(flow))(**given)
    return list(Distribution(flow).frames(p, ticket or Ticket()))[-1]


def test_the_logistic_map_has_the_density_of_an_arcsine(from_text):
    flow = from_text(
        """
        title = "Logistic"
        kind = "map"
        [next]
        x = "4*x*(1 - x)"
        [states]
        x = { low = 0.0, high = 1.0, start = 0.3123 }
        """
    )
    found = last(flow, distribution_bins=50)
    line = found.layers["distribution"]
    edges = np.linspace(0.0, 1.0, 51)
    exact = np.diff(2.0 / math.pi * np.arcsin(np.sqrt(edges))) * 50
    assert np.abs(line.y / exact - 1.0).max() < 0.03
    assert np.mean((exact >= line.low) & (exact <= line.high)) > 0.8
    assert found.readings["distribution"].value == pytest.approx(0.5, abs=5e-3)
    assert found.trust.level == "good"


def test_a_rotation_is_most_of_the_time_at_its_turning_points(circling):
    line = last(circling, distribution_bins=40).layers["distribution"]
    edges = np.linspace(-2.0, 2.0, 41)
    exact = np.diff(np.arcsin(np.clip(edges, -1.0, 1.0))) / math.pi / np.diff(edges)
    np.testing.assert_allclose(line.y, exact, atol=0.02)


def test_the_density_has_the_area_one_and_an_error_from_its_scatter():
    counts = np.array([[1, 3], [3, 1]])
    density, error = estimate(counts, np.array([0.0, 0.5, 1.0]))
    np.testing.assert_allclose(density, [1.0, 1.0])
    np.testing.assert_allclose(error, [0.5, 0.5])


def test_what_leaves_has_none(from_text):
    flow = from_text(
        """
        title = "Leaves"
        kind = "map"
        [next]
        x = "x^2 + 2"
        [states]
        x = { low = 0.0, high = 1.0 }
        """
    )
    assert last(flow).notes == ("The orbit left the domain, it has no density.",)


def test_it_leaves_when_it_is_asked_to(circling):
    ticket = Ticket()
    ticket.withdraw()
    with pytest.raises(Withdrawn):
        last(circling, ticket)
