import numpy as np
import pytest

from engines.errors import FlowError
from engines.instruments.barriers.active import active_fields, active_ftle
from engines.running.ticket import Ticket, Withdrawn

SIDE = np.linspace(-1.0, 1.0, 21)
GX, GY = np.meshgrid(SIDE, SIDE)


@pytest.mark.parametrize("sigma", [0.3, 1.0, 2.0])
def test_a_saddle_of_force_is_stretched_at_its_rate(sigma):
    found = active_ftle(SIDE, SIDE, -0.7 * GX, 0.7 * GY, sigma=sigma, speed="none")
    np.testing.assert_allclose(found, 0.7, atol=1e-8)


def test_a_whirl_of_force_turns_and_does_not_stretch():
    found = active_fields(SIDE, SIDE, -0.5 * GY, 0.5 * GX, sigma=2.0, speed="none")
    np.testing.assert_allclose(found.ftle, 0.0, atol=1e-7)
    np.testing.assert_allclose(found.rotation, 1.0, atol=1e-6)
    inner = np.hypot(GX, GY) > 1e-9
    np.testing.assert_allclose(found.stretching[inner], 0.0, atol=1e-7)


def test_along_a_barrier_the_force_grows_as_it_does_along_the_outgoing_axis():
    found = active_fields(SIDE, SIDE, -GX, GY, sigma=0.5, speed="none")
    np.testing.assert_allclose(found.stretching[:, 10][SIDE != 0.0], 1.0, atol=1e-6)  # x = 0
    np.testing.assert_allclose(found.stretching[10][SIDE != 0.0], -1.0, atol=1e-6)  # y = 0


def test_neither_viscosity_nor_size_matters_at_the_usual_speed():
    wave = np.sin(np.pi * GY) + GX**2
    once = active_ftle(SIDE, SIDE, wave, -GX)
    np.testing.assert_allclose(active_ftle(SIDE, SIDE, 1e-6 * wave, -1e-6 * GX), once, rtol=1e-9)
    np.testing.assert_allclose(active_ftle(5 * SIDE, 5 * SIDE, wave, -GX), once, rtol=1e-9)


def test_with_every_barrier_at_one_speed_a_parallel_shear_is_no_shear():
    found = active_ftle(SIDE, SIDE, 2.0 + GY, 0.0 * GX, speed="unit", length=1.0)
    np.testing.assert_allclose(found, 0.0, atol=1e-7)
    sheared = active_ftle(SIDE, SIDE, 2.0 + GY, 0.0 * GX, speed="none")
    np.testing.assert_allclose(sheared, np.arcsinh(0.5), atol=1e-7)


def test_round_a_torus_there_is_no_border():
    side = 2.0 * np.pi * np.arange(64) / 64
    x, y = np.meshgrid(side, side)
    bx, by = np.sin(2.0 * y), np.sin(2.0 * x)
    found = active_ftle(side, side, bx, by, speed="none", periodic=(True, True))
    np.testing.assert_allclose(found, np.roll(found, (32, 32), (0, 1)), atol=1e-6)
    assert found[0, 0] == pytest.approx(2.0, abs=1e-3)  # saddle of rates +-2 at the corner


def test_no_force_stretches_nothing_and_a_gap_stays_one():
    bx = np.zeros_like(GX)
    bx[2, 3] = np.nan
    found = active_ftle(SIDE, SIDE, bx, np.zeros_like(GX))
    assert np.isnan(found[2, 3])
    assert np.nansum(np.abs(found)) == 0.0
    found = active_ftle(SIDE, SIDE, bx + 1.0, GX)
    assert np.isnan(found).sum() == 1


@pytest.mark.parametrize(
    ("asked", "said"),
    [({"sigma": 0.0}, "sigma = 0"), ({"sigma": np.nan}, "sigma"), ({"speed": "fast"}, "rms, unit")],
)
def test_what_makes_no_sense_is_refused_in_a_sentence(asked, said):
    with pytest.raises(FlowError, match=said):
        active_ftle(SIDE, SIDE, GX, GY, **asked)
    with pytest.raises(FlowError, match="allowed from 4 x 4"):
        active_ftle(SIDE[:3], SIDE, GX[:, :3], GY[:, :3])


def test_a_withdrawn_ticket_ends_it():
    ticket = Ticket()
    ticket.withdraw()
    with pytest.raises(Withdrawn):
        active_ftle(SIDE, SIDE, GX, GY, ticket=ticket)
