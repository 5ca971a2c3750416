"""Streamlines of a planar flow, spread evenly over the picture."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

import numpy as np

from engines.instruments.portrait.scales import box_of, refusal
from engines.layers.curves import Curves
from engines.layers.frame import Frame
from engines.parameters.declare import Declaration, Parameters, whole
from engines.protocols.flow import Flow
from engines.running.ticket import Ticket

COARSE = 12  # streamlines across at level 0
PER_CELL = 4  # steps while crossing one cell
LONGEST = 2.0  # length of a half line, in longer sides of the box
SHORTEST = 3.0  # cells a line must cross to be kept


def streamlines(
    flow: Flow, across: int, time: float = 0.0, ticket: Ticket | None = None
) -> list[np.ndarray]:
    """Lines along the velocity at one moment, no two of them in the same cell of a grid.

    From the middle of every cell the direction field v/|v| is followed both ways with RK4 until
    the line leaves the box or the flow rests. The longest line is drawn whole; each further one
    is cut where it enters a cell that has a line, or comes back into one of its own.

    Args:
        flow: A planar flow.
        across: Cells along the longer side of the box.
        time: Moment of an unsteady flow.
        ticket: Looked at in every step.

    Returns:
        Polylines of shape (k, 2), world units, in the direction of the flow.

    Raises:
        Withdrawn: If the ticket was withdrawn.

    Source:
        Jobard & Lefer (1997), Visualization in Scientific Computing '97, 43-55, for the idea of
        a separation; the cells are a coarser test of it.
    """
    box = box_of(flow)
    low, sides = np.array(box.low), np.subtract(box.high, box.low)
    cell = sides.max() / across
    counts = np.maximum(1, np.round(sides / cell)).astype(int)
    share = [low[i] + sides[i] * (np.arange(n) + 0.5) / n for i, n in enumerate(counts)]
    seeds = np.stack([a.ravel() for a in np.meshgrid(*share)], axis=1)
    step = cell / PER_CELL
    count = int(LONGEST * sides.max() / step)
    ahead, behind = (_followed(flow, seeds, way * step, count, time, ticket) for way in (1.0, -1.0))
    lines = [_joined(a, b) for a, b in zip(ahead, behind, strict=True)]
    order = np.argsort([-len(line) for line, _ in lines], kind="stable")
    taken = np.zeros(int(np.prod(counts)), bool)
    kept = []
    for i in order:
        line, middle = lines[i]
        place = np.clip(((line - low) / sides * counts).astype(int), 0, counts - 1)
        cells = place[:, 1] * counts[0] + place[:, 0]
        if taken[cells[middle]]:
            continue
        last = middle + _free(cells[middle:], taken)
        own = taken.copy()  # a closed line would otherwise run over itself on the way back
        own[cells[middle:last]] = True
        own[cells[middle]] = False
        first = middle - _free(cells[middle::-1], own) + 1
        if last - first >= SHORTEST * PER_CELL:
            kept.append(line[first:last])
            taken[cells[first:last]] = True
    return kept


def _followed(
    flow: Flow, seeds: np.ndarray, step: float, count: int, time: float, ticket: Ticket | None
) -> np.ndarray:
    """Arc-length steps along the direction field, shape (n, count + 1, 2), NaN after the end."""
    box = box_of(flow)
    path = np.full((len(seeds), count + 1, 2), np.nan)
    path[:, 0] = x = seeds
    alive = np.arange(len(seeds))

    def direction(places: np.ndarray) -> np.ndarray:
        rates = flow.velocity(places, time)
        with np.errstate(divide="ignore", invalid="ignore"):
            return rates / np.linalg.norm(rates, axis=1, keepdims=True)

    for k in range(1, count + 1):
        if ticket is not None:
            ticket.check()
        a = direction(x)
        b = direction(x + step / 2 * a)
        c = direction(x + step / 2 * b)
        d = direction(x + step * c)
        x = x + step / 6 * (a + 2 * b + 2 * c + d)
        # Where directions cancel within one step, the line has arrived at a rest.
        went = np.linalg.norm(x - path[alive, k - 1], axis=1) > 0.5 * abs(step)
        inside = went & np.all((x >= box.low) & (x <= box.high), axis=1)
        alive, x = alive[inside], x[inside]
        if not len(alive):
            break
        path[alive, k] = x
    return path


def _joined(ahead: np.ndarray, behind: np.ndarray) -> tuple[np.ndarray, int]:
    """One line from its past to its future, and the index of its seed."""
    past = behind[np.isfinite(behind[:, 0])][:0:-1]
    return np.concatenate([past, ahead[np.isfinite(ahead[:, 0])]]), len(past)


def _free(cells: np.ndarray, taken: np.ndarray) -> int:
    """How many vertices come before a cell that is taken or has been left before."""
    entered = np.flatnonzero(np.concatenate([[True], np.diff(cells) != 0]))
    visits = cells[entered]
    _, first = np.unique(visits, return_index=True)
    again = np.ones(len(visits), bool)
    again[first] = False
    blocked = np.flatnonzero(again | taken[visits])
    return int(entered[blocked[0]]) if len(blocked) else len(cells)


class StreamlineInstrument:
    """Where the flow would lead if it stood still."""

    name: ClassVar[str] = "streamlines"
    title: ClassVar[str] = "Streamlines"
    view: ClassVar[str] = "plane"
    draws: ClassVar[tuple[str, ...]] = ("streamlines",)
    depth: ClassVar[int] = 1

    def __init__(self, flow: Flow) -> None:
        self.flow = flow

    @staticmethod
    def refuses(flow: Flow) -> str:
        if flow.discrete:
            return "needs continuous time"
        return refusal(flow, planar=True)

    @staticmethod
    def declared(flow: Flow) -> tuple[Declaration, ...]:
        about = "Streamlines side by side along the longer side."
        return (whole("lines", 30, 6, 100, title="Density", help=about),)

    def frames(self, parameters: Parameters, ticket: Ticket) -> Iterator[Frame]:
        p: Any = parameters
        time = 0.0 if self.flow.steady else float(getattr(p, "start", 0.0))
        levels = [COARSE, p.lines] if p.lines > COARSE else [p.lines]
        for level, across in enumerate(levels):
            found = streamlines(self.flow, across, time, ticket)
            yield Frame(
                {"streamlines": Curves(tuple(found), ("neutral",) * len(found))},
                progress=(level + 1) / len(levels),
                level=level,
            )


INSTRUMENT = StreamlineInstrument
