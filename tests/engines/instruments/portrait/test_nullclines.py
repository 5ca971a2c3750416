from __future__ import annotations

import numpy as np
import pytest

from engines.instruments.portrait.nullclines import INSTRUMENT, nullcline, spoken


def test_nullclines_of_the_pendulum_are_known_curves(pendulum):
    flow = pendulum(c=0.5)
    flat = np.concatenate(nullcline(flow, 0, 64))
    np.testing.assert_allclose(flat[:, 1], 0.0, atol=1e-12)
    assert np.ptp(flat[:, 0]) == pytest.approx(14.0)
    wave = np.concatenate(nullcline(flow, 1, 64))
    np.testing.assert_allclose(wave[:, 1], -np.sin(wave[:, 0]) / 0.5, atol=1e-10)


def test_a_zero_that_lies_on_the_nodes_is_still_found(saddle):
    line = np.concatenate(nullcline(saddle(), 0, 4))
    np.testing.assert_allclose(line[:, 0], 0.0, atol=1e-12)
    assert np.ptp(line[:, 1]) == pytest.approx(2.0)


def test_every_line_has_its_role_and_each_role_its_label(measured, pendulum):
    curves = measured(INSTRUMENT, pendulum())[-1].layers["nullclines"]
    assert set(curves.roles) == {"nullcline_first", "nullcline_second"}
    assert dict(curves.labels) == {"nullcline_first": "θ̇ = 0", "nullcline_second": "v̇ = 0"}


def test_long_names_are_written_out():
    assert spoken("x_1", "first") == "dfirst/dt"


def test_an_unsteady_flow_and_a_map_are_refused(drift, henon):
    assert INSTRUMENT.refuses(drift()) == "needs a steady flow"
    assert INSTRUMENT.refuses(henon()) == "needs continuous time"
