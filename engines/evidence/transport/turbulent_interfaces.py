"""FTLE fields against exact values, a tight reference, and a named peer."""

from __future__ import annotations

import importlib.util
import math
import statistics
import time
from collections.abc import Callable, Mapping
from functools import cache

import numpy as np

from engines.evidence.shipped import system
from engines.instruments.transport.deformation import Seeds, by_tangent
from engines.instruments.transport.ftle import ftle
from engines.protocols.check import Claim
from engines.systems.ode import OdeFlow

_X = np.linspace(0.0, 2.0, 401)
_Y = np.linspace(0.0, 1.0, 201)
_COMPUTED = "computed independently with DOP853, tolerance 1e-12, and differences on 401x201 nodes"
_TANGENT = "computed independently: variational equation, DOP853, tolerance 1e-12"
_EXACT = "exact"

# (x, y), exponent forwards over 10 s, exponent backwards over 10 s
_POINTS = (
    ((1.0, 0.5), 0.11817576, 0.11817576),
    ((0.5, 0.5), 0.22688446, 0.09749871),
    ((0.25, 0.25), 0.27094267, 0.10957359),
    ((1.5, 0.75), 0.22195817, 0.31114131),
    ((1.05, 0.2), 0.23720999, 0.07564512),
    ((1.1, 0.1), 0.30256301, 0.26648487),
)


def _flow(id: str, **values: float) -> OdeFlow:
    shipped = system(id)
    return OdeFlow(shipped, shipped.defaults() | values)


@cache
def _field(horizon: float, *, tight: bool = False) -> np.ndarray:
    flow = _flow("double-gyre")
    if tight:
        flow = OdeFlow(flow.system, flow.values, None, "dormand_prince", 1e-12)
    return ftle(flow, _X, _Y, start=0.0, horizon=horizon, method="grid")


def _extremes(horizon: float) -> tuple[str, bool, bool]:
    inner = _field(horizon)[1:-1, 1:-1]
    largest, mean = float(inner.max()), float(inner.mean())
    fits = abs(largest - 0.562183) <= 1e-5 and abs(mean - 0.178360) <= 1e-5
    return f"max {largest:.6f}, mean {mean:.6f}", fits, False


def _against_reference(horizon: float) -> tuple[str, bool, bool]:
    off = float(np.abs(_field(horizon) - _field(horizon, tight=True)).max())
    return f"{off:.1e} 1/s", off <= 1e-4, False


def _points(horizon: float) -> tuple[str, bool, bool]:
    flow = _flow("double-gyre").refined().refined()
    off = 0.0
    for (x, y), forwards, backwards in _POINTS:
        found = ftle(flow, np.array([x]), np.array([y]), start=0.0, horizon=horizon)
        off = max(off, abs(float(found[0, 0]) - (forwards if horizon > 0.0 else backwards)))
    return f"{off:.1e} 1/s", off <= 1e-6, False


def _area(horizon: float) -> tuple[str, bool, bool]:
    flow = _flow("double-gyre").refined().refined()
    off = 0.0
    for (x, y), _, _ in _POINTS:
        seeds = Seeds(np.array([x]), np.array([y]), (), 0.0, horizon)
        off = max(off, abs(float(np.linalg.det(by_tangent(flow, seeds, None)[0, 0])) - 1.0))
    return f"{off:.1e}", off <= 1e-8, False


def _exact(
    id: str, values: Mapping[str, float], place: tuple[float, float], horizon: float, wanted: float
) -> Callable[[], tuple[str, bool, bool]]:
    def measure() -> tuple[str, bool, bool]:
        flow = _flow(id, **values).refined()
        x, y = np.array([place[0]]), np.array([place[1]])
        exact = ftle(flow, x, y, start=0.0, horizon=horizon)
        # Helpers are a share of the grid apart, so this one needs a grid around the place.
        around = (x + np.array([-0.05, 0.0, 0.05]), y + np.array([-0.05, 0.0, 0.05]))
        helpers = ftle(flow, *around, start=0.0, horizon=horizon, method="auxiliary")
        off, off_helpers = abs(exact[0, 0] - wanted), abs(helpers[1, 1] - wanted)
        fits = bool(off <= 1e-6 and off_helpers <= 1e-3)
        return f"{exact[0, 0]:.8f}, by helpers {helpers[1, 1]:.6f}", fits, False

    return measure


