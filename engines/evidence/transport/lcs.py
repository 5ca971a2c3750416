"""Ridges, shrink lines and closed curves against exact ones, and beside those of a named peer."""

from __future__ import annotations

import importlib.util
import statistics
import time
from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np
from scipy.spatial import cKDTree

from engines.evidence.shipped import flow
from engines.instruments.lcs.cauchy_green import (
    CauchyGreen,
    Eigenfield,
    cauchy_green,
    finitely_stretched,
)
from engines.instruments.lcs.closed_curves import ClosedCurve
from engines.instruments.lcs.ftle_ridges import ridges
from engines.instruments.lcs.hyperbolic import Rules, material_lines
from engines.instruments.lcs.lambda_lines import closed_curves
from engines.instruments.lcs.tensor_lines import tensor_lines
from engines.protocols.check import Claim
from engines.protocols.flow import Flow
from engines.systems.system_file import system_from_text

_X, _Y = np.linspace(0.0, 2.0, 401), np.linspace(0.0, 1.0, 201)
_RULES = Rules(
    step=1e-3, failure=0.1, shortest=1.5, percentile=40.0, sampling=10, mean=580.0, apart=0.02
)
_EXACT = "exact"
_SWIRL = """
title = "Circles that turn at their own rates"
step = 0.05
duration = 10.0
[rates]
x = "-y*exp(-x^2 - y^2)"
y = "x*exp(-x^2 - y^2)"
[states]
x = { low = -2.0, high = 2.0 }
y = { low = -2.0, high = 2.0 }
"""
_Found = tuple[str, bool, bool]


def _swirl() -> Flow:
    made = system_from_text(_SWIRL, "swirl")
    return made.flow_at(made.defaults())


def _stretched(curve: ClosedCurve, mover: Flow, horizon: float) -> tuple[float, float]:
    """Length and area after the horizon, each over that before."""
    there = ClosedCurve(mover.advance(curve.places, 0.0, horizon), curve.lam)
    return there.length / curve.length, there.area / curve.area


def _circles() -> _Found:
    mover = _swirl()
    x = np.linspace(-2.0, 2.0, 201)
    c = cauchy_green(mover, x, x, start=0.0, horizon=3.0)
    ((*curves,),) = closed_curves(c, (1.0,), tolerance=1e-4)
    round_off, length_off = 0.0, 0.0
    for curve in curves:
        radius = np.hypot(*curve.places.T)
        round_off = max(round_off, float(radius.std() / radius.mean()))
        length_off = max(length_off, abs(_stretched(curve, mover, 3.0)[0] - 1.0))
    said = f"{len(curves)} circles, radius {round_off:.1e}, length {length_off:.1e}"
    return said, len(curves) > 0 and round_off <= 1e-3 and length_off <= 1e-3, False


def _straight() -> _Found:
    x = np.linspace(-1.0, 1.0, 81)
    c = cauchy_green(flow("saddle"), x, x, start=0.0, horizon=2.0)
    rules = Rules(1e-3, 0.1, 1.0, 0.0, 10, 1.0, 0.0)
    lines, _ = material_lines(c, rules)
    off = 0.0
    for line in lines:
        steps = np.diff(line.places[::50], axis=0)
        off = max(off, float(np.abs(np.arctan2(steps[:, 0], np.abs(steps[:, 1]))).max()))
    return f"{len(lines)} lines, {off:.1e} rad", len(lines) > 0 and off <= 1e-4, False


@cache
def _gyre(horizon: float) -> CauchyGreen:
    return cauchy_green(flow("double-gyre"), _X, _Y, start=0.0, horizon=horizon)


@cache
def _gyre_lines(horizon: float) -> CauchyGreen:
    coarse = cauchy_green(flow("double-gyre"), _X, _Y, start=0.0, horizon=horizon, method="grid")
    return finitely_stretched(_gyre(horizon), coarse)


def _evenly() -> _Found:
    lams = (0.93, 0.94, 1.06, 1.07)
    mover = flow("double-gyre")
    length_off, area_off, count = 0.0, 0.0, 0
    for curves in closed_curves(_gyre(10.0), lams, tolerance=1e-4):
        count += len(curves)
        for curve in curves:
            length, area = _stretched(curve, mover, 10.0)
            length_off = max(length_off, abs(length / curve.lam - 1.0))
            area_off = max(area_off, abs(area - 1.0))
    said = f"{count} curves, length {length_off:.1e}, area {area_off:.1e}"
    return said, count >= len(lams) and length_off <= 1e-3 and area_off <= 1e-4, False


