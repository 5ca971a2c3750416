"""A turbulent jet: what its solver keeps exactly, and what is found at the edges of its dye.

Each claim is measured on the shipped jet, and on the mean profiles of four jets computed anew.
"""

from __future__ import annotations

import math
import warnings
from collections.abc import Callable

import numpy as np

from engines.evidence.transport.jet_measured import (
    Jet,
    Superlayer,
    regenerated,
    shipped,
    superlayer,
)
from engines.instruments.interfaces.found import INNER, OUTER
from engines.instruments.interfaces.profiles import at, centres
from engines.protocols.check import Claim
from engines.systems.pde.navier_stokes import NavierStokes
from engines.systems.pde.periodic_plane import PeriodicPlane

ID = "turbulent-interfaces"
PAPER = "Khojasteh et al. (2024), an experiment in space; bounds computed for a planar jet"
TIMES = (12.0, 16.0, 20.0, 24.0)
MOMENT = 16.0
SEEDS = (1, 2, 3, 4)
Measured = tuple[str, bool, bool]

# How the jet was chosen, before anything that is checked here was looked at.
CHOSEN = (
    "The disturbance is known as twelve waves of random phase and relative size 0.02, no more. "
    "Twenty-four readings of that were run with seed 1: a sideways velocity, stream function, "
    "vorticity or displaced axis; each wave or all of them of that size; several envelopes; waves "
    "along x or in the plane. Taken was the one nearest to what is told of the jet beside the "
    "bounds: |w| at -5 and 3 cells 0.021, 0.55 (told 0.013, 0.54), at the inner edge 0.11, 1.52 "
    "(0.11, 1.48), microscale 12 to 20 cells (13 to 20), contrast of barriers, by differences, "
    "0.16 to 0.04 (0.21 to 0.09). A file of 128 x 128 nodes moves none of these by more than 0.02."
)
# What was tried where a bound is missed.
MISSED: dict[str, str] = {
    "momentum barriers (aFTLE, instant) lie on the outer edge": (
        "On the shipped jet the profile is flat from 0.5 to 2.5 cells: 2.76, 2.69, 2.83. By "
        "differences of neighbouring cells its peak is at 0.5, and in the mean of four jets it is "
        "there by either way."
    ),
    "strongest flux along the outer edge up to 10 cells inside, t = 12 to 24": (
        "In the mean of four jets the flux is 8.7 to 9.5, 6.0 to 7.1 and 4.1 to 5.5 from 1.5 to "
        "6.5 cells at t = 16, 20 and 24, uncertain by up to 0.9: nearly flat, so that its peak lies "
        "anywhere there. Five of the twenty-four readings have it within 5 cells at all four "
        "times; they fit less well what is told of the jet. With the vorticity smoothed over 1.5 "
        "cells it lies at 2.5, 5.5, 7.5 and 5.5; by root mean squares instead of means at 1.5, 2.5, "
        "4.5 and 4.5; with clusters of the middle half of the square only at 1.5, 2.5, 5.5 and 4.5."
    ),
    "half width of that layer outwards": (
        "The flux falls to half just outside the edge, at -0.1 to -0.4 cells, so that the half "
        "width is the place of the peak: 1.6 to 1.8 cells at t = 12 in most of the twenty-four "
        "readings, where the edge is as sharp as at the beginning, and later anywhere on a flat "
        "top. None of them has it from 2 to 4 at all four times; the nearest has 1.7, 2.7, 3.5, "
        "2.7. Smoothing the vorticity over 1.5 cells gives 3.0, 6.1, 7.2, 5.4 in the mean of four "
        "jets; distances whose smallest is one cell, not half a cell, 2.9, 6.1, 7.4, 5.3; root mean "
        "squares 1.9, 2.9, 4.7, 4.6; clusters of the middle half of the square 1.9, 2.9, 5.7, 4.8."
    ),
}


def _step(profile: np.ndarray, low: float = -2.0, high: float = 2.0) -> float:
    return at(profile, high) - at(profile, low)