def _faster_than_numbacs() -> tuple[str, bool, bool]:
    """Flow map and FTLE, 401 x 201 nodes, both compiled before the clock starts, in turns."""
    from numbacs.diagnostics import ftle_grid_2D
    from numbacs.flows import get_predefined_flow
    from numbacs.integration import flowmap_grid_2D

    pointer, numbers, _ = get_predefined_flow("double_gyre", int_direction=1.0)
    dx, dy = _X[1] - _X[0], _Y[1] - _Y[0]
    shipped = system("double-gyre")
    flow = OdeFlow(shipped, shipped.defaults(), 10.0 / 64.0)

    def theirs() -> np.ndarray:
        arrived = flowmap_grid_2D(pointer, 0.0, 10.0, _X, _Y, numbers)
        return ftle_grid_2D(arrived, 10.0, dx, dy).T

    def ours() -> np.ndarray:
        return ftle(flow, _X, _Y, start=0.0, horizon=10.0, method="grid")

    errors: list[float] = []
    times: list[list[float]] = []
    for run in (theirs, ours):
        errors.append(float(np.abs(run() - _field(10.0, tight=True))[1:-1, 1:-1].max()))
        times.append([])
    for _ in range(5):
        for run, spent in zip((theirs, ours), times, strict=True):
            before = time.perf_counter()
            run()
            spent.append(time.perf_counter() - before)
    slow, fast = (statistics.median(spent) for spent in times)
    ratio = slow / fast
    said = f"{ratio:.1f} x, error {errors[1]:.1e} against {errors[0]:.1e} 1/s"
    return said, ratio >= 5.0 and errors[1] <= errors[0], False


def _claims() -> tuple[Claim, ...]:
    claims: list[Claim] = []

    def law(
        id: str, check: str, must: str, source: str, measure: Callable[[], tuple[str, bool, bool]]
    ) -> None:
        claims.append(Claim(id, check, "law", must, source, measure))

    for horizon in (10.0, -10.0):
        words = f"T = {horizon:g} s".replace("-", "\N{MINUS SIGN}")
        law("double-gyre", f"FTLE by differences, 401x201, {words}",
            "max 0.562183, interior mean 0.178360, each within 1e-5", _COMPUTED,
            lambda horizon=horizon: _extremes(horizon))  # type: ignore[misc]  # fmt: skip
        law("double-gyre", f"RK4 against a tight reference, all nodes, {words}",
            "at most 1e-4 1/s", "Dormand-Prince 5(4), tolerance 1e-12",
            lambda horizon=horizon: _against_reference(horizon))  # type: ignore[misc]  # fmt: skip
        law("double-gyre", f"FTLE at six points, variational, {words}", "within 1e-6 1/s",
            _TANGENT, lambda horizon=horizon: _points(horizon))  # type: ignore[misc]  # fmt: skip
        law("double-gyre", f"area is kept, det D = 1, {words}", "within 1e-8", _EXACT,
            lambda horizon=horizon: _area(horizon))  # type: ignore[misc]  # fmt: skip
    within = "within 1e-6 (variational) and 1e-3 (helpers)"
    rate = math.pi**2 * 0.1
    law("double-gyre", "steady, at the saddle (1, 0): pi^2 A", f"{rate:.8f} {within}", _EXACT,
        _exact("double-gyre", {"epsilon": 0.0}, (1.0, 0.0), 5.0, rate))  # fmt: skip
    for strength in (0.3, 1.0):
        law("saddle", f"linear saddle of rate {strength:g}", f"{strength:.8f} {within}", _EXACT,
            _exact("saddle", {"l": strength}, (0.2, 0.3), 3.0, strength))  # fmt: skip
    sheared = math.asinh(5.0) / 10.0
    law("saddle", "shear of rate 1, T = 10: asinh(5)/10", f"{sheared:.8f} {within}", _EXACT,
        _exact("shear", {"g": 1.0}, (0.3, 0.4), 10.0, sheared))  # fmt: skip
    law("saddle", "nonlinear saddle, forwards: 1", f"1.00000000 {within}", _EXACT,
        _exact("nonlinear-saddle", {"k": 1.0}, (0.3, 0.4), 2.0, 1.0))  # fmt: skip
    pulled = math.log(math.e / (1.0 - 0.04 * (math.e**2 - 1.0)) ** 1.5)
    law("saddle", "nonlinear saddle, backwards from y = 0.2", f"{pulled:.6f} {within}", _EXACT,
        _exact("nonlinear-saddle", {"k": 1.0}, (0.3, 0.2), -1.0, pulled))  # fmt: skip
    if importlib.util.find_spec("numbacs") is not None:
        claims.append(
            Claim("double-gyre", "faster than numbacs, flow map and FTLE, 401x201, T = 10 s",
                  "law", "at least 5 x at no larger error", "numbacs, same process, in turns",
                  _faster_than_numbacs, full=True, seconds=30.0)
        )  # fmt: skip
    return tuple(claims)


CLAIMS: tuple[Claim, ...] = _claims()