def _middle_ridge() -> _Found:
    # no column of this grid lies at x = 1
    x, y = np.linspace(0.0, 2.0, 194), np.linspace(0.0, 1.0, 101)
    c = cauchy_green(flow("double-gyre", epsilon=0.0), x, y, start=0.0, horizon=2.0)
    lines = ridges(x, y, c.ftle, c.eigen.vectors()[1], sdd=1.0, dist_tol=0.05, shortest=0.3)
    middle = min(lines, key=lambda line: abs(float(line[:, 0].mean()) - 1.0))
    sharp = middle[middle[:, 1] < 0.35]  # further up it fades
    off = float(np.abs(sharp[:, 0] - 1.0).max()) / (x[1] - x[0])
    return f"{off:.1e} of a cell", bool(off <= 0.02), False


def _near(places: np.ndarray, others: list[np.ndarray]) -> np.ndarray:
    """Distance of each place to the nearest vertex of other lines."""
    found: np.ndarray = cKDTree(np.concatenate(others)).query(places)[0]
    return found


def _between(line: np.ndarray, parts: int = 8) -> np.ndarray:
    """`line` with more vertices, so that distances to it are those to its segments."""
    at = np.arange(len(line))
    fine = np.linspace(0.0, len(line) - 1.0, parts * (len(line) - 1) + 1)
    return np.stack([np.interp(fine, at, line[:, k]) for k in (0, 1)], axis=1)


def _peer_strain(horizon: float) -> tuple[Any, Any]:
    """Eigenvalues by differences of neighbours, eigenvectors by helpers, as numbacs has them."""
    from numbacs.diagnostics import C_eig_aux_2D
    from numbacs.flows import get_predefined_flow
    from numbacs.integration import flowmap_aux_grid_2D

    way = 1.0 if horizon > 0.0 else -1.0
    pointer, numbers, _ = get_predefined_flow("double_gyre", int_direction=way)
    moved = flowmap_aux_grid_2D(pointer, 0.0, horizon, _X, _Y, numbers, h=1e-5)
    values, vectors = C_eig_aux_2D(moved, _X[1] - _X[0], _Y[1] - _Y[0], h=1e-5)
    return values, vectors


def _peer_ridges(values: Any, vectors: Any, horizon: float) -> list[np.ndarray]:
    from numbacs.diagnostics import ftle_from_eig
    from numbacs.extraction.ridges import ftle_ordered_ridges

    field = ftle_from_eig(values[:, :, 1], abs(horizon))
    return list(ftle_ordered_ridges(field, vectors[:, :, :, 1], _X, _Y, 0.05, sdd_thresh=10.0))


def _peer_lines(values: Any, vectors: Any) -> list[np.ndarray]:
    from numbacs.extraction.hyperbolic import hyperbolic_lcs

    return list(
        hyperbolic_lcs(
            values[:, :, 1], vectors, _X, _Y, 1e-3, 4000, 0.1, 1.5, 0.2, -1, 0.1, 10, 580,
            percentile=40, ep_dist_tol=1e-2,
        )
    )  # fmt: skip


def _as_ours(values: Any, vectors: Any, horizon: float) -> CauchyGreen:
    """Their strain in our form, for comparisons of curves alone."""
    high, across = values[:, :, 1].T, vectors[:, :, :, 1].transpose(1, 0, 2)
    double = np.stack(
        [across[..., 0] ** 2 - across[..., 1] ** 2, 2.0 * across[..., 0] * across[..., 1]], -1
    )
    none = high == 0.0  # their border
    high = np.where(none, np.nan, high)
    double[none] = np.nan
    eigen = Eigenfield(_X, _Y, 1.0 / high, high, double)
    return CauchyGreen(_X, _Y, high, high, high, horizon, eigen)


def _beside_peer_ridges() -> _Found:
    """Away from the border, where theirs have a frame of zeros and ridges along it."""
    theirs = np.concatenate(_peer_ridges(*_peer_strain(-10.0), -10.0))
    cell = _X[1] - _X[0]
    theirs = theirs[np.all(np.abs(theirs - [1.0, 0.5]) < [1.0 - 5 * cell, 0.5 - 5 * cell], axis=1)]
    c = _gyre_lines(-10.0)
    ours = ridges(_X, _Y, c.ftle, c.eigen.vectors()[1], sdd=10.0, dist_tol=0.05)
    off = _near(theirs, [_between(line) for line in ours]) / cell
    middle, most = float(np.median(off)), float(np.quantile(off, 0.95))
    said = f"{len(theirs)} places, median {middle:.0e}, 95 % within {most:.0e} cells of ours"
    return said, middle <= 0.01 and most <= 0.1, False


