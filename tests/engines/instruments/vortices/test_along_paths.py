import numpy as np
import pytest

from engines.errors import UnfitError
from engines.instruments.vortices.along_paths import ivd, lavd, mean_spin, simpson
from engines.instruments.vortices.spin import domain_of
from engines.running.ticket import Ticket, Withdrawn

STATES = np.array([[0.3, -0.4], [1.0, 0.7], [-1.5, 1.2], [0.1, 0.1]])


def test_simpson_is_exact_for_cubics():
    t = np.linspace(0.0, 3.0, 7)
    np.testing.assert_allclose(simpson(6, -3.0) @ t**3, 81.0 / 4.0, rtol=1e-14)


@pytest.mark.parametrize("intervals", [0, 3, 7])
def test_simpson_needs_an_even_number_of_intervals(intervals):
    with pytest.raises(ValueError, match="even"):
        simpson(intervals, 1.0)


@pytest.mark.parametrize("horizon", [2.5, -2.5])
def test_circles_keep_their_vorticity(written, horizon):
    """u_theta = r exp(-r^2) has w = 2 (1 - r^2) exp(-r^2) on a circle, and no mean motion."""
    flow = written("-y*exp(-x^2 - y^2)", "x*exp(-x^2 - y^2)").refined()
    domain = domain_of(flow.box)
    square = np.sum(STATES**2, axis=1)
    spin = 2.0 * (1.0 - square) * np.exp(-square)
    mean = domain.mean_vorticity(flow, 0.0)[0]
    found = lavd(flow, STATES, domain, start=0.0, horizon=horizon)
    np.testing.assert_allclose(found, 2.5 * np.abs(spin - mean), rtol=1e-7)
    np.testing.assert_allclose(ivd(flow, STATES, domain, 0.0), np.abs(spin - mean), rtol=1e-12)
    averaged = mean_spin(flow, STATES, start=0.0, horizon=horizon)
    np.testing.assert_allclose(averaged, spin, rtol=1e-7)


def test_the_mean_spin_at_no_horizon_is_the_vorticity(written):
    np.testing.assert_array_equal(
        mean_spin(written("-y", "x"), STATES, start=0.0, horizon=0.0), 2.0
    )


def test_no_horizon_is_refused_with_a_sentence(written):
    flow = written("-y", "x")
    with pytest.raises(UnfitError, match="horizon T = 0, allowed any other"):
        lavd(flow, STATES, domain_of(flow.box), start=0.0, horizon=0.0)


def test_a_path_that_blows_up_has_no_value(written):
    flow = written("1", "sqrt(2 - x)")  # nothing is known beyond x = 2
    found = lavd(flow, STATES, domain_of(flow.box), start=0.0, horizon=1.2)
    assert np.isnan(found[1])
    assert np.isfinite(found[[0, 2]]).all()


def test_a_withdrawn_ticket_ends_it(written):
    flow, ticket = written("-y", "x"), Ticket()
    ticket.withdraw()
    with pytest.raises(Withdrawn):
        lavd(flow, STATES, domain_of(flow.box), start=0.0, horizon=1.0, ticket=ticket)


class Counting(Ticket):
    """Counts looks; withdrawn at one of them."""

    def __init__(self, last):
        super().__init__()
        self.looks, self.last = 0, last

    def check(self):
        self.looks += 1
        if self.looks == self.last:
            self.withdraw()
        super().check()


@pytest.mark.parametrize("last", [2, 60, 63, 90])
def test_a_ticket_withdrawn_among_the_means_or_along_the_paths_is_noticed(written, last):
    flow, ticket = written("-y", "x"), Counting(last)
    with pytest.raises(Withdrawn):
        lavd(flow, STATES, domain_of(flow.box), start=0.0, horizon=1.0, ticket=ticket)
    assert ticket.looks == last
