import numpy as np
import pytest

from engines.errors import UnfitError
from engines.instruments.transport.ftle import ftle
from engines.instruments.transport.velocity_gradient import (
    strain_rates,
    unfit_to_differentiate,
    velocity_gradient,
)
from engines.protocols.flow import Flow

PLACES = np.array([[0.3, 0.4], [1.1, 0.8], [1.7, 0.2], [0.9, 0.6]])


class _Opaque(Flow):
    dimension, states, steady = 2, ("x", "y"), True

    def velocity(self, states, time):
        return states

    def advance(self, states, start, stop, ticket=None):
        return states

    def record(self, states, times, ticket=None):
        return states[:, None]


def test_rates_of_strain_are_eigenvalues_of_the_symmetric_part():
    gradient = np.random.default_rng(3).normal(size=(30, 2, 2))
    wanted = np.linalg.eigvalsh(0.5 * (gradient + gradient.transpose(0, 2, 1)))
    np.testing.assert_allclose(strain_rates(gradient), wanted, atol=1e-13)


@pytest.mark.parametrize("sign", [1.0, -1.0])
def test_for_short_horizons_the_ftle_is_the_rate_of_strain(shipped, sign):
    """ftle(T) = s2 + O(T) forwards, -s1 + O(T) backwards."""
    flow = shipped("double-gyre").refined()
    rates = strain_rates(velocity_gradient(flow, PLACES, 1.0))
    wanted = rates[:, 1] if sign > 0.0 else -rates[:, 0]
    off = []
    for horizon in (1e-2, 1e-3, 1e-4):
        found = [
            ftle(flow, np.array([x]), np.array([y]), start=1.0, horizon=sign * horizon)[0, 0]
            for x, y in PLACES
        ]
        off.append(np.abs(np.array(found) - wanted).max())
    assert off[2] < 1e-4
    assert 5.0 < off[0] / off[1] < 20.0


def test_lost_states_have_no_gradient(shipped):
    found = velocity_gradient(shipped("saddle"), np.array([[np.nan, 0.0], [1.0, 1.0]]), 0.0)
    assert np.isnan(found[0]).all()
    assert np.isfinite(found[1]).all()


def test_a_flow_without_derivative_is_refused(shipped):
    assert "derivative" in unfit_to_differentiate(_Opaque())
    assert unfit_to_differentiate(shipped("saddle")) == ""
    with pytest.raises(UnfitError, match="derivative"):
        velocity_gradient(_Opaque(), PLACES, 0.0)


def test_on_a_sphere_the_gradient_is_that_along_the_surface(shipped):
    """A zonal flow: u does not depend on longitude, so east-east vanishes; no divergence."""
    flow = shipped("rossby-haurwitz")
    places = np.array([[10.0, 30.0], [100.0, -50.0], [-60.0, 85.0]])
    found = velocity_gradient(flow, places, 0.0)
    assert found.shape == (3, 2, 2)
    size = np.abs(found).max()
    np.testing.assert_allclose(np.trace(found, axis1=1, axis2=2), 0.0, atol=1e-9 * size)
