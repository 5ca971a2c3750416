from __future__ import annotations

import math

import numpy as np
import pytest

from engines.instruments.cycles.repeated import repeated
from engines.instruments.portrait.scales import seeds
from engines.systems.system_file import system_from_text


def logistic(r):
    text = f"""
    title = "Logistic"
    [next]
    x = "{r}*x*(1 - x)"
    [states]
    x = {{ low = 0.0, high = 1.0 }}
    """
    return system_from_text(text, "logistic").flow_at({})


def test_the_logistic_map_at_4_has_all_its_orbits():
    """F^k has 2^k fixed points, so there are 2, 1, 2, 3, 6 orbits of prime period 1 to 5."""
    flow = logistic(4.0)
    found = list(repeated(flow, seeds(flow.box, 600, 0, "t"), 5))
    assert [len(orbits) for orbits in found] == [2, 1, 2, 3, 6]
    for k, orbits in enumerate(found, 1):
        for one in orbits:
            size = 4.0 if k == 1 and abs(one.place[0]) < 1e-9 else 2.0**k
            assert abs(one.multipliers[0]) == pytest.approx(size, rel=1e-6)
            assert one.kind == "unstable"


@pytest.mark.parametrize("r", [3.2, 3.4])
def test_the_two_cycle_of_the_logistic_map_has_its_known_multiplier(r):
    flow = logistic(r)
    _, (two,) = repeated(flow, seeds(flow.box, 60, 0, "t"), 2)
    assert two.multipliers[0].real == pytest.approx(4.0 + 2.0 * r - r * r, abs=1e-10)
    assert two.kind == "stable"


def test_henon_has_as_many_orbits_as_are_known(shipped):
    """Biham & Wenzel (1989), Phys. Rev. Lett. 63, 819: 1, 1, 0, 1, 0, 2, 4 on the attractor, and
    one fixed point beside it.
    """
    flow = shipped("henon")
    path = flow.record(np.array([[0.1, 0.1]]), np.arange(200.0))[0]
    starts = np.concatenate([seeds(flow.box, 300, 0, "t"), path])
    counts = [len(orbits) for orbits in repeated(flow, starts, 7)]
    assert counts == [2, 1, 0, 1, 0, 2, 4]


def test_area_is_kept_so_multipliers_multiply_to_one(shipped):
    flow = shipped("standard-map")
    for orbits in repeated(flow, seeds(flow.box, 80, 0, "t"), 3):
        for one in orbits:
            assert np.prod(one.multipliers).real == pytest.approx(1.0, abs=1e-6)


def test_a_driven_linear_oscillator_has_one_cycle_with_known_multipliers(shipped):
    flow = shipped("duffing", alpha=1.0, beta=0.0, delta=0.5, gamma=0.8, omega=1.3)
    period = 2 * math.pi / 1.3
    one, two = repeated(flow, seeds(flow.box, 20, 0, "t"), 2, 0.0, period)
    assert (len(one), len(two)) == (1, 0)
    response = 0.8 / (1.0 - 1.3**2 + 1j * 0.5 * 1.3)
    np.testing.assert_allclose(one[0].place, [response.real, (1.3j * response).real], atol=1e-8)
    exact = np.exp(np.roots([1.0, 0.5, 1.0]) * period)
    np.testing.assert_allclose(
        np.sort_complex(one[0].multipliers), np.sort_complex(exact), atol=1e-8
    )
