"""Stable and unstable manifolds of saddles that are curves: they part the ways."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any, ClassVar

import numpy as np

from engines.instruments.portrait.paths import followed
from engines.instruments.portrait.scales import (
    box_of,
    crossing_time,
    diagonal,
    friendly,
    refusal,
    shown,
    time_unit,
)
from engines.instruments.stability.fixed_points import FixedPoint, fixed_points
from engines.instruments.stability.iterated import grown_curve
from engines.instruments.stability.linear import rates_of_growth
from engines.layers.curves import Curves
from engines.layers.frame import Frame, Reading
from engines.parameters.declare import Declaration, Parameters, real, whole
from engines.protocols.flow import Flow
from engines.running.ticket import Ticket

LEVELS = ((0.25, 250), (1.0, 4000))  # share of the time, samples
OFFSET = 1e-6  # first step along the eigenvector, in diagonals of the box
NEAR = 1e-4  # a branch ends this close to another fixed point, in diagonals
APART = 7e-4  # distance of vertices that are kept, in diagonals
LABELS = (("attract", "stable manifold"), ("repel", "unstable manifold"))


def branches(
    flow: Flow,
    saddle: FixedPoint,
    rests: np.ndarray,
    duration: float,
    samples: int,
    ticket: Ticket,
) -> tuple[list[np.ndarray], list[str]]:
    """The half-branches of one saddle: four in the plane, in space those that are curves.

    The unstable ones start a millionth of the picture along the growing eigenvector and are
    followed forwards, the stable ones along the shrinking one and backwards. The error of the
    first step is of second order in the offset and shrinks along the way.

    Args:
        flow: A steady flow.
        saddle: Where they begin.
        rests: All fixed points, shape (n, d); a branch that arrives at one ends there.
        duration: Time each is followed once it has left the saddle.
        samples: Samples per branch.
        ticket: Looked at by the flow.

    Returns:
        Polylines of shape (k, d) and their roles.

    Raises:
        Withdrawn: If the ticket was withdrawn.
    """
    size = diagonal(box_of(flow))
    lines: list[np.ndarray] = []
    roles: list[str] = []
    for column, way, role in curves_of(saddle, False):
        along = np.real(saddle.vectors[:, column])
        along /= np.linalg.norm(along)
        ends = saddle.place + OFFSET * size * np.array([along, -along])
        # Leaving takes ln(1/OFFSET)/rate; next to nothing is to be seen of its first half.
        leaving = math.log(1.0 / OFFSET) / max(abs(saddle.values[column].real), 1e-12)
        seen = np.linspace(0.5 * leaving, leaving + duration, samples)
        states, _, _ = followed(flow, ends, way * np.concatenate([[0.0], seen]), ticket)
        for path in states:
            line = _until_rest(path[np.all(np.isfinite(path), axis=1)], saddle.place, rests, size)
            lines.append(_thinned(np.concatenate([saddle.place[None], line]), APART * size))
            roles.append(role)
    return lines, roles


def curves_of(saddle: FixedPoint, discrete: bool) -> list[tuple[int, float, str]]:
    """Column of the eigenvector, direction of time and role of each manifold that is a curve."""
    growth = rates_of_growth(saddle.values, discrete)
    found = []
    for one, way, role in ((growth > 0.0, 1.0, "repel"), (growth < 0.0, -1.0, "attract")):
        (columns,) = np.nonzero(one)
        if len(columns) == 1 and saddle.values[columns[0]] != 0.0:
            found.append((int(columns[0]), way, role))
    return found


def _iterated(
    flow: Flow, saddle: FixedPoint, steps: int, ticket: Ticket
) -> tuple[list[np.ndarray], list[str]]:
    """The same for a saddle of a map."""
    lines: list[np.ndarray] = []
    roles: list[str] = []
    for column, way, role in curves_of(saddle, True):
        along = np.real(saddle.vectors[:, column])
        along /= np.linalg.norm(along)
        factor = float(saddle.values[column].real)
        for half in (along, -along):
            more = grown_curve(flow, saddle.place, half, factor, way, steps, ticket)
            lines += more
            roles += [role] * len(more)
    return lines, roles


def _until_rest(path: np.ndarray, origin: np.ndarray, rests: np.ndarray, size: float) -> np.ndarray:
    gone = np.linalg.norm(path - origin, axis=1) > 0.01 * size
    left = int(np.argmax(gone)) if np.any(gone) else len(path)
    gaps = np.linalg.norm(path[left:, None] - rests, axis=2)
    close = np.min(gaps, axis=1, initial=np.inf) < NEAR * size
    if not np.any(close):
        return path
    last = int(np.argmax(close))
    return np.concatenate([path[: left + last], rests[[int(np.argmin(gaps[last]))]]])


def _thinned(line: np.ndarray, apart: float) -> np.ndarray:
    """`line` without vertices that crowd, its ends kept."""
    way = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(line, axis=0), axis=1))])
    bins = np.floor(way / apart)
    kept = np.concatenate([[True], np.diff(bins) > 0])
    kept[-1] = True
    return line[kept]


class ManifoldInstrument:
    """Manifolds of every saddle in view, warm where they repel and cool where they attract."""

    name: ClassVar[str] = "manifolds"
    title: ClassVar[str] = "Stable and unstable manifolds"
    view: ClassVar[str] = "plane"
    draws: ClassVar[tuple[str, ...]] = ("manifolds",)
    depth: ClassVar[int] = 2

    def __init__(self, flow: Flow) -> None:
        self.flow = flow

    @staticmethod
    def refuses(flow: Flow) -> str:
        return refusal(flow, planar=flow.discrete, steady=True)

    @staticmethod
    def declared(flow: Flow) -> tuple[Declaration, ...]:
        words = "How long each manifold is followed from its saddle."
        if flow.discrete:
            return (
                whole(
                    "manifold_steps", 24, 1, 60, title="Followed for", help=f"{words} Iterations."
                ),
            )
        usual = friendly(10.0 * crossing_time(flow))
        return (
            real(
                "manifold_time",
                usual,
                usual / 50.0,
                usual * 5.0,
                title="Followed for",
                unit=time_unit(flow),
                logarithmic=True,
                help=words,
            ),
        )

    def frames(self, parameters: Parameters, ticket: Ticket) -> Iterator[Frame]:
        p: Any = parameters
        found = fixed_points(self.flow, ticket)
        saddles = [f for f in found if f.mark == "saddle"]
        rests = np.array([f.place for f in found]).reshape(-1, self.flow.dimension)
        for level, (share, samples) in enumerate(LEVELS):
            lines: list[np.ndarray] = []
            roles: list[str] = []
            for saddle in saddles:
                if self.flow.discrete:
                    more, kinds = _iterated(
                        self.flow, saddle, int(share * p.manifold_steps), ticket
                    )
                else:
                    time = share * p.manifold_time
                    more, kinds = branches(self.flow, saddle, rests, time, samples, ticket)
                lines += [line[:, : shown(self.flow)] for line in more]
                roles += kinds
            yield Frame(
                {"manifolds": Curves(tuple(lines), tuple(roles), LABELS if lines else ())},
                progress=(level + 1) / len(LEVELS),
                level=level,
                readings={"manifolds": Reading(self._halves(saddles), "halves")},
                task="Manifolds",
            )

    def _halves(self, saddles: list[FixedPoint]) -> float:
        return 2.0 * sum(len(curves_of(saddle, self.flow.discrete)) for saddle in saddles)


INSTRUMENT = ManifoldInstrument
