import numpy as np

from engines.instruments.barriers.gridded import (
    barrier_field,
    barrier_of_spin,
    grid_vorticity,
    without_gaps,
)

SIDE = 2.0 * np.pi * np.arange(96) / 96
GX, GY = np.meshgrid(SIDE, SIDE)
BOTH = (True, True)


def test_the_force_on_cells_of_taylor_and_green_is_minus_twice_their_velocity():
    u, v = -np.sin(GX) * np.cos(GY), np.cos(GX) * np.sin(GY)
    bx, by = barrier_field(SIDE, SIDE, u, v, viscosity=0.3, periodic=BOTH)
    np.testing.assert_allclose(bx, -0.6 * u, atol=1e-5)
    np.testing.assert_allclose(by, -0.6 * v, atol=1e-5)
    spin = grid_vorticity(SIDE, SIDE, u, v, periodic=BOTH)
    np.testing.assert_allclose(spin, -2.0 * np.sin(GX) * np.sin(GY), atol=1e-4)


def test_both_ways_to_the_force_agree():
    u, v = -np.sin(GX) * np.cos(GY), np.cos(GX) * np.sin(GY)
    spin = grid_vorticity(SIDE, SIDE, u, v, periodic=BOTH)
    of_spin = barrier_of_spin(SIDE, SIDE, spin, viscosity=0.3, smoothing=0.0, periodic=BOTH)
    straight = barrier_field(SIDE, SIDE, u, v, viscosity=0.3, periodic=BOTH)
    np.testing.assert_allclose(of_spin, straight, atol=1e-4)


def test_cubic_velocities_are_exact_in_a_box():
    x, y = np.linspace(-1.0, 1.0, 15), np.linspace(-2.0, 1.0, 12)
    gx, gy = np.meshgrid(x, y)
    bx, by = barrier_field(x, y, -(gx**3) / 6.0, gx**2 * gy / 2.0, viscosity=2.0)
    np.testing.assert_allclose(bx, -2.0 * gx, atol=1e-10)
    np.testing.assert_allclose(by, 2.0 * gy, atol=1e-10)


def test_smoothing_lowers_waves_as_a_gaussian_does():
    waves = np.sin(6.0 * GX)
    _, sharp = barrier_of_spin(SIDE, SIDE, waves, smoothing=0.0, periodic=BOTH)
    _, blunt = barrier_of_spin(SIDE, SIDE, waves, smoothing=1.5, periodic=BOTH)
    wanted = np.exp(-0.5 * (6.0 * 1.5 * SIDE[1]) ** 2)
    np.testing.assert_allclose(blunt, wanted * sharp, atol=2e-3 * np.abs(sharp).max())


def test_a_gap_stays_a_gap_and_spoils_nothing_else():
    spin = np.sin(GX)
    spin[3, 5] = np.nan
    bx, by = barrier_of_spin(SIDE, SIDE, spin, periodic=BOTH)
    assert np.isnan(by).sum() == np.isnan(bx).sum() == 1
    filled, lost = without_gaps(np.full((3, 3), np.nan))
    assert (filled == 0.0).all()
    assert lost.all()
