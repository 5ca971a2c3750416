from __future__ import annotations

import numpy as np
import pytest

from engines.instruments.descent.modes import Modes, curvatures, eigenvalues


def test_it_needs_a_landscape(pendulum, descending):
    assert Modes.refuses(pendulum) == "needs a method on a landscape"
    assert not Modes.refuses(descending("rosenbrock"))


def test_the_rates_of_nesterovs_flow_are_those_of_its_jacobian(descending):
    flow = descending("single-mode", lam=0.25)
    values = eigenvalues(flow, np.array([0.25]))[0]
    exact = np.linalg.eigvals(flow.jacobian(np.zeros((1, 2)), 0.0)[0])
    np.testing.assert_allclose(np.sort_complex(values), np.sort_complex(exact), atol=1e-12)


def test_multipliers_are_those_of_the_jacobian_of_a_step(descending):
    flow = descending("single-mode", discrete=True, lam=0.25, member="triple momentum")
    values = eigenvalues(flow, np.array([0.25]))[0]
    exact = np.linalg.eigvals(flow.jacobian(np.zeros((1, 2)), 0.0)[0] + np.eye(2))
    np.testing.assert_allclose(np.sort_complex(values), np.sort_complex(exact), atol=1e-12)


def test_the_slowest_rate_of_the_immersed_flow_is_the_root_of_mu(descending, put_on):
    (frame,) = put_on(Modes, descending("quadratic-bowl", member="exact immersion", kappa=100.0))
    assert frame.readings["modes"].value == pytest.approx(-0.1, abs=1e-7)
    assert frame.readings["modes"].sign == "attract"
    assert np.abs(frame.layers["mode_values"].positions[:, 1]).max() < 1e-7
    assert "defect c − d h = 0.000" in frame.trust.sentence


def test_the_spectral_radius_of_heavy_ball_is_its_rate(descending, put_on):
    flow = descending("single-mode", discrete=True, member="heavy ball", kappa=100.0)
    (frame,) = put_on(Modes, flow)
    assert frame.readings["modes"].value == pytest.approx(9 / 11, abs=1e-6)
    radii = np.linalg.norm(frame.layers["mode_values"].positions, axis=1)
    np.testing.assert_allclose(radii, 9 / 11, atol=1e-6)


def test_too_long_a_step_leaves_the_circle(descending, put_on):
    flow = descending("single-mode", discrete=True, member="heavy ball", step_factor=2.2)
    (frame,) = put_on(Modes, flow)
    assert frame.readings["modes"].sign == "repel"


def test_its_view_holds_every_mode_even_without_damping(descending):
    for flow in (
        descending("single-mode", member="free", d=0.0, h=0.0),
        descending("single-mode", member="exact immersion"),
    ):
        across, up = Modes.axes(flow, None)
        values = eigenvalues(flow, curvatures(flow))
        assert across.low < across.high
        assert up.low <= values.imag.min() <= values.imag.max() <= up.high
