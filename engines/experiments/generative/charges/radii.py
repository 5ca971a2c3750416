"""How far noise lies from its charge, beside the laws it should follow."""

from __future__ import annotations

import math

import numpy as np
from scipy import stats

from engines.layers.frame import Layer
from engines.layers.series import Series
from engines.numerics.diffusion.student import student_noise
from engines.numerics.hidden_dimensions.generation import ChargedGeneration
from engines.protocols.views import Axis, ViewSpec
from engines.running.randomness import stream

COUNT, BINS = 40_000, 60
SHOWN = 0.98  # of all noise, at least; the rest lies beyond the axis and is told of
FARTHEST = 12.0


def law(q: np.ndarray, hidden: float, dimension: int) -> np.ndarray:
    r"""Density of R / sigma: R^2 / (D sigma^2) is beta prime of N/2 and D/2; chi of N if D is inf."""
    if math.isinf(hidden):
        return np.asarray(stats.chi.pdf(q, dimension))
    square = q**2 / hidden
    found = stats.betaprime.pdf(square, 0.5 * dimension, 0.5 * hidden)
    return np.asarray(found * 2.0 * q / hidden)


def reach(hidden: float, dimension: int) -> float:
    """End of the axis: where 98 % of the noise lies nearer, but at most 12."""
    if math.isinf(hidden):
        far = float(stats.chi.ppf(SHOWN, dimension))
    else:
        share = float(stats.betaprime.ppf(SHOWN, 0.5 * dimension, 0.5 * hidden))
        far = math.sqrt(hidden * share)
    normal = float(stats.chi.ppf(0.9999, dimension))
    return min(max(far, normal), FARTHEST)


def beyond(hidden: float, dimension: int) -> float:
    """Share of the noise that lies beyond the axis."""
    q = reach(hidden, dimension)
    if math.isinf(hidden):
        return float(stats.chi.sf(q, dimension))
    return float(stats.betaprime.sf(q**2 / hidden, 0.5 * dimension, 0.5 * hidden))


def curves(flow: ChargedGeneration, seed: int = 0) -> dict[str, Layer]:
    """The histogram of draws, the law of D, and the chi law of plain diffusion."""
    n, end = flow.dimension, reach(flow.hidden, flow.dimension)
    drawn = student_noise(COUNT, n, flow.hidden, 1.0, stream(seed, "radii"))
    counts, edges = np.histogram(np.linalg.norm(drawn, axis=1), BINS, (0.0, end))
    width = edges[1] - edges[0]
    q = np.linspace(1e-6, end, 300)
    steps = np.repeat(edges, 2)[1:-1]
    found: dict[str, Layer] = {
        "radii_drawn": Series(
            steps, np.repeat(counts / (COUNT * width), 2), role="value", label="drawn"
        ),
        "radii_chi": Series(q, law(q, math.inf, n), role="reference", label="chi"),
    }
    if not math.isinf(flow.hidden):
        found["radii_law"] = Series(q, law(q, flow.hidden, n), role="learned", label="Student")
    return found


def radii_view(flow: ChargedGeneration) -> ViewSpec:
    """The chart; it says how much lies beyond its end."""
    n, end = flow.dimension, reach(flow.hidden, flow.dimension)
    q = np.linspace(1e-6, end, 200)
    top = float(max(law(q, math.inf, n).max(), law(q, flow.hidden, n).max()))
    lost = beyond(flow.hidden, n)
    tail = f"{100.0 * lost:.2g} % lie beyond" if lost > 5e-4 else "all in view"
    spread = ", mean square infinite" if flow.hidden <= 2.0 else ""
    return ViewSpec(
        id="radii",
        kind="chart",
        title="Radii of the noise",
        subtitle=f"{tail}{spread}",
        layers=("radii_chi", "radii_law", "radii_drawn"),
        axes=(
            Axis("distance from the charge", "R/\\sigma", "", 0.0, end),
            Axis("density", "p", "", 0.0, 1.15 * top),
        ),
        equal=False,
    )
