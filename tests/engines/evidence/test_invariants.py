from __future__ import annotations

import numpy as np
import pytest

from engines.evidence import invariants as module
from engines.evidence.invariants import invariants
from engines.systems.system_file import system_from_text

LORENZ = """
title = "Lorenz"
step = {step}
duration = 25.0
period = 1.5
[rates]
x = "10*(y - x)"
y = "x*(28 - z) - y"
z = "x*y - 8*z/3"
[states]
x = {{ low = -20.0, high = 20.0, start = 1.0 }}
y = {{ low = -27.0, high = 27.0, start = 1.0 }}
z = {{ low = 0.0, high = 50.0, start = 20.0 }}
"""
CAT = """
title = "Cat map"
[next]
x = "mod(2*x + y, 1)"
y = "mod(x + y, 1)"
[states]
x = { low = 0.0, high = 1.0, start = 0.3 }
y = { low = 0.0, high = 1.0, start = 0.2 }
"""


@pytest.fixture(autouse=True)
def short(monkeypatch):
    monkeypatch.setattr(module, "PERIODS", 10.0)
    monkeypatch.setattr(module, "ITERATIONS", 400)
    monkeypatch.setattr(module, "POINTS", 4000)


def test_lorenz_is_known_with_its_errors():
    finding = invariants(system_from_text(LORENZ.format(step=0.01), "x"))
    found = finding.invariants
    assert finding.trusted
    assert found.lyapunov_spectrum[0] == pytest.approx(0.9056, abs=0.05)
    assert sum(found.lyapunov_spectrum) == pytest.approx(found.mean_divergence, abs=1e-3)
    assert found.kaplan_yorke == pytest.approx(2.062, abs=0.01)
    assert found.correlation_dimension == pytest.approx(2.06, abs=0.1)
    assert found.max_lyapunov == found.lyapunov_spectrum[0]
    assert 0.0 < found.errors["max_lyapunov"] == found.lyapunov_error[0] < 0.05
    assert "64 orbits, 10 periods each" in found.settings
    assert "RK4" in found.settings


def test_a_step_that_is_too_long_is_made_finer():
    finding = invariants(system_from_text(LORENZ.format(step=0.08), "x"))
    assert finding.trusted
    assert "Dormand-Prince" in finding.invariants.settings
    assert finding.invariants.lyapunov_spectrum[0] == pytest.approx(0.9056, abs=0.05)


def test_the_same_system_gives_the_same_numbers():
    system = system_from_text(CAT, "x")
    one, two = invariants(system).invariants, invariants(system).invariants
    assert one == two
    golden = np.log((3.0 + np.sqrt(5.0)) / 2.0)
    assert one.lyapunov_spectrum == pytest.approx((golden, -golden))
    assert "iterations" in one.settings


def test_orbits_that_leave_have_none():
    finding = invariants(system_from_text(CAT.replace("mod(2*x + y, 1)", "3*x*x + 1"), "x"))
    assert not finding.trusted
    assert not finding.invariants.known()
    assert finding.said
