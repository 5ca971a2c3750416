import numpy as np
import pytest

from engines.numerics.diffusion.path import Linear, Trig
from engines.numerics.kinetic.chord import Blended, KineticOptimal

INSIDE = np.linspace(0.02, 0.98, 49)


def test_the_chord_of_two_points_is_the_known_one(two_points):
    best = KineticOptimal(two_points)
    assert best.opening == pytest.approx(0.69126, abs=1e-4)
    assert best.energy == pytest.approx(0.45912, abs=1e-4)
    here = best.at(0.5)
    assert (here.a, here.s) == pytest.approx((0.88480, 0.31993), abs=1e-4)


def test_rates_are_those_of_the_shares(two_points, eight_blobs, gaussian):
    h = 1e-4
    for separation in (two_points, eight_blobs, gaussian):
        best = KineticOptimal(separation)
        for share, rate in ((best.a, best.da), (best.s, best.ds)):
            slope = (share(INSIDE + h) - share(INSIDE - h)) / (2.0 * h)
            assert rate(INSIDE) == pytest.approx(slope, rel=0.02, abs=0.02)
        assert best.sds(INSIDE) == pytest.approx(best.s(INSIDE) * best.ds(INSIDE))


def test_times_are_found_from_the_ratio_of_signal_to_noise(two_points, eight_blobs, gaussian):
    for separation in (two_points, eight_blobs, gaussian):
        best = KineticOptimal(separation)
        assert best.time_of(best.lam(INSIDE)) == pytest.approx(INSIDE, abs=1e-6)
        assert best.time_of(np.array([-np.inf, np.inf])) == pytest.approx([0.0, 1.0], abs=1e-9)


def test_it_is_a_path_from_noise_to_data(two_points, eight_blobs):
    for separation in (two_points, eight_blobs):
        best = KineticOptimal(separation)
        assert (best.a(0.0), best.s(0.0)) == pytest.approx((0.0, 1.0), abs=1e-12)
        assert (best.a(1.0), best.s(1.0)) == pytest.approx((1.0, 0.0), abs=1e-12)
        best.increasing()


def test_unrolled_it_is_straight(two_points):
    best = KineticOptimal(two_points)
    r, theta = best.turned(INSIDE)
    phi = np.interp(theta, best._angles, best._unrolled)
    chord = r * np.exp(1j * phi)
    exact = (1.0 - INSIDE) + INSIDE * np.exp(1j * best.opening)
    assert np.abs(chord - exact).max() < 1e-6


def test_for_gaussian_data_the_circle_is_taken(gaussian):
    best = KineticOptimal(gaussian)
    assert best.free
    assert best.energy < 1e-12
    assert best.a(INSIDE) == pytest.approx(np.sin(0.5 * np.pi * INSIDE))


def test_a_blend_ends_at_both(two_points):
    best = KineticOptimal(two_points)
    assert Blended(Linear(), best, 0.0).a(INSIDE) == pytest.approx(INSIDE)
    assert Blended(Linear(), best, 1.0).da(INSIDE) == pytest.approx(best.da(INSIDE))
    half = Blended(Linear(), Trig(), 0.5)
    assert half.s(INSIDE) == pytest.approx(0.5 * (Linear().s(INSIDE) + Trig().s(INSIDE)))
    assert half.sds(INSIDE) == pytest.approx(half.s(INSIDE) * half.ds(INSIDE))


def test_angles_unroll_to_those_of_the_chord(two_points):
    best = KineticOptimal(two_points)
    assert best.angle_of(0.0) == 0.0
    assert best.angle_of(0.5 * np.pi) == pytest.approx(best.opening)
    r, theta = best.turned(0.5)
    assert r * np.exp(1j * best.angle_of(theta)) == pytest.approx(
        0.5 + 0.5 * np.exp(1j * best.opening), abs=1e-6
    )
