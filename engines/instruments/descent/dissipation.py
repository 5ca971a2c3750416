"""Where the energy of a walk goes: what is stored, and what two kinds of damping have taken."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

import numpy as np

from engines.instruments.descent.walks import NEEDED, declared_walks, step_axis, walker
from engines.instruments.portrait.paths import declared_paths
from engines.instruments.portrait.scales import time_unit
from engines.instruments.portrait.tracks import spoken
from engines.layers.frame import Frame, Layer, Reading, Trust
from engines.layers.series import Series
from engines.parameters.declare import Declaration, Parameters
from engines.protocols.descent import Descending
from engines.protocols.flow import Flow
from engines.protocols.instrument import Charting
from engines.protocols.views import Axis
from engines.running.ticket import Ticket

SAMPLES = (400, 4000)
CLOSE = 1e-3  # share of V(0) that may be missing from the sum


class Dissipation(Charting):
    r"""V(t) = |w|^2/2 + (c - d h)(f - f*), and what has become of V(0) since.

        V(0) = V(t) + \int d |w|^2 + \int h (c - d h) |grad f|^2

    Source:
        The storage of the passivity argument in arXiv:2509.18346, as reconstructed here.
    """

    name: ClassVar[str] = "dissipation"
    title: ClassVar[str] = "Energy"
    view: ClassVar[str] = "chart"
    draws: ClassVar[tuple[str, ...]] = ("taken_by_slope", "taken_by_damping", "stored")
    depth: ClassVar[int] = 3

    def __init__(self, flow: Flow) -> None:
        self.flow = flow

    @staticmethod
    def refuses(flow: Flow) -> str:
        if not isinstance(flow, Descending):
            return NEEDED
        return "needs continuous time" if flow.discrete else ""

    @staticmethod
    def declared(flow: Flow) -> tuple[Declaration, ...]:
        return declared_paths(flow) if flow.dimension == 2 else declared_walks(flow)

    @staticmethod
    def axes(flow: Flow, parameters: Parameters) -> tuple[Axis, Axis]:
        p: Any = parameters
        share = Axis("share of V(0)", "", "", 0.0, 1.05)
        if flow.dimension > 2:
            return step_axis(flow, p.steps), share
        return Axis("time", "", time_unit(flow), 0.0, float(p.duration)), share

    @staticmethod
    def heading(flow: Flow, parameters: Parameters) -> tuple[str, str]:
        return Dissipation.title, "V, and what damping and slope have taken from it"

    def frames(self, parameters: Parameters, ticket: Ticket) -> Iterator[Frame]:
        p: Any = parameters
        flow, walking = self.flow, walker(self.flow)
        starts = [start for start in p.starts if len(start) == flow.dimension]
        if not starts:
            yield Frame({})
            return
        # over a landscape the clock counts steps, in a portrait it tells the time
        unit = walking.own.alpha**0.5 if flow.dimension > 2 else 1.0
        last = unit * float(p.steps if flow.dimension > 2 else p.duration)
        for level, samples in enumerate(SAMPLES):
            ticket.check()
            times = np.linspace(0.0, last, samples)
            path = flow.record(np.array(starts[-1:], float), times, ticket)[0]
            stored, damping, slope = balance(walking, times, path)
            shown = times / unit
            gap = float(np.nanmax(np.abs(stored + damping + slope - 1.0)))
            layers: dict[str, Layer] = {
                "stored": Series(
                    shown, stored, np.zeros(samples), stored, "value", "stored in V"
                ),
                "taken_by_damping": Series(
                    shown, stored + damping, stored, stored + damping, "kind_1", "d |w|²"
                ),
                "taken_by_slope": Series(
                    shown, stored + damping + slope, stored + damping,
                    stored + damping + slope, "kind_2", "h (c − dh) |∇f|²",
                ),
            }  # fmt: skip
            yield Frame(
                layers,
                progress=(level + 1) / len(SAMPLES),
                level=level,
                readings={self.name: Reading(float(slope[-1]), "taken by the slope")},
                trust=self._trust(gap) if level else None,
                task=self.title,
            )

    def _trust(self, gap: float) -> Trust:
        d, h, c = walker(self.flow).coefficients
        if c < d * h * (1.0 - 1e-9):
            return Trust("warn", "Where c < d h, V is no measure of distance and may rise.")
        level = "good" if gap < CLOSE else "warn"
        return Trust(
            level, f"What is stored and what is taken add up to V(0) within {spoken(gap)}."
        )


def balance(
    walking: Descending, times: np.ndarray, path: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """V, the part damping took and the part the slope took, all shape (k,), as shares of V(0).

    Args:
        walking: The flow.
        times: Moments, evenly spaced, shape (k,).
        path: States (x, w) at these moments, shape (k, 2 n).
    """
    d, h, c = walking.coefficients
    n = path.shape[1] // 2
    places, momentum = path[:, :n], (path[:, n:] ** 2).sum(axis=1)
    defect = c - d * h
    stored = 0.5 * momentum + defect * walking.heights(places)
    steep = (walking.slopes(places) ** 2).sum(axis=1)
    first = stored[0] if stored[0] > 0.0 else 1.0
    damping = _integral(times, d * momentum)
    slope = _integral(times, h * defect * steep)
    return stored / first, damping / first, slope / first


def _integral(times: np.ndarray, rates: np.ndarray) -> np.ndarray:
    """Integral from the first moment, by cubics through neighbours: order 4 in the spacing."""
    from scipy.integrate import cumulative_simpson

    return np.asarray(cumulative_simpson(rates, x=times, initial=0.0))


INSTRUMENT = Dissipation
