import numpy as np
import pytest

from engines.errors import FlowError
from engines.numerics.kinetic.separation import (
    Blobs,
    Separation,
    by_denoiser,
    by_draws,
    by_quadrature,
    gauss_angles,
)
from engines.running.ticket import Ticket, Withdrawn

RHOS = np.array([0.5, 1.0, 2.0])


def test_two_points_are_told_apart_as_the_mean_of_tanh_says(two_points):
    # E tanh(rho^2 + rho Z), Z ~ N(0, 1)
    z, w = np.polynomial.hermite_e.hermegauss(150)
    exact = [float(w @ np.tanh(r * r + r * z) / w.sum()) for r in RHOS]
    assert exact == pytest.approx([0.204054, 0.550400, 0.931403], abs=1e-6)
    assert two_points.at(RHOS) == pytest.approx(exact, abs=1e-5)


def test_gaussian_data_reach_the_linear_bound_and_all_others_lie_above(gaussian, eight_blobs):
    bound = RHOS**2 / (1.0 + RHOS**2)
    assert gaussian.at(RHOS) == pytest.approx(bound, abs=1e-9)
    assert (eight_blobs.at(RHOS) > bound + 0.002).all()


def test_draws_find_what_quadrature_finds():
    # clouds on the line at -1, 0.2 and 2 of different widths
    line = Blobs(
        np.array([0.5, 0.3, 0.2]),
        np.array([[-1.0], [0.2], [2.0]]),
        np.array([0.01, 0.0, 0.2]),
    ).normalised()[0]
    exact = by_quadrature(line, gauss_angles(80)[0])
    drawn = by_draws(line, gauss_angles(80)[0], 20_000, np.random.default_rng(0))
    assert drawn.at(RHOS) == pytest.approx(exact.at(RHOS), abs=0.01)
    assert drawn.draws == 20_000
    assert exact.draws == 0


def test_an_axis_of_constant_zero_halves_what_is_known_of_the_rest():
    # In two dimensions a cloud on a line is as separate, per coordinate, as scaled by sqrt 2.
    flat = Blobs.of_points(np.array([[1.0, 0.0], [-1.0, 0.0]])).normalised()[0]
    found = by_quadrature(flat, gauss_angles(200)[0])
    z, w = np.polynomial.hermite_e.hermegauss(150)
    for rho in RHOS:
        grown = np.sqrt(2.0) * rho
        exact = float(w @ np.tanh(grown**2 + grown * z) / w.sum())
        assert found.at(np.array([rho]))[0] == pytest.approx(exact, abs=1e-4)


def test_normalising_shifts_and_scales_and_nothing_else():
    draw = np.random.default_rng(3)
    points = draw.standard_normal((50, 3)) * [1.0, 5.0, 0.2] + [3.0, -1.0, 0.0]
    found, shift, scale = Blobs.of_points(points).normalised()
    assert found.means * scale + shift == pytest.approx(points)
    assert found.weights @ found.means == pytest.approx(np.zeros(3), abs=1e-12)
    assert float((found.means**2).sum(axis=1).mean()) == pytest.approx(3.0)


def test_data_that_are_one_point_are_refused_in_words():
    with pytest.raises(FlowError, match="zero variance"):
        Blobs.of_points(np.full((4, 2), 7.0)).normalised()


def test_quadrature_in_three_dimensions_is_refused():
    with pytest.raises(FlowError, match="allowed are 1 and 2"):
        by_quadrature(Blobs.of_points(np.eye(3)), gauss_angles(4)[0])


def test_noise_below_the_bound_is_lifted_and_counted():
    angles, _ = gauss_angles(20)
    wrong = np.cos(angles) ** 2 * 1.1
    told = Separation(angles, wrong)
    assert (told.pull(angles) == 0.0).all()  # never the root of a negative number


def test_a_withdrawn_search_stops():
    ticket = Ticket()
    ticket.withdraw()
    blobs = Blobs.of_points(np.array([[1.0], [-1.0]]))
    with pytest.raises(Withdrawn):
        by_quadrature(blobs, gauss_angles(4)[0], ticket)
    with pytest.raises(Withdrawn):
        by_draws(blobs, gauss_angles(4)[0], 10, np.random.default_rng(0), ticket)


def test_the_best_denoiser_tells_the_same_as_the_formula_and_a_worse_one_less():
    angles = gauss_angles(15)[0]
    clean = np.sign(np.random.default_rng(0).standard_normal((20_000, 1)))

    def best(seen, rho):
        return np.tanh(rho * seen)

    exact = by_quadrature(Blobs.of_points(np.array([[1.0], [-1.0]])), angles)
    found = by_denoiser(best, clean, angles, np.random.default_rng(1))
    assert np.abs(found.unknown - exact.unknown).max() < 0.02
    worse = by_denoiser(
        lambda seen, rho: 0.8 * best(seen, rho), clean, angles, np.random.default_rng(1)
    )
    assert (worse.unknown >= found.unknown - 1e-4).all()
    assert worse.unknown.sum() > found.unknown.sum() + 0.1
