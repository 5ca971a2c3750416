"""The recurrence plot of one orbit: when it comes back to where it was."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

import numpy as np

from engines.instruments.modes.going import Going
from engines.instruments.portrait.scales import box_of, lasting, lasting_refusal, periods, time_unit
from engines.instruments.portrait.tracks import spoken
from engines.layers.frame import Frame, Layer, Reading, Trust
from engines.layers.scalar_field import ScalarField
from engines.parameters.declare import Declaration, Parameters, real, whole
from engines.protocols.capabilities import Box
from engines.protocols.flow import Flow
from engines.protocols.instrument import Charting
from engines.protocols.views import Axis
from engines.running.ticket import Ticket

LEVELS = (100, 200)  # moments of the first pictures
SETTLE = 1.0  # of the time that is shown, forgotten first
SHORTEST = 2  # moments of a diagonal line that counts


class Recurrence(Charting):
    """R(s, t) = 1 where |x(s) - x(t)| < epsilon, with epsilon so that a chosen share of all pairs
    of moments is recurrent. Distances are in sides of the box, the short way round where it
    repeats.

    A diagonal line is a stretch that the orbit went through twice: its share of all recurrences is
    the determinism.

    Source:
        Eckmann, Kamphorst & Ruelle (1987), Europhys. Lett. 4, 973-977; Marwan et al. (2007), Phys.
        Rep. 438, 237-329.
    """

    name: ClassVar[str] = "recurrence"
    title: ClassVar[str] = "Recurrence plot"
    view: ClassVar[str] = "plane"
    draws: ClassVar[tuple[str, ...]] = ("recurrence",)
    depth: ClassVar[int] = 0

    def __init__(self, flow: Flow) -> None:
        self.flow = flow

    @staticmethod
    def refuses(flow: Flow) -> str:
        return lasting_refusal(flow)

    @staticmethod
    def declared(flow: Flow) -> tuple[Declaration, ...]:
        about: dict[str, Any] = {"title": "Stretch", "unit": time_unit(flow)}
        usual = lasting(flow)
        stretch = (
            whole("recurrence_time", 300, 50, 1200, **about)
            if flow.discrete
            else real("recurrence_time", usual, usual / 20, usual * 20, logarithmic=True, **about)
        )
        rate = real("recurrence_rate", 5.0, 0.5, 30.0, title="Recurrent", unit="%",
                    help="Share of all pairs of moments that count as near.")  # fmt: skip
        return (stretch, rate, whole("recurrence_nodes", 400, 100, 1200, title="Moments"))

    @staticmethod
    def axes(flow: Flow, parameters: Parameters) -> tuple[Axis, Axis]:
        p: Any = parameters
        words = "iteration" if flow.discrete else "time"
        first = float(round(SETTLE * p.recurrence_time))
        ends = (first, first + float(p.recurrence_time))
        return (Axis(words, "", time_unit(flow), *ends), Axis(words, "", time_unit(flow), *ends))

    @staticmethod
    def heading(flow: Flow, parameters: Parameters) -> tuple[str, str]:
        return "", "dark where it is not back"

    def frames(self, parameters: Parameters, ticket: Ticket) -> Iterator[Frame]:
        p: Any = parameters
        flow, box = self.flow, box_of(self.flow)
        first, stretch = float(round(SETTLE * p.recurrence_time)), float(p.recurrence_time)
        orbit = Going(flow, np.array([box.start]))
        orbit.advance(first, ticket)
        most = int(p.recurrence_nodes)
        if flow.discrete:
            times = first + np.arange(min(most, int(stretch)), dtype=float)
        else:
            times = np.linspace(first, first + stretch, most)
        path = orbit.record(times, ticket)[0]
        if not np.isfinite(path).all():
            yield Frame({}, notes=("The orbit left the domain, it does not come back.",))
            return
        counts = [n for n in LEVELS if n < len(times)]
        for level, count in enumerate([*counts, len(times)]):
            ticket.check()
            some = np.unique(np.linspace(0, len(times) - 1, count).astype(int))
            done = 1.0 if count == len(times) else count / len(times)
            yield self._frame(path[some], times[some], p, box, done, level)

    def _frame(
        self, path: np.ndarray, times: np.ndarray, p: Any, box: Box, done: float, level: int
    ) -> Frame:
        apart = distances(path, box)
        near, epsilon = recurrences(apart, p.recurrence_rate / 100.0)
        share = determinism(near)
        layers: dict[str, Layer] = {
            "recurrence": ScalarField(
                times, times, near.astype(float), scale="amount", limits=(0.0, 1.0),
                quantity="back",
            )
        }  # fmt: skip
        return Frame(
            layers,
            progress=done,
            level=level,
            readings={self.name: Reading(100.0 * share, "% determinism")},
            trust=Trust(
                "good",
                f"Near means within {spoken(100.0 * epsilon)} % of the box; "
                f"{100.0 * share:.0f} % of the returns last {SHORTEST} moments or longer.",
            ),
            task="Recurrence plot",
        )


def distances(path: np.ndarray, box: Box) -> np.ndarray:
    """Distances between all pairs of states, in sides of the box, shape (k, k).

    Args:
        path: Shape (k, d).
        box: Its sides, and which coordinates repeat.
    """
    sides, period = np.subtract(box.high, box.low), periods(box)
    total = np.zeros((len(path), len(path)))
    for column, side, length in zip(path.T, sides, period, strict=True):
        gap = column[:, None] - column[None, :]
        if np.isfinite(length):
            gap -= length * np.round(gap / length)
        total += (gap / side) ** 2
    return np.sqrt(total)


def recurrences(apart: np.ndarray, rate: float) -> tuple[np.ndarray, float]:
    """Which pairs are near, shape (k, k), and the distance below which they are.

    Args:
        apart: Distances, shape (k, k).
        rate: Share of the pairs of different moments that are to be near.
    """
    pairs = apart[np.triu_indices(len(apart), 1)]
    epsilon = float(np.quantile(pairs, rate)) if pairs.size else 0.0
    return apart <= epsilon, epsilon


def determinism(near: np.ndarray) -> float:
    """Share of the recurrences, but those of a moment with itself, that lie on diagonal lines of
    at least `SHORTEST` moments.
    """
    on_lines = total = 0
    for offset in range(1, len(near)):
        line = np.diagonal(near, offset).astype(np.int8)
        edges = np.flatnonzero(np.diff(np.concatenate([[0], line, [0]])))
        runs = edges[1::2] - edges[::2]
        total += int(runs.sum())
        on_lines += int(runs[runs >= SHORTEST].sum())
    return on_lines / total if total else 0.0


INSTRUMENT = Recurrence
