"""Ten thousand orbits of the Lorenz system at once, beside scipy and heyoka."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from app.cli.benches.parts.entry import Entry
from app.cli.benches.parts.peer_orbits import heyoka_ends, scipy_ends
from app.cli.benches.parts.peers import peer_name
from app.cli.benches.parts.timing import medians, seconds_of
from engines.evidence.shipped import system
from engines.running.randomness import stream

NUMBER, FEW = 10_000, 40  # orbits; those that scipy gets
DURATION = 5.0
TOLERANCES = (1e-3, 1e-6, 1e-8)  # scipy's default, and two that are usual
STEPS = (0.04, 0.02, 0.01, 0.005, 0.0025, 0.00125)
REFERENCE = 1e-12
FASTER, AIM = 400.0, 1500.0


def measure() -> list[Entry]:
    """At each tolerance of scipy, ours with the longest step whose error is no larger."""
    starts = np.array([1.0, 1.0, 20.0]) + stream(0, "ensemble").uniform(-10, 10, (NUMBER, 3))
    truth = scipy_ends(starts[:FEW], DURATION, REFERENCE, "DOP853")
    entries = [_beside_scipy(starts, truth, tolerance) for tolerance in TOLERANCES]
    return [*entries, _beside_heyoka(starts, truth, TOLERANCES[1])]


def errors(ends: np.ndarray, truth: np.ndarray) -> tuple[float, float]:
    """Median and largest distance from the reference, of the orbits that have one."""
    away = np.linalg.norm(ends[: len(truth)] - truth, axis=1)
    return float(np.median(away)), float(away.max())


def no_worse(
    starts: np.ndarray, truth: np.ndarray, least: tuple[float, float]
) -> tuple[Callable[[], np.ndarray], float, tuple[float, float]]:
    """RK4 with the longest step whose median and largest error are within `least`.

    Returns:
        What to time, the step, and its errors; the shortest step if none is good enough.
    """
    lorenz = system("lorenz-1963")
    for step in STEPS:
        flow = lorenz.flow_at(lorenz.defaults(), step)
        mine = lambda flow=flow: flow.advance(starts, 0.0, DURATION)  # noqa: E731
        found = errors(mine(), truth)
        if found[0] <= least[0] and found[1] <= least[1]:
            break
    return mine, step, found


def _beside_scipy(starts: np.ndarray, truth: np.ndarray, tolerance: float) -> Entry:
    few = starts[: len(truth)]
    theirs = errors(scipy_ends(few, DURATION, tolerance), truth)
    mine, step, found = no_worse(starts, truth, theirs)
    (ours,) = medians(mine)
    taken = seconds_of(lambda: scipy_ends(few, DURATION, tolerance))
    scaled = taken * len(starts) / len(few)
    ratio = scaled / ours
    equal = found[0] <= theirs[0] and found[1] <= theirs[1]
    return Entry(
        f"{len(starts)} Lorenz orbits, T = {DURATION:g}, tolerance {tolerance:g}",
        ours,
        f"at least {FASTER:g} x scipy at no larger error, aim {AIM:g} x",
        ratio >= FASTER and equal,
        peer_name("scipy", "1"),
        scaled,
        ratio,
        f"RK4, step {step:g}; errors against tolerance {REFERENCE:g}: median {found[0]:.1e}, "
        f"largest {found[1]:.1e}, solve_ivp {theirs[0]:.1e} and {theirs[1]:.1e}; its time is that "
        f"of {len(few)} orbits, scaled",
    )


def _beside_heyoka(starts: np.ndarray, truth: np.ndarray, tolerance: float) -> Entry:
    name, peer = peer_name("heyoka", "7.13.2"), heyoka_ends()
    title = f"{len(starts)} Lorenz orbits, T = {DURATION:g}, beside heyoka"
    must = "no slower than heyoka at no larger error"
    if peer is None:
        return Entry(title, float("nan"), must, None, name)
    theirs = errors(peer(starts, DURATION, tolerance), truth)
    mine, step, found = no_worse(starts, truth, theirs)
    ours, others = medians(mine, lambda: peer(starts, DURATION, tolerance), repeats=3)
    equal = found[0] <= theirs[0] and found[1] <= theirs[1]
    return Entry(
        title,
        ours,
        must,
        ours <= others and equal,
        name,
        others,
        others / ours,
        f"RK4, step {step:g}, errors {found[0]:.1e} and {found[1]:.1e}; its ensemble of batches, "
        f"tolerance {tolerance:g}, {theirs[0]:.1e} and {theirs[1]:.1e}",
    )
