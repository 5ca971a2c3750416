from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from engines.evidence.transport.quasi_geostrophic import (
    BETA,
    CLAIMS,
    MUNK,
    SIDE,
    STILL,
    STOMMEL,
    crest,
    drift,
    energy,
    enstrophy,
    profile,
    rossby_error,
    shipped_divergence,
    stirred,
)
from engines.systems.pde.closed_basin import ClosedBasin


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: claim.check)
def test_what_is_called_a_law_of_the_basin_holds(claim) -> None:  # type: ignore[no-untyped-def]
    said, passed, behind = claim.measure()
    assert passed, said
    assert not behind
    assert claim.kind == "law"


def test_energy_summed_by_parts_is_that_of_the_velocity() -> None:
    basin = ClosedBasin(STILL, 96)
    w = stirred(basin)
    u, v = basin.velocity(w)
    assert energy(basin, w) == pytest.approx(0.5 * (u**2 + v**2).mean(), rel=0.03)
    assert enstrophy(basin, w) == pytest.approx(0.5 * 4 * 1e-10 / 4, rel=0.03)


def test_a_planet_that_turns_does_not_keep_the_enstrophy() -> None:
    assert abs(drift(enstrophy, BETA, 320)) > 100.0 * abs(drift(enstrophy, 0.0, 320))


def test_a_wave_that_runs_the_other_way_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    right = rossby_error(32, 1, 1)
    turned = replace(STILL, beta=-BETA)
    monkeypatch.setattr("engines.evidence.transport.quasi_geostrophic.STILL", turned)
    assert rossby_error(32, 1, 1) < 2.0 * right  # half of a standing wave is the same in a mirror
    monkeypatch.setattr(
        "engines.evidence.transport.quasi_geostrophic.STILL", replace(STILL, beta=1.1 * BETA)
    )
    assert rossby_error(32, 1, 1) > 10.0 * right


@pytest.mark.parametrize("waters", [STOMMEL, MUNK])
def test_the_exact_profile_solves_its_equation_and_rests_on_the_walls(waters) -> None:  # type: ignore[no-untyped-def]
    x = np.linspace(0.0, SIDE, 2001)
    f, h, wave = profile(waters, x), x[1], 2.0 * math.pi / SIDE
    assert abs(f[[0, -1]]).max() < 1e-9 * f.max()
    second = (f[2:] - 2.0 * f[1:-1] + f[:-2]) / h**2
    slope = (f[2:] - f[:-2]) / (2.0 * h)
    spin = second - wave**2 * f[1:-1]
    rest = -waters.drag * spin[1:-1] - waters.beta * slope[1:-1]
    around = (spin[2:] - 2.0 * spin[1:-1] + spin[:-2]) / h**2 - wave**2 * spin[1:-1]
    assert waters.viscosity * around + rest == pytest.approx(waters.wind, rel=0.01)


def test_a_crest_is_found_between_nodes() -> None:
    x = np.linspace(0.0, 1.0, 11)
    assert crest(x, -((x - 0.437) ** 2)) == pytest.approx(0.437)


def test_the_shipped_currents_turn_much_more_than_they_diverge() -> None:
    found, allowed = shipped_divergence()
    assert 0.0 < found <= allowed < 1e-7
