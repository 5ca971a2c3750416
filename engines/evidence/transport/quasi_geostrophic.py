"""A windy basin on a turning planet: what its solver keeps exactly, and currents that are known."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from importlib import resources

import numpy as np

from engines.protocols.check import Claim
from engines.systems.gridded.store import open_store
from engines.systems.pde.closed_basin import ClosedBasin, Waters
from engines.systems.pde.gyre import RIM, WATERS

ID = "ocean-gyres"
ARAKAWA = "Arakawa (1966), exact"
SIDE, BETA = 1e6, 2e-11
STILL = Waters(side=SIDE, beta=BETA, wind=0.0, drag=0.0, viscosity=0.0)
WIND = 1e-16  # 1/s^2, so weak that nothing but the linear terms counts
Measured = tuple[str, bool, bool]


def _mode(basin: ClosedBasin, across: int, up: int) -> np.ndarray:
    angle = math.pi * basin.nodes / basin.waters.side
    return np.sin(up * angle)[:, None] * np.sin(across * angle)[None, :]


def _curl(basin: ClosedBasin, psi: np.ndarray) -> np.ndarray:
    around = psi[1:-1, 2:] + psi[1:-1, :-2] + psi[2:, 1:-1] + psi[:-2, 1:-1]
    found: np.ndarray = (around - 4.0 * psi[1:-1, 1:-1]) / basin.cell**2
    return found


def energy(basin: ClosedBasin, vorticity: np.ndarray) -> float:
    """Kinetic energy per mass, summed by parts: -<psi w> / 2, m^2/s^2."""
    inner = basin.stream(vorticity)[1:-1, 1:-1]
    return float(-0.5 * (inner * vorticity).mean())


def enstrophy(basin: ClosedBasin, vorticity: np.ndarray) -> float:
    """<w^2> / 2, 1/s^2."""
    return float(0.5 * (vorticity**2).mean())


def stirred(basin: ClosedBasin) -> np.ndarray:
    """Eddies whose paths cross within a few days, 1/s."""
    modes = _mode(basin, 1, 2) + _mode(basin, 3, 1) - _mode(basin, 2, 3) + _mode(basin, 4, 4)
    return 1e-5 * modes[1:-1, 1:-1]


def _carried(basin: ClosedBasin, vorticity: np.ndarray, span: float, steps: int) -> np.ndarray:
    for _ in range(steps):
        vorticity = basin.stepped(vorticity, span / steps)
    return vorticity


def drift(law: Callable[[ClosedBasin, np.ndarray], float], beta: float, steps: int) -> float:
    """Relative change of a quantity over 20 days without wind and friction."""
    basin = ClosedBasin(replace(STILL, beta=beta), 32)
    begun = stirred(basin)
    ended = _carried(basin, begun, 20 * 86400.0, steps)
    return law(basin, ended) / law(basin, begun) - 1.0


def _kept(law: Callable[[ClosedBasin, np.ndarray], float], beta: float) -> Measured:
    """The grid keeps it; what is lost is the step's, and falls with its third power at least."""
    coarse, fine = (abs(drift(law, beta, steps)) for steps in (640, 1280))
    order = math.log2(coarse / fine)
    said = f"{fine:.1e} of it is lost, order {order:.2f} in the step"
    return said, fine <= 1e-5 and order >= 2.7, False


def _order() -> Measured:
    driven = Waters(side=SIDE, beta=BETA, wind=5e-13, drag=1e-7, viscosity=150.0)
    basin = ClosedBasin(driven, 32)
    begun, span = stirred(basin), 2e5
    tight = _carried(basin, begun, span, 512)
    off = [np.abs(_carried(basin, begun, span, steps) - tight).max() for steps in (32, 64)]
    order = math.log2(off[0] / off[1])
    return f"{order:.2f}", 2.8 <= order <= 3.3, False