def _decay() -> Measured:
    plane = PeriodicPlane(32)
    exact = -2.0 * np.sin(plane.nodes[None, :]) * np.sin(plane.nodes[:, None])
    solver = NavierStokes(plane, 0.05, 0.05)
    fluid = solver.at(exact, np.zeros_like(exact))
    for _ in range(40):
        fluid = solver.stepped(fluid, 0.05)
    off = float(np.abs(solver.vorticity(fluid) - exact * math.exp(-0.2)).max())
    return f"{off:.1e}", off <= 1e-12, False


def _outer_step(jets: tuple[Jet, ...]) -> Measured:
    mean = np.mean([jet.vorticity(MOMENT, OUTER) for jet in jets], axis=0)
    outside, inside = at(mean, -5.0), at(mean, 3.0)
    said = f"{outside:.3f} to {inside:.2f}, factor {inside / outside:.0f}"
    return said, inside >= 15.0 * outside, False


def _inner_step(jets: tuple[Jet, ...]) -> Measured:
    outer, inner = (
        float(np.mean([_step(jet.vorticity(MOMENT, edge), -5.0, 3.0) for jet in jets]))
        for edge in (OUTER, INNER)
    )
    return f"{inner:.2f} against {outer:.2f}, {inner / outer:.2f} x", inner >= 2.0 * outer, False


def _shifted(jets: tuple[Jet, ...], edge: int) -> Measured:
    true, moved = (
        float(np.mean([_step(jet.vorticity(MOMENT, edge, shift)) for jet in jets]))
        for shift in (0, 128)
    )
    return f"{moved:.2f} against {true:.2f}, {moved / true:.2f} x", moved <= 0.3 * true, False


def _shuffled(jets: tuple[Jet, ...]) -> Measured:
    true = float(np.mean([_step(jet.vorticity(MOMENT, OUTER)) for jet in jets]))
    mixed = float(np.mean([_step(jet.shuffled(MOMENT, OUTER)) for jet in jets]))
    return f"{mixed:.3f} against {true:.2f}", abs(mixed) <= 0.1 * true, False


def _momentum_peak(jets: tuple[Jet, ...]) -> Measured:
    mean = np.mean([jet.momentum_walls(MOMENT)[0] for jet in jets], axis=0)
    peak = float(centres()[np.nanargmax(mean)])
    return f"s = {peak:.1f} cells", abs(peak) <= 1.5, False


def _wall_peak(jets: tuple[Jet, ...], horizon: float) -> float:
    mean = np.nanmean([jet.walls(MOMENT, horizon) for jet in jets], axis=0)
    return float(centres()[np.nanargmax(mean)])


def _late_walls(jets: tuple[Jet, ...]) -> Measured:
    late, early = _wall_peak(jets, -8.0), _wall_peak(jets, -0.5)
    return f"s = {late:.1f} cells, {early:.1f} at T = 0.5", late <= 3.0 < early, False


def _early_walls(jets: tuple[Jet, ...]) -> Measured:
    peak = _wall_peak(jets, -0.5)
    return f"s = {peak:.1f} cells", peak > 8.0, peak < 4.0


def _decorrelation(jets: tuple[Jet, ...]) -> Measured:
    early, late = (
        float(np.mean([jet.momentum_walls(MOMENT, horizon)[1] for jet in jets]))
        for horizon in (0.5, 8.0)
    )
    fall = 1.0 - late / early
    return f"{early:.2f} to {late:.2f}, {100.0 * fall:.0f} % less", fall >= 0.35, False


def _layers(jets: tuple[Jet, ...], edge: int = OUTER) -> list[Superlayer]:
    """The superlayer in the mean profiles of all jets, at each of `TIMES`."""
    found = []
    for time in TIMES:
        both = np.array([jet.fluxes(time, edge) for jet in jets])
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # bins so deep that no jet has cells in them
            along, across = np.nanmean(both, axis=0)
        found.append(superlayer(along, across))
    return found


def _said(values: list[float], form: str = ".1f") -> str:
    return ", ".join(f"{value:{form}}" for value in values)


def _place(jets: tuple[Jet, ...]) -> Measured:
    found = [layer.place for layer in _layers(jets)]
    return f"s = {_said(found)} cells", all(0.5 <= s <= 5.0 for s in found), False


