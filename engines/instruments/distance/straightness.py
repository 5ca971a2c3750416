"""How far the paths of a flow are from straight lines."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

import numpy as np

from engines.instruments.distance.along_ways import AlongWays, arrival
from engines.layers.frame import Layer, Reading
from engines.layers.series import Series
from engines.parameters.declare import Parameters
from engines.protocols.flow import Flow
from engines.protocols.views import Axis
from engines.running.ticket import Ticket

TIMES = 41


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


class Straightness(AlongWays):
    """Distance between velocity and chord over time, for paths that start from noise."""

    name: ClassVar[str] = "straightness"
    title: ClassVar[str] = "Straightness"
    draws: ClassVar[tuple[str, ...]] = ("straightness",)
    counted: ClassVar[str] = "straightness_paths"
    counts: ClassVar[str] = "Number of paths from random noise that are compared with their chords."
    moments: ClassVar[int] = TIMES

    @staticmethod
    def axes(flow: Flow, parameters: Parameters) -> tuple[Axis, Axis]:
        return Axis("time", "t", "", 0.0, arrival(flow)), Axis("bend, squared", "", "", 0.0, 18.0)

    def along(
        self, starts: np.ndarray, times: np.ndarray, ticket: Ticket
    ) -> tuple[Mapping[str, Layer], Reading] | str:
        each = bends(self.flow, starts, times, ticket)
        each = each[np.isfinite(each).all(axis=1)]
        if not len(each):
            return "Straightness: every path left the domain."
        mean = each.mean(axis=0)
        low, high = np.quantile(each, (0.1, 0.9), axis=0)
        layer = Series(times, mean, low, high, label="mean")
        return {"straightness": layer}, Reading(float(np.trapezoid(mean, times)), "mean S")


INSTRUMENT = Straightness