def rossby_error(cells: int, across: int, up: int) -> float:
    """How far a wave of the basin is from its formula after a period, over its size.

    psi = cos(beta x / (2 w) + w t) sin(m pi x / L) sin(n pi y / L)
    w = beta L / (2 pi sqrt(m^2 + n^2))
    """
    basin = ClosedBasin(STILL, cells)
    turn = BETA * SIDE / (2.0 * math.pi * math.hypot(across, up))
    phase = BETA * basin.nodes[None, :] / (2.0 * turn)
    psi = np.cos(phase) * _mode(basin, across, up)
    period = 2.0 * math.pi / turn
    ended = _carried(basin, _curl(basin, psi), period, 240)
    return float(np.abs(basin.stream(ended) - psi).max() / np.abs(psi).max())


def _rossby(across: int, up: int) -> Measured:
    coarse, fine = (rossby_error(cells, across, up) for cells in (32, 64))
    order = math.log2(coarse / fine)
    said = f"{100.0 * fine:.1f} % off after a period on 64 cells, order {order:.2f}"
    return said, fine <= 0.05 and 1.7 <= order <= 2.3, False


def settled(waters: Waters, cells: int, step: float, steps: int) -> tuple[ClosedBasin, np.ndarray]:
    """A basin and its vorticity after some steps from rest."""
    basin = ClosedBasin(waters, cells)
    rest = np.zeros((cells - 1, cells - 1))
    return basin, _carried(basin, rest, step * steps, steps)


def profile(waters: Waters, x: np.ndarray) -> np.ndarray:
    """F of psi = F(x) sin(l y), l = 2 pi / L, in the steady current of a weak wind.

        A (D^2 - l^2)^2 F - r (D^2 - l^2) F - beta D F = W,   F = F'' = 0 on both walls

    without the walls of F'' where A = 0.
    """
    wave, side = 2.0 * math.pi / waters.side, waters.side
    a, r = waters.viscosity, waters.drag
    terms = [a, 0.0, -2.0 * a * wave**2 - r, -waters.beta, a * wave**4 + r * wave**2]
    roots = np.roots(terms)  # leading zeros are left out
    # each exponential is measured from the wall at which it is 1
    at = np.where(roots.real > 0.0, side, 0.0)
    walls = np.array([0.0, side])[:, None]
    rows = [np.exp(roots * (walls - at))]
    if a:
        rows.append((roots * side) ** 2 * rows[0])
    free = waters.wind / terms[-1]
    wanted = np.zeros(len(roots), complex)
    wanted[:2] = -free
    shares = np.linalg.solve(np.concatenate(rows), wanted)
    return np.asarray(free + (np.exp(roots * (x[:, None] - at)) @ shares).real)


STOMMEL = Waters(SIDE, BETA, WIND, drag=2e-6, viscosity=0.0)
MUNK = Waters(SIDE, BETA, WIND, drag=0.0, viscosity=BETA * (0.06 * SIDE) ** 3)


@cache
def _transport(waters: Waters, cells: int = 48) -> tuple[np.ndarray, np.ndarray]:
    """Nodes along x, and F of `profile` as simulated."""
    basin, vorticity = settled(waters, cells, 2.5e4, 2400)
    sine = np.sin(2.0 * math.pi * basin.nodes / SIDE)
    return basin.nodes, 2.0 * sine @ basin.stream(vorticity) / cells


def _current(waters: Waters) -> Measured:
    x, found = _transport(waters)
    exact = profile(waters, x)
    off = float(np.abs(found - exact).max() / np.abs(exact).max())
    return f"{100.0 * off:.2f} % of the largest", off <= 0.01, False


def crest(x: np.ndarray, values: np.ndarray) -> float:
    """Where a curve is highest, by a parabola through its three highest nodes."""
    top = int(np.argmax(values))
    before, at, after = values[top - 1 : top + 2]
    return float(x[top] + 0.5 * (x[1] - x[0]) * (before - after) / (before - 2.0 * at + after))


