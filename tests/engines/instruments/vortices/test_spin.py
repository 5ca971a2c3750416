import numpy as np
import pytest

from engines.errors import UnfitError
from engines.instruments.vortices.spin import domain_of, unfit_to_spin, vorticity
from engines.protocols.capabilities import Box

PLACES = np.array([[0.3, -0.4], [1.0, 0.7], [-1.5, 1.2]])


def test_a_solid_rotation_spins_at_twice_its_rate(written):
    found = vorticity(written("-3*y", "3*x"), PLACES, 0.0)
    np.testing.assert_allclose(found, 6.0)
    assert found.shape == (3, 1)


def test_a_shear_spins_by_minus_its_rate(written):
    np.testing.assert_allclose(vorticity(written("0.7*y", "0"), PLACES, 0.0), -0.7)


def test_the_abc_flow_is_its_own_curl(shipped):
    flow = shipped("abc-flow")
    states = np.random.default_rng(1).uniform(0.0, 6.0, (20, 3))
    np.testing.assert_allclose(vorticity(flow, states, 0.0), flow.velocity(states, 0.0), atol=1e-12)


def test_a_turning_globe_spins_by_the_sine_of_the_latitude(globe):
    states = np.array([[10.0, 30.0], [-100.0, -45.0], [170.0, 80.0]])
    found = vorticity(globe(0.5), states, 0.0)[:, 0]
    np.testing.assert_allclose(found, np.sin(np.radians(states[:, 1])), atol=1e-12)
    domain = domain_of(globe(0.5).box, sphere=True)
    assert abs(domain.mean_vorticity(globe(0.5), 0.0)[0]) < 1e-12


def test_a_flow_without_derivative_is_refused_with_a_reason(globe):
    plain = globe(1.0)
    plain.whole = None
    assert "derivative" in unfit_to_spin(plain)
    with pytest.raises(UnfitError, match="derivative"):
        vorticity(plain, PLACES, 0.0)


def test_the_mean_over_a_box_is_the_integral_over_its_area(written):
    # w = x^3 + x + 2 over [-2, 2]^2: odd powers vanish
    flow = written("0", "x^4/4 + x^2/2 + 2*x")
    domain = domain_of(flow.box)
    np.testing.assert_allclose(domain.mean_vorticity(flow, 0.0), [2.0], rtol=1e-12)
    np.testing.assert_allclose(domain.weights.sum(), 1.0)


def test_a_domain_that_moves_is_asked_where_it_is(written):
    flow = written("0", "x^2")
    moved = domain_of(flow.box, placed=lambda nodes, time: nodes + np.array([time, 0.0]))
    np.testing.assert_allclose(moved.mean_vorticity(flow, 1.5), [3.0])


def test_nodes_without_a_value_do_not_count(written):
    flow = written("0", "2*x + 0*sqrt(y)")  # known above y = 0 only
    np.testing.assert_allclose(domain_of(flow.box).mean_vorticity(flow, 0.0), [2.0])
    nowhere = written("0", "2*x*sqrt(-1 - y^2)")
    assert np.isnan(domain_of(nowhere.box).mean_vorticity(nowhere, 0.0)).all()


def test_along_an_angle_the_nodes_are_equally_spaced():
    box = Box((0.0, -1.0), (4.0, 1.0), (True, False), ("", ""), ("", ""), ("", ""), (0.0, 0.0))
    across = np.unique(domain_of(box).states[:, 0])
    np.testing.assert_allclose(np.diff(across), 4.0 / len(across))
