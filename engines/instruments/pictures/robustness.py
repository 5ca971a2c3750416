"""What a flow bears: how far its pictures are from the known ones when it is disturbed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, ClassVar

import numpy as np

from engines.instruments.distance.frechet import frechet_distance
from engines.layers.frame import Frame, Layer, Reading
from engines.layers.series import KINDS, Series
from engines.parameters.declare import Declaration, Parameters, choice, real, whole
from engines.protocols.flow import Flow
from engines.protocols.instrument import Charting
from engines.protocols.pictures import Picturing, Shaken
from engines.protocols.views import Axis
from engines.running.randomness import stream
from engines.running.ticket import Ticket

GROUP = "What it bears"
STRENGTHS, STRONGEST = 5, "strongest"
SHAKING, BITS, STEPS = "shaking", "bits of a weight", "steps"
# Value by value from harmless to harsh, and how the flow that bears it is made.
TRIED: dict[str, tuple[float, ...]] = {
    SHAKING: tuple(np.linspace(0.0, 1.0, STRENGTHS)),  # of the strongest
    BITS: (8.0, 7.0, 6.0, 5.0, 4.0),
    STEPS: (18.0, 12.0, 9.0, 7.0, 5.0),
}
MADE: dict[str, Callable[[Shaken, float], Flow]] = {
    SHAKING: lambda flow, value: flow.shaken(value),
    BITS: lambda flow, value: flow.rounded(round(value)),
    STEPS: lambda flow, value: flow.hurried(round(value)),
}


class Robustness(Charting):
    r"""The Frechet distance of pictures to the known ones, for this flow and those trained like it,
    while noise is injected before each step, weights are rounded, or steps are left out.

    Distances of few pictures are larger than those of many, the same for all. Bands are a standard
    error of the mean over repeats with other noise.
    """

    name: ClassVar[str] = "robustness"
    title: ClassVar[str] = GROUP
    view: ClassVar[str] = "chart"
    draws: ClassVar[tuple[str, ...]] = tuple(f"robust_{number}" for number in range(len(KINDS)))
    depth: ClassVar[int] = 1

    def __init__(self, flow: Flow) -> None:
        self.flow = flow

    @staticmethod
    def refuses(flow: Flow) -> str:
        if not (isinstance(flow, Picturing) and isinstance(flow.whole, Shaken)):
            return "needs a flow to pictures that can be shaken"
        return "" if len(flow.known) > 1 else "needs known pictures to compare with"

    @staticmethod
    def declared(flow: Flow) -> tuple[Declaration, ...]:
        return (
            choice("tried", SHAKING, tuple(TRIED), title="Tried", group=GROUP,
                   help="Noise before each step, weights rounded to few bits, or few steps."),
            whole("shaken_pictures", 600, 100, 5000, title="Pictures", group=GROUP,
                  logarithmic=True, help="How many are compared for each point of a curve."),
            whole("repeats", 3, 1, 20, title="Repeats", group=GROUP,
                  help="How often each point is measured, with other noise each time; a band is a "
                  "standard error of their mean."),
            real(STRONGEST, 0.3, 0.05, 1.0, title="Strongest", symbol="\\alpha", group=GROUP,
                 help="Noise at the end of the curves, as a share of what is left."),
            whole("seed", 0, 0, 99999, title="Seed", help="Seed of everything drawn at random."),
        )  # fmt: skip

    @staticmethod
    def axes(flow: Flow, parameters: Parameters) -> tuple[Axis, Axis]:
        p: Any = parameters
        values = _values(p)
        symbols = {SHAKING: "\\alpha", BITS: "b", STEPS: "K"}
        return Axis(p.tried, symbols[p.tried], "", min(values), max(values)), Axis(
            "Fr\N{LATIN SMALL LETTER E WITH ACUTE}chet distance"
        )

    @staticmethod
    def heading(flow: Flow, parameters: Parameters) -> tuple[str, str]:
        p: Any = parameters
        again = f", {p.repeats} times" if p.repeats > 1 else ""
        return "", f"{p.shaken_pictures} pictures a point{again}"

    def frames(self, parameters: Parameters, ticket: Ticket) -> Iterator[Frame]:
        """Value by value, all curves together from harmless to harsh; then once more, with bands."""
        p: Any = parameters
        plane: Any = self.flow
        known = _pixels(plane.known)
        values = _values(p)
        others = list(plane.whole.siblings().items())[: len(KINDS)]
        family: list[Any] = [flow for _, flow in others]
        own = next((row for row, flow in enumerate(family) if flow is plane.whole), 0)
        found = np.full((int(p.repeats), len(family), len(values)), np.nan)
        for turn in range(int(p.repeats)):
            for column, value in enumerate(values):
                for row, flow in enumerate(family):
                    ticket.check()
                    tried: Any = MADE[p.tried](flow, value)
                    begin = tried.noise(int(p.shaken_pictures), stream(p.seed + turn, "robustness"))
                    ends = np.array([0.0, plane.arrival])
                    # what is injected on the way is other noise each time, too
                    end = tried.sampled(begin, ends, ticket, turn * len(begin))[:, -1]
                    distance = frechet_distance(_pixels(tried.decode(end)), known)
                    found[turn, row, column] = distance
                layers: dict[str, Layer] = {
                    f"robust_{row}": _curve(
                        values, found[:, row], "value" if row == own else KINDS[row], word
                    )
                    for row, (word, _) in enumerate(others)
                }
                done = turn * len(values) + column
                yield Frame(
                    layers,
                    progress=(done + 1) / found[:, 0].size,
                    level=done,
                    readings={self.name: Reading(_told(found[:, own, column]), _at(p, value))},
                    task=self.title,
                )


def _values(p: Any) -> tuple[float, ...]:
    """What is tried, one after the other."""
    most = float(p.strongest) if p.tried == SHAKING else 1.0
    return tuple(most * value for value in TRIED[p.tried])


def _at(p: Any, value: float) -> str:
    return f"at {value:.2g}" if p.tried == SHAKING else f"at {value:g} {p.tried.split()[0]}"


def _told(repeats: np.ndarray) -> float:
    return float(np.nanmean(repeats))


def _curve(values: tuple[float, ...], repeats: np.ndarray, role: str, label: str) -> Series:
    """Means of what has been measured, and a band where it was measured more than once."""
    there = np.isfinite(repeats)
    count = there.sum(axis=0)
    x, seen = np.array(values)[count > 0], repeats[:, count > 0]
    order = np.argsort(x)
    x, seen, count = x[order], seen[:, order], count[count > 0][order]
    mean = np.nanmean(seen, axis=0)
    if int(count.max()) < 2:
        return Series(x, mean, role=role, label=label)
    square = np.nansum((seen - mean) ** 2, axis=0) / np.maximum(count - 1, 1)
    error = np.sqrt(square / count)
    return Series(x, mean, mean - error, mean + error, role, label)


def _pixels(ink: np.ndarray) -> np.ndarray:
    """Pictures of ink from 0 to 1 as rows of numbers from -1 to 1."""
    return np.asarray(2.0 * ink.reshape(len(ink), -1) - 1.0, dtype=np.float64)


INSTRUMENT = Robustness