def _width() -> Measured:
    """How far from the western wall the current turns back, in widths (A / beta)^(1/3)."""
    x, found = _transport(MUNK)
    fine = np.linspace(0.0, SIDE, 4001)
    width = (MUNK.viscosity / BETA) ** (1.0 / 3.0)
    ours, exact = crest(x, found) / width, crest(fine, profile(MUNK, fine)) / width
    return f"{ours:.3f} against {exact:.3f} widths", abs(ours / exact - 1.0) <= 0.02, False


def _sverdrup() -> Measured:
    """Far from friction, in the eastern interior: beta v = curl of the wind."""
    waters = replace(MUNK, viscosity=BETA * (0.03 * SIDE) ** 3)
    basin, vorticity = settled(waters, 64, 1.2e5, 2500)
    _, v = basin.velocity(vorticity)
    interior = slice(basin.n // 2, int(0.8 * basin.n))
    ratio = waters.beta * v[basin.n // 4, interior] / -waters.wind
    off = float(np.abs(ratio - 1.0).max())
    return f"{100.0 * off:.1f} % off", off <= 0.05, False


def shipped_divergence() -> tuple[float, float]:
    """Largest divergence of a day that is shipped, and the most that rounding makes of none, 1/s."""
    with resources.as_file(resources.files("assets") / "series" / "quasi-geostrophic.nc") as path:
        kept = open_store(path)
        u, v = (np.asarray(kept[name][30].values, float) for name in ("u", "v"))
        step = max(float(kept[name].encoding["scale_factor"]) for name in ("u", "v"))
    cell = WATERS.side / (len(u) - 1 - 2 * RIM)
    sides = (u[1:-1, 2:] - u[1:-1, :-2] + v[2:, 1:-1] - v[:-2, 1:-1]) / (2.0 * cell)
    return float(np.nanmax(np.abs(sides))), 4.0 * 0.5 * step / (2.0 * cell)


def _free() -> Measured:
    found, allowed = shipped_divergence()
    return f"{found:.1e} 1/s, rounding makes {allowed:.1e}", found <= 1.001 * allowed, False


def _claims() -> tuple[Claim, ...]:
    found: list[Claim] = []

    def law(check: str, must: str, source: str, measure: Callable[[], Measured]) -> None:
        found.append(Claim(ID, check, "law", must, source, measure, seconds=2.0))

    law("without wind and friction the energy is kept, on a turning planet",
        "1e-5 in 20 days, lost to the third power of the step", ARAKAWA,
        lambda: _kept(energy, BETA))  # fmt: skip
    law("without wind and friction the enstrophy is kept, on a plane that does not turn",
        "1e-5 in 20 days, lost to the third power of the step", ARAKAWA,
        lambda: _kept(enstrophy, 0.0))  # fmt: skip
    law("order of the step, with wind and friction", "2.8 to 3.3",
        "Shu & Osher (1988), order 3", _order)  # fmt: skip
    for across, up in ((1, 1), (2, 1)):
        law(f"Rossby wave of the basin, mode ({across}, {up}), after one period",
            "5 % on 64 cells, of second order in the cell",
            "exact: w = beta L / (2 pi sqrt(m^2 + n^2))",
            lambda across=across, up=up: _rossby(across, up))  # type: ignore[misc]  # fmt: skip
    law("gyres of a weak wind with friction at the bottom", "1 % of the largest transport",
        "Stommel (1948), exact", lambda: _current(STOMMEL))  # fmt: skip
    law("gyres of a weak wind with lateral friction", "1 % of the largest transport",
        "Munk (1950), exact where water slips", lambda: _current(MUNK))  # fmt: skip
    law("width of the current along the western wall", "2 % of the exact one",
        "Munk (1950), exact where water slips", _width)  # fmt: skip
    law("Sverdrup's balance in the eastern interior", "5 %", "Sverdrup (1947)", _sverdrup)
    law("the shipped velocities have no divergence", "what rounding makes of none", "exact", _free)
    return tuple(found)


CLAIMS: tuple[Claim, ...] = _claims()