def _ratio(jets: tuple[Jet, ...]) -> Measured:
    found = [layer.ratio for layer in _layers(jets)]
    return _said(found), min(found) >= 2.5, False


def _width(jets: tuple[Jet, ...]) -> Measured:
    found = [layer.half_width for layer in _layers(jets)]
    return f"{_said(found)} cells", all(2.0 <= w <= 4.0 for w in found), max(found) > 9.0


def _thin(jets: tuple[Jet, ...]) -> Measured:
    widths = [layer.half_width for layer in _layers(jets)]
    scales = [float(np.mean([jet.microscale(time) for jet in jets])) for time in TIMES]
    said = f"{_said(widths)} of {_said(scales, '.0f')} cells"
    return said, all(2.0 * w < s for w, s in zip(widths, scales, strict=True)), False


def _stronger(jets: tuple[Jet, ...]) -> Measured:
    inner, outer = ([layer.size for layer in _layers(jets, edge)] for edge in (INNER, OUTER))
    said = f"{_said(inner)} against {_said(outer)}"
    return said, all(a > b for a, b in zip(inner, outer, strict=True)), False


def _residence(jets: tuple[Jet, ...]) -> Measured:
    both = np.mean([jet.residences(8.0, 24.0) for jet in jets], axis=0)
    return f"{both[0]:.1f} at rest, {both[1]:.1f} moving", bool(both[1] > both[0]), False


def _claims() -> tuple[Claim, ...]:
    found = [
        Claim(ID, "Taylor-Green vortices decay by exp(-2 nu t)", "law", "within 1e-12", "exact",
              _decay)
    ]  # fmt: skip

    def one(check: str, must: str, measure: Callable[[tuple[Jet, ...]], Measured]) -> None:
        """Once on the shipped jet, and on four that are computed anew."""
        missed = MISSED.get(check, "")
        tried = f"{missed} {CHOSEN}" if missed else ""
        found.append(
            Claim(ID, check, "target" if missed else "law", must, PAPER,
                  lambda: measure((shipped(),)), seconds=5.0, attempts=tried)
        )  # fmt: skip
        found.append(
            Claim(ID, f"{check}; mean of four jets computed anew", "target", must, PAPER,
                  lambda: measure(tuple(regenerated(seed) for seed in SEEDS)), full=True,
                  seconds=300.0, attempts=tried)
        )  # fmt: skip

    one("|w| across the outer edge, 5 cells outside to 3 inside", "factor of 15", _outer_step)
    one("step of |w| at the inner edge", "2 x that at the outer one", _inner_step)
    one("outer edge shifted by half a period: step of |w|", "0.3 x the true one",
        lambda jets: _shifted(jets, OUTER))  # fmt: skip
    one("inner edge shifted by half a period: step of |w|", "0.3 x the true one",
        lambda jets: _shifted(jets, INNER))  # fmt: skip
    one("labels shuffled: step of |w|", "0.1 x the true one", _shuffled)
    one("momentum barriers (aFTLE, instant) lie on the outer edge", "|s| at most 1.5 cells",
        _momentum_peak)  # fmt: skip
    one("attracting walls (FTLE, T = 8) lie on the outer edge", "s at most 3 cells", _late_walls)
    one("attracting walls (FTLE, T = 0.5) lie inside the jet", "s beyond 8 cells", _early_walls)
    one("contrast of momentum barriers at the edge, T = 0.5 to 8", "falls by 35 %",
        _decorrelation)  # fmt: skip
    one(
        "strongest flux along the outer edge up to 10 cells inside, t = 12 to 24",
        "s = 0.5 to 5 cells",
        _place,
    )
    one("flux along over flux across at that peak", "at least 2.5", _ratio)
    one("half width of that layer outwards", "2 to 4 cells", _width)
    one("half width is less than half of Taylor's microscale", "less than half", _thin)
    one("flux along the inner edge is stronger than along the outer", "at each time", _stronger)
    one("parcels of the edge stay longer in a window that moves along", "longer", _residence)
    return tuple(found)


CLAIMS: tuple[Claim, ...] = _claims()
