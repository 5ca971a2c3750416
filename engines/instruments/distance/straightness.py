"""How far the paths of a flow are from straight lines."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

import numpy as np

from engines.errors import UnfitError
from engines.layers.frame import Frame, Reading
from engines.layers.series import Series
from engines.parameters.declare import Declaration, Parameters, whole
from engines.protocols.capabilities import Generating
from engines.protocols.flow import Flow
from engines.protocols.instrument import Charting
from engines.protocols.views import Axis
from engines.running.randomness import stream
from engines.running.ticket import Ticket

TIMES = 41
FIRST = 64


def bends(
    flow: Flow, starts: np.ndarray, times: np.ndarray, ticket: Ticket | None = None
) -> np.ndarray:
    """Squared distance between velocity and chord along each path, shape (n, k).

        b(z, t) = | (Z_1 - Z_0) / (t_1 - t_0) - v(Z_t, t) |^2

    Its mean over paths and times is the straightness S, zero if and only if every path is a
    straight line walked at constant speed.

    Args:
        flow: What moves the points.
        starts: Shape (n, d), given at times[0].
        times: Shape (k,), rising.
        ticket: Looked at on the way.

    Raises:
        Withdrawn: If the ticket was withdrawn.

    Source:
        Liu, Gong & Liu (2022), arXiv:2209.03003, eq. (5).
    """
    paths = flow.record(starts, times, ticket)
    chords = (paths[:, -1] - paths[:, 0]) / (times[-1] - times[0])
    found = np.empty(paths.shape[:2])
    for k, time in enumerate(times):
        if ticket is not None:
            ticket.check()
        found[:, k] = ((chords - flow.velocity(paths[:, k], float(time))) ** 2).sum(axis=1)
    return found


def straightness(
    flow: Flow, starts: np.ndarray, times: np.ndarray, ticket: Ticket | None = None
) -> float:
    """S, the mean of `bends` over paths and over time by the trapezoidal rule."""
    each = bends(flow, starts, times, ticket)
    each = each[np.isfinite(each).all(axis=1)].mean(axis=0)
    return float(np.trapezoid(each, times) / (times[-1] - times[0]))


class Straightness(Charting):
    """Distance between velocity and chord over time, for paths that start from noise."""

    name: ClassVar[str] = "straightness"
    title: ClassVar[str] = "Straightness"
    view: ClassVar[str] = "chart"
    draws: ClassVar[tuple[str, ...]] = ("straightness",)
    depth: ClassVar[int] = 2

    def __init__(self, flow: Flow) -> None:
        self.flow = flow

    @staticmethod
    def refuses(flow: Flow) -> str:
        return "" if isinstance(flow, Generating) else "needs a flow from noise to data"

    @staticmethod
    def declared(flow: Flow) -> tuple[Declaration, ...]:
        return (
            whole(
                "straightness_paths",
                400,
                20,
                4000,
                title="Paths measured",
                group="Straightness",
                help="Number of paths from random noise that are compared with their chords.",
            ),
            whole("seed", 0, 0, 99999, title="Seed", help="Seed of everything drawn at random."),
        )

    @staticmethod
    def axes(flow: Flow, parameters: Parameters) -> tuple[Axis, Axis]:
        return (
            Axis("time", "t", "", 0.0, flow.arrival if isinstance(flow, Generating) else 1.0),
            Axis("bend, squared", "", "", 0.0, 18.0),
        )

    def frames(self, parameters: Parameters, ticket: Ticket) -> Iterator[Frame]:
        """A few paths first, then all of them."""
        p: Any = parameters
        flow = self.flow
        if not isinstance(flow, Generating):
            raise UnfitError("Straightness needs a flow from noise to data")
        count = p.straightness_paths
        starts = flow.noise(count, stream(p.seed, "straightness"))
        times = np.linspace(0.0, flow.arrival, TIMES)
        sizes = sorted({min(FIRST, count), count})
        for level, size in enumerate(sizes):
            if ticket.withdrawn:
                return
            each = bends(flow, starts[:size], times, ticket)
            each = each[np.isfinite(each).all(axis=1)]
            if not len(each):
                yield Frame({}, notes=("straightness: every path left the domain",))
                return
            mean = each.mean(axis=0)
            low, high = np.quantile(each, (0.1, 0.9), axis=0)
            layer = Series(times, mean, low, high, label="mean")
            value = float(np.trapezoid(mean, times))
            yield Frame(
                {"straightness": layer},
                progress=(level + 1) / len(sizes),
                level=level,
                readings={"straightness": Reading(value, "mean S")},
                task="Straightness",
            )


INSTRUMENT = Straightness
