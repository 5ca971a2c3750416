import numpy as np
import pytest
from scipy.stats import norm

from engines.errors import FlowError
from engines.numerics.interpolants.fokker_planck import divergence, spread
from engines.running.ticket import Ticket, Withdrawn


def test_diffusion_widens_a_normal_law_as_it_must():
    x, rho = spread(lambda x, t: np.zeros_like(x), norm(0, 0.7).pdf, 0.4, 800, 200)
    width = x[1] - x[0]
    assert rho.sum() * width == pytest.approx(1.0, abs=1e-9)
    exact = norm(0, np.sqrt(0.49 + 0.8)).pdf(x)
    assert divergence(exact, rho, width) < 1e-6


def test_a_standing_law_stands_and_errors_fall_with_the_square_of_the_cells():
    off = []
    for cells in (200, 400):
        x, rho = spread(lambda x, t: -0.5 * x, norm.pdf, 0.5, cells, 400)
        off.append(np.abs(rho - norm.pdf(x)).max())
    assert off[1] < 1e-4
    assert off[0] / off[1] == pytest.approx(4.0, rel=0.2)


def test_the_divergence_of_normal_laws_is_the_known_one():
    x = np.linspace(-12, 12, 4001)
    one, two = norm(0.0, 1.0).pdf(x), norm(0.5, 1.5).pdf(x)
    exact = np.log(1.5) + (1.0 + 0.25) / (2 * 2.25) - 0.5
    assert divergence(one, two, x[1] - x[0]) == pytest.approx(exact, abs=1e-6)


def test_without_noise_there_is_no_equation_to_solve_and_withdrawal_is_heard():
    with pytest.raises(FlowError, match="needs eps > 0"):
        spread(lambda x, t: x, norm.pdf, 0.0)
    ticket = Ticket()
    ticket.withdraw()
    with pytest.raises(Withdrawn):
        spread(lambda x, t: x, norm.pdf, 1.0, 50, 5, ticket)
