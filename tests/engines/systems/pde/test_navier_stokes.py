from __future__ import annotations

import math

import numpy as np
import pytest

from engines.systems.pde.navier_stokes import Fluid, NavierStokes
from engines.systems.pde.periodic_plane import PeriodicPlane

PLANE = PeriodicPlane(32)
X, Y = PLANE.nodes[None, :], PLANE.nodes[:, None]
NOTHING = np.zeros((32, 32))


def after(solver: NavierStokes, fluid: Fluid, steps: int, step: float) -> Fluid:
    for _ in range(steps):
        fluid = solver.stepped(fluid, step)
    return fluid


def rough(seed: int = 3) -> tuple[np.ndarray, np.ndarray]:
    """Vorticity and dye of a few waves that interact."""
    draw = np.random.default_rng(seed)
    waves = np.zeros((2, 32, 17), complex)
    waves[:, :5, :5] = draw.normal(size=(2, 5, 5)) + 1j * draw.normal(size=(2, 5, 5))
    waves[:, 0, 0] = 0.0
    fields = PLANE.fields(waves)
    return tuple(fields / np.abs(fields).max(axis=(1, 2), keepdims=True))  # type: ignore[return-value]


def test_taylor_green_vortices_decay_as_the_formula_says() -> None:
    nu, time = 0.05, 2.0
    vorticity = -2.0 * np.sin(X) * np.sin(Y)
    fluid = after((solver := NavierStokes(PLANE, nu, nu)), solver.at(vorticity, NOTHING), 40, 0.05)
    assert fluid.time == pytest.approx(time)
    found = solver.vorticity(fluid)
    assert found == pytest.approx(vorticity * math.exp(-2.0 * nu * time), abs=1e-13)
    u, v = solver.velocity(fluid)
    assert u == pytest.approx(-np.sin(X) * np.cos(Y) * math.exp(-2.0 * nu * time), abs=1e-13)
    assert v == pytest.approx(np.cos(X) * np.sin(Y) * math.exp(-2.0 * nu * time), abs=1e-13)


def test_a_taylor_green_vortex_carried_along_is_displaced_by_the_mean_velocity() -> None:
    nu, step, steps = 0.01, 0.01, 100
    vorticity = -2.0 * np.sin(X) * np.sin(Y)
    solver = NavierStokes(PLANE, nu, nu, mean=(0.7, -0.3))
    found = solver.vorticity(after(solver, solver.at(vorticity, NOTHING), steps, step))
    moved = -2.0 * np.sin(X - 0.7) * np.sin(Y + 0.3) * math.exp(-2.0 * nu)
    assert found == pytest.approx(moved, abs=2e-7)


def test_one_wave_of_dye_diffuses_as_the_formula_says() -> None:
    kappa = 0.02
    dye = 0.5 + 0.5 * np.cos(3.0 * X + 2.0 * Y)
    solver = NavierStokes(PLANE, 0.1, kappa)
    found = solver.dye(after(solver, solver.at(NOTHING, dye), 10, 0.1))
    assert found == pytest.approx(0.5 + (dye - 0.5) * math.exp(-13.0 * kappa), abs=1e-14)


def test_neither_dye_nor_vorticity_nor_momentum_is_made() -> None:
    solver = NavierStokes(PLANE, 1e-3, 1e-3, mean=(0.2, 0.1))
    vorticity, dye = rough()
    begun = solver.at(vorticity, dye + 1.0)
    ended = after(solver, begun, 50, 0.02)
    assert solver.dye(ended).mean() == pytest.approx(solver.dye(begun).mean(), abs=1e-15)
    assert solver.vorticity(ended).mean() == pytest.approx(0.0, abs=1e-15)
    assert solver.velocity(ended).mean(axis=(1, 2)) == pytest.approx([0.2, 0.1], abs=1e-15)


def test_without_viscosity_energy_and_enstrophy_are_kept_as_well_as_the_step_is_small() -> None:
    solver = NavierStokes(PLANE, 0.0, 0.0)
    begun = solver.at(*rough())

    def drifts(step: float) -> tuple[float, float, float]:
        ended = after(solver, begun, round(1.0 / step), step)
        pairs = (
            (solver.velocity(begun), solver.velocity(ended)),
            (solver.vorticity(begun), solver.vorticity(ended)),
            (solver.dye(begun), solver.dye(ended)),
        )
        return tuple(abs((b**2).mean() / (a**2).mean() - 1.0) for a, b in pairs)  # type: ignore[return-value]

    for coarse, fine in zip(drifts(0.1), drifts(0.05), strict=True):
        assert coarse < 1e-3
        assert coarse / fine > 6.0  # third order or better


def test_enstrophy_falls_by_what_viscosity_takes() -> None:
    nu, step = 5e-3, 0.005
    solver = NavierStokes(PLANE, nu, nu)
    fluid = solver.at(*rough())
    enstrophy, lost = [], []
    for _ in range(201):
        w = fluid.waves[0]
        slopes = PLANE.fields(np.stack([PLANE.ik_x * w, PLANE.ik_y * w]))
        enstrophy.append(0.5 * (solver.vorticity(fluid) ** 2).mean())
        lost.append(nu * (slopes**2).sum(0).mean())
        fluid = solver.stepped(fluid, step)
    balance = enstrophy[0] - enstrophy[-1]
    assert balance > 0.004
    assert balance == pytest.approx(np.trapezoid(lost, dx=step), rel=1e-4)


def test_the_step_is_of_third_order() -> None:
    solver = NavierStokes(PLANE, 1e-2, 1e-2, mean=(0.3, 0.0))
    begun = solver.at(*rough())
    tight = after(solver, begun, 256, 1.0 / 256.0).waves

    def error(steps: int) -> float:
        return float(np.abs(after(solver, begun, steps, 1.0 / steps).waves - tight).max())

    slope = math.log2(error(8) / error(16))
    assert 2.8 < slope < 3.4
