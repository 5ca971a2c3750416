from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from engines.systems.pde.closed_basin import ClosedBasin, Waters, jacobian

STILL = Waters(side=1e6, beta=0.0, wind=0.0, drag=0.0, viscosity=0.0)
DRIVEN = Waters(side=1.2e6, beta=2e-11, wind=5e-13, drag=1e-7, viscosity=150.0)


def mode(basin: ClosedBasin, m: int, n: int) -> np.ndarray:
    angle = math.pi * basin.nodes / basin.waters.side
    return np.sin(n * angle[:, None]) * np.sin(m * angle[None, :])


def test_the_stream_function_solves_its_equation_on_the_grid_and_rests_on_the_walls() -> None:
    basin = ClosedBasin(STILL, 24)
    vorticity = np.random.default_rng(0).normal(size=(23, 23))
    psi = basin.stream(vorticity)
    around = psi[1:-1, 2:] + psi[1:-1, :-2] + psi[2:, 1:-1] + psi[:-2, 1:-1]
    assert (around - 4.0 * psi[1:-1, 1:-1]) / basin.cell**2 == pytest.approx(vorticity, abs=1e-10)
    assert max(abs(psi[0]).max(), abs(psi[:, -1]).max()) == 0.0


def test_the_velocity_has_no_flow_through_the_walls_and_slips_along_them() -> None:
    basin = ClosedBasin(STILL, 64)
    u, v = basin.velocity(-2.0 * (math.pi / 1e6) ** 2 * mode(basin, 1, 1)[1:-1, 1:-1])
    angle = math.pi * basin.nodes / 1e6
    wanted = -math.pi / 1e6 * np.cos(angle[:, None]) * np.sin(angle[None, :])
    assert u == pytest.approx(wanted, abs=2e-3 * abs(wanted).max())
    assert abs(u[:, 0]).max() == 0.0
    assert abs(v[0]).max() == 0.0
    assert abs(u[0]).max() > 0.9 * math.pi / 1e6


def test_the_jacobian_makes_neither_energy_nor_enstrophy_and_is_antisymmetric() -> None:
    draw = np.random.default_rng(1)
    psi, w = (np.pad(draw.normal(size=(14, 14)), 1) for _ in range(2))
    found = jacobian(psi, w, 0.1)
    size = np.abs(found).sum()
    assert abs((psi[1:-1, 1:-1] * found).sum()) < 1e-13 * size
    assert abs((w[1:-1, 1:-1] * found).sum()) < 1e-13 * size
    assert jacobian(w, psi, 0.1) == pytest.approx(-found, abs=1e-10)


def test_the_jacobian_is_of_second_order() -> None:
    def error(n: int) -> float:
        x = np.linspace(0.0, 1.0, n + 1)
        a = np.sin(2.0 * x[None, :]) * np.cos(x[:, None])
        b = np.exp(x[None, :]) * x[:, None] ** 2
        exact = (
            2.0
            * np.cos(2.0 * x[None, :])
            * np.cos(x[:, None])
            * np.exp(x[None, :])
            * (2.0 * x[:, None])
            + np.sin(2.0 * x[None, :]) * np.sin(x[:, None]) * np.exp(x[None, :]) * x[:, None] ** 2
        )
        return float(np.abs(jacobian(a, b, 1.0 / n) - exact[1:-1, 1:-1]).max())

    assert error(16) / error(32) == pytest.approx(4.0, rel=0.1)


def test_a_small_wave_of_the_basin_travels_west_with_the_period_of_the_formula() -> None:
    """psi = cos(beta x / (2 w) + w t) sin sin,  w = beta L / (2 pi sqrt(2))."""
    basin = ClosedBasin(replace(STILL, beta=2e-11), 64)
    x = basin.nodes[None, :]
    speed = 2e-11 * 1e6 / (2.0 * math.pi * math.sqrt(2.0))

    def psi(time: float) -> np.ndarray:
        return np.cos(2e-11 * x / (2.0 * speed) + speed * time) * mode(basin, 1, 1)

    def vorticity(field: np.ndarray) -> np.ndarray:
        around = field[1:-1, 2:] + field[1:-1, :-2] + field[2:, 1:-1] + field[:-2, 1:-1]
        return (around - 4.0 * field[1:-1, 1:-1]) / basin.cell**2

    w, quarter = vorticity(psi(0.0)), 0.5 * math.pi / speed
    for _ in range(40):
        w = basin.stepped(w, quarter / 40)
    assert basin.stream(w) == pytest.approx(psi(quarter), abs=0.01)


def test_drag_and_viscosity_take_what_their_formulas_say() -> None:
    basin = ClosedBasin(replace(STILL, drag=1e-6, viscosity=500.0), 48)
    begun = 1e-6 * mode(basin, 2, 1)[1:-1, 1:-1]
    w, step = begun, 5e3
    for _ in range(20):
        w = basin.stepped(w, step)
    # J(psi, w) is zero for a single wave
    decay = 1e-6 + 500.0 * 5.0 * (math.pi / 1e6) ** 2
    assert w == pytest.approx(begun * math.exp(-decay * 1e5), rel=2e-4)


def test_weak_steady_wind_drives_the_gyres_of_stommel_with_a_current_along_the_western_wall() -> (
    None
):
    """The equation r (F'' - l^2 F) + beta F' = -W, where psi = F(x) sin(l y) and l = 2 pi / L."""
    side, drag, beta, wind = 1e6, 2e-6, 2e-11, 1e-16
    basin = ClosedBasin(Waters(side, beta, wind, drag, viscosity=0.0), 48)
    w = np.zeros((47, 47))
    for _ in range(160):
        w = basin.stepped(w, 5e4)
    assert np.abs(basin.rates(w)).max() < 1e-3 * wind
    wave = 2.0 * math.pi / side
    roots = (-beta + np.array([1.0, -1.0]) * math.hypot(beta, 2.0 * drag * wave)) / (2.0 * drag)
    x = basin.nodes
    (a, b) = np.linalg.solve(np.exp(np.outer([0.0, side], roots)), [1.0, 1.0])
    f = wind / (drag * wave**2) * (1.0 - a * np.exp(roots[0] * x) - b * np.exp(roots[1] * x))
    wanted = np.sin(wave * x)[:, None] * f
    assert basin.stream(w) == pytest.approx(wanted, abs=0.02 * np.abs(wanted).max())
    assert x[np.argmax(f)] < 0.3 * side


def test_the_step_is_of_third_order() -> None:
    basin = ClosedBasin(DRIVEN, 24)
    begun = 1e-5 * (mode(basin, 1, 2) + mode(basin, 3, 1))[1:-1, 1:-1]

    def after(steps: int) -> np.ndarray:
        w = begun
        for _ in range(steps):
            w = basin.stepped(w, 2e5 / steps)
        return w

    tight = after(256)
    slope = math.log2(np.abs(after(16) - tight).max() / np.abs(after(32) - tight).max())
    assert 2.7 < slope < 3.4
