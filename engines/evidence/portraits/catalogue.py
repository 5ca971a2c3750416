"""The catalogue: what its files claim about their equations, and that these are those of dysts."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Iterator
from functools import cache
from importlib import resources
from pathlib import Path

import numpy as np
from scipy.integrate import solve_ivp

from engines.equations import to_numba
from engines.evidence.dysts_pair import DystsPair, distance
from engines.protocols.check import Claim
from engines.protocols.flow import Flow
from engines.systems.ode import OdeFlow
from engines.systems.stiff.flow import StiffFlow
from engines.systems.system import System
from engines.systems.system_file import read_system

Measured = tuple[str, bool, bool]

EQUAL = 1e-10
# dysts finds an angle of this map by a search that ends within 1.5e-8
SEARCHED = {"blinking-vortex-map": 1e-7}
KINDS = {"ode": 129, "dde": 6, "map": 23}
IMPOSSIBLE = 11
# A state fades to 1e-15 before it grows again: an absolute tolerance would lose it.
_FADING = {"liu-chen"}
_TOO_CHAOTIC = 3.0  # rounding grows by e^3 in a period
# Heat baths: instead of volume they keep exp(-energy / temperature) times it.
_BATHS = {"nose-hoover": "a", "sprott-a": ""}


@cache
def catalogued() -> tuple[System, ...]:
    """Every shipped system that is also in dysts."""
    files = sorted(Path(str(resources.files("presets"))).glob("systems/*/*.toml"))
    texts = ((path, path.read_text(encoding="utf-8")) for path in files)
    return tuple(read_system(path) for path, text in texts if "\ndysts = " in text)


def around(system: System, seed: int = 0) -> np.ndarray:
    """The start and 63 states up to a twentieth of the window from it, shape (64, d)."""
    draw = np.random.default_rng(seed)
    width = np.subtract(system.box.high, system.box.low)
    off = draw.uniform(-0.05, 0.05, (64, len(width)))
    off[0] = 0.0
    return np.asarray(np.array(system.start) + width * off)


def growth(system: System, states: np.ndarray) -> np.ndarray:
    """How fast the measure that a conservative flow keeps would grow, 1/time, shape (n,)."""
    values = system.defaults()
    gradient = system.equations.evaluate_jacobian(states, 0.0, values)
    rates = system.equations.evaluate(states, 0.0, values)
    found = np.trace(gradient, axis1=1, axis2=2)
    if system.id in _BATHS:
        found = found - (states * rates).sum(axis=1) / values.get(_BATHS[system.id], 1.0)
    return np.asarray(found / max(np.abs(gradient).max(), 1e-300))


def differences(system: System, states: np.ndarray) -> np.ndarray:
    """df_i/dx_j in units of the window by central differences of fourth order, shape (n, d, d)."""
    values, width = system.defaults(), np.subtract(system.box.high, system.box.low)
    columns = []
    for j in range(len(width)):
        step = np.zeros(len(width))
        step[j] = 2e-6 * width[j]

        def rates(shift: float, step: np.ndarray = step) -> np.ndarray:
            return system.equations.evaluate(states + shift * step, 0.0, values)

        near, far = rates(1.0) - rates(-1.0), rates(2.0) - rates(-2.0)
        columns.append((8.0 * near - far) / 2.4e-5 / width)
    return np.stack(columns, axis=2)


def _whole() -> Measured:
    kinds = [system.kind for system in catalogued()]
    found = {kind: kinds.count(kind) for kind in KINDS}
    return ", ".join(f"{n} {kind}" for kind, n in found.items()), found == KINDS, False


def _conservative() -> Measured:
    worst, right = 0.0, True
    flows = [system for system in catalogued() if system.kind == "ode"]
    for system in flows:
        size = float(np.abs(growth(system, around(system))).max())
        claimed = "conservative" in system.catalogued.flags
        worst = max(worst, size) if claimed else worst
        right = right and claimed == (size < 1e-9)
    number = sum("conservative" in system.catalogued.flags for system in flows)
    return f"{number} of {len(flows)} keep it, within {worst:.0e}", right, False


def _jacobians() -> Measured:
    worst, name, number = 0.0, "", 0
    for system in catalogued():
        if system.kind == "dde" or not system.equations.smooth:
            continue
        number += 1
        states = around(system)
        width = np.subtract(system.box.high, system.box.low)
        found = system.equations.evaluate_jacobian(states, 0.0, system.defaults())
        found = found * width[None, None, :] / width[None, :, None]
        wanted = differences(system, states)
        kept = np.isfinite(wanted).all(axis=(1, 2))
        size = np.abs(wanted[kept]).max() or 1.0
        off = float(np.abs(found - wanted)[kept].max() / size)
        worst, name = max((worst, name), (off, system.id))
    return f"{number} systems, {worst:.0e} ({name})", worst < 1e-5, False


def _impossible() -> Measured:
    found = [s.id for s in catalogued() if any("Kaplan" in doubt for doubt in s.catalogued.doubts)]
    return f"{len(found)}: {', '.join(found)}", len(found) == IMPOSSIBLE, False


def ours(system: System) -> Flow:
    """The flow of a system, moved as carefully as this program can."""
    values, flags = system.defaults(), system.catalogued.flags
    if "stiff" in flags:
        return StiffFlow(system, values, 1e-11)
    # error control would take a corner for a singularity
    if "nonsmooth" in flags or system.id in _FADING:
        return OdeFlow(system, values, system.step / 20.0)
    return OdeFlow(system, values, None, "dormand_prince", 1e-12)


def scipys(system: System, span: float) -> np.ndarray:
    """Where a trajectory from the start is after `span` by a solver of scipy, shape (d,)."""
    values, stiff = tuple(system.defaults().values()), "stiff" in system.catalogued.flags
    compiled = to_numba.rates(system.equations)

    def rates(time: float, state: np.ndarray) -> np.ndarray:
        return np.asarray(compiled(*state, time, *values))

    method, tight = ("Radau", 1e-9) if stiff else ("DOP853", 1e-12)
    small = 1e-8 * tight * np.subtract(system.box.high, system.box.low)
    start = np.array(system.start)
    found = solve_ivp(rates, (0.0, span), start, method=method, rtol=tight, atol=small)
    return np.asarray(found.y[:, -1])


def arrival(system: System) -> float:
    """How far apart ours and scipy's are after two periods, in quarters of the window."""
    span = 2.0 * float(system.catalogued.period or 0.0)
    found = ours(system).advance(np.array([system.start]), 0.0, span)[0]
    quarter = 0.25 * np.subtract(system.box.high, system.box.low)
    return float(np.abs((found - scipys(system, span)) / quarter).max())