def _beside_peer_lines() -> _Found:
    """Our line from the middle of each of theirs, on our strain."""
    values, vectors = _peer_strain(-10.0)
    theirs = _peer_lines(values, vectors)
    c = _gyre(-10.0)
    seeds = np.array([line[len(line) // 2] for line in theirs])
    ours = tensor_lines(_X, _Y, -c.eigen.double, seeds, step=1e-3, longest=4.0)
    off = np.concatenate(
        [_near(line, [own.places]) for line, own in zip(theirs, ours, strict=True)]
    ) / (_X[1] - _X[0])
    middle, most = float(np.median(off)), float(np.quantile(off, 0.95))
    said = f"{len(theirs)} lines, median {middle:.2f}, 95 % within {most:.2f} cells of ours"
    return said, middle <= 0.5 and most <= 2.0, False


def _raced(ours: Callable[[], object], theirs: Callable[[], object]) -> _Found:
    spent: tuple[list[float], list[float]] = ([], [])
    for run in (ours, theirs):
        run()
    for _ in range(3):
        for run, taken in zip((ours, theirs), spent, strict=True):
            before = time.perf_counter()
            run()
            taken.append(time.perf_counter() - before)
    mine, others = (statistics.median(taken) for taken in spent)
    return f"{others / mine:.1f} x ({1e3 * mine:.0f} ms, {1e3 * others:.0f} ms)", mine <= others, False  # fmt: skip


def _race_of_ridges() -> _Found:
    values, vectors = _peer_strain(-10.0)
    c = _as_ours(values, vectors, -10.0)
    across = c.eigen.vectors()[1]
    return _raced(
        lambda: ridges(_X, _Y, c.ftle, across, sdd=10.0, dist_tol=0.05),
        lambda: _peer_ridges(values, vectors, -10.0),
    )


def _race_of_lines() -> _Found:
    values, vectors = _peer_strain(-10.0)
    c = _as_ours(values, vectors, -10.0)
    return _raced(lambda: material_lines(c, _RULES), lambda: _peer_lines(values, vectors))


def _claims() -> tuple[Claim, ...]:
    def law(
        id: str, check: str, must: str, source: str, measure: Callable[[], _Found], **more: Any
    ) -> Claim:
        return Claim(id, check, "law", must, source, measure, **more)

    id = "double-gyre-lcs"
    found = [
        law(id, "closed curves of stretch 1 where every circle turns at its own rate",
            "radius std/mean at most 1e-3, length kept within 1e-3", _EXACT, _circles),
        law("saddle", "shrink lines are straight, x = const", "within 1e-4 rad", _EXACT, _straight),
        law(id, "closed curves are stretched by their number, area is kept, 401x201, T = 10 s",
            "length within 1e-3, area within 1e-4", _EXACT, _evenly),
        law(id, "steady gyres: the sharp part of the ridge between them is x = 1", "within 0.02 cells", _EXACT,
            _middle_ridge),
    ]  # fmt: skip
    if importlib.util.find_spec("numbacs") is not None:
        peer = "numbacs, same parameters"
        slow: dict[str, Any] = {"full": True, "seconds": 60.0}
        found += [
            law(id, "ridges beside those of numbacs inside, 401x201, T = \N{MINUS SIGN}10 s",
                "median at most 0.01 cells, 95 % within 0.1", peer, _beside_peer_ridges, **slow),
            law(id, "shrink lines beside those of numbacs, 401x201, T = \N{MINUS SIGN}10 s",
                "median at most 0.5 cells, 95 % within 2 cells", peer, _beside_peer_lines, **slow),
            law(id, "ridges as fast as those of numbacs, same strain", "not slower", peer,
                _race_of_ridges, **slow),
            law(id, "shrink lines as fast as those of numbacs, same strain", "not slower", peer,
                _race_of_lines, **slow),
        ]  # fmt: skip
    return tuple(found)


CLAIMS: tuple[Claim, ...] = _claims()