def _arrive() -> Measured:
    late, number, worst = [], 0, 0.0
    for system in catalogued():
        said = system.catalogued
        if system.kind != "ode" or not said.published.max_lyapunov:
            continue
        if said.published.max_lyapunov * (said.period or 0.0) >= _TOO_CHAOTIC:
            continue
        number += 1
        off, rough = arrival(system), "nonsmooth" in said.flags
        worst = worst if rough else max(worst, off)
        if not off < (1e-3 if rough else 1e-6):
            late.append(f"{system.id} {off:.0e}")
    text = f"{number - len(late)} of {number}, smooth ones within {worst:.0e}"
    return " but ".join([text, *late]), not late, False


def _cases(pair: DystsPair, seed: int) -> Iterator[tuple[np.ndarray, dict[str, float], np.ndarray]]:
    """States, our values and dysts' rates, at its own values and three within 2 %."""
    draw = np.random.default_rng(seed)
    moves: list[Callable[[tuple[int, ...]], np.ndarray]] = [np.ones]
    moves += [lambda shape: 1.0 + draw.uniform(-0.02, 0.02, shape)] * 3
    for move in moves:
        pair.set(move)
        states = pair.states(draw)
        yield states, pair.values(), pair.rates(states, 0.0)


def _equal() -> Measured:
    equal, worst, name = 0, 0.0, ""
    for seed, system in enumerate(catalogued()):
        instant, d = system.equations.instant, system.equations.dimension
        off = max(
            distance(instant.evaluate(states, 0.0, values)[:, :d], wanted)
            for states, values, wanted in _cases(DystsPair(system), seed)
        )
        equal += off < SEARCHED.get(system.id, EQUAL)
        if system.id not in SEARCHED:
            worst, name = max((worst, name), (off, system.id))
    every = sum(KINDS.values())
    return f"{equal} of {every}, worst {worst:.0e} ({name})", equal == every, False


SOURCE = "Gilpin (2021), NeurIPS Datasets and Benchmarks; dysts 0.96"
CLAIMS: tuple[Claim, ...] = (
    Claim("catalogue", "flows, delay equations and maps of dysts are there", "law",
          "129 ode, 6 dde, 23 map", SOURCE, _whole),
    Claim("catalogue", "flows called conservative keep their measure, and no others", "law",
          "growth < 1e-9 of the gradient", "trace of the Jacobian", _conservative),
    Claim("catalogue", "symbolic Jacobians are those of differences, smooth systems", "law",
          "error < 1e-5", "central differences of fourth order", _jacobians),
    Claim("catalogue", "published Kaplan-Yorke dimensions above that of the space are told", "law",
          "11 flows", SOURCE, _impossible),
    Claim("catalogue", "two periods from the start end where those of scipy end", "law",
          "within 1e-6 of a quarter of the window, 1e-3 where rates jump",
          "scipy, DOP853 and Radau", _arrive, full=True, seconds=400.0),
)  # fmt: skip
if importlib.util.find_spec("dysts") is not None:
    CLAIMS += (
        Claim("catalogue", "right-hand sides of all systems equal those of dysts", "law",
              "158 of 158 within 1e-10", SOURCE, _equal, seconds=4.0),
    )  # fmt: skip
