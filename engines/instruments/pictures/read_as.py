"""Where in the plane another kind of picture is read, and which kind is read where."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

import numpy as np
from contourpy import contour_generator

from engines.instruments.portrait.scales import box_of
from engines.layers.curves import Curves
from engines.layers.frame import Frame, Reading
from engines.layers.points import Points
from engines.parameters.declare import Declaration, Parameters, whole
from engines.protocols.flow import Flow
from engines.protocols.pictures import Picturing
from engines.running.ticket import Ticket

LEAST = 1e-12  # of a probability, whose logarithm is taken
SMALL = 0.01  # of the plane: smaller patches get no name
STRIP = 512  # places between two looks at the ticket
COARSE = 16


def borders(x: np.ndarray, y: np.ndarray, odds: np.ndarray) -> tuple[np.ndarray, ...]:
    """Lines on which the likeliest kind changes.

        ln p_c = max_{j != c} ln p_j   for some c

    Args:
        x: Nodes, shape (nx,).
        y: Nodes, shape (ny,).
        odds: Probabilities, shape (ny, nx, k).

    Returns:
        Each of shape (m, 2).
    """
    logs = np.log(np.maximum(odds, LEAST))
    lines: list[np.ndarray] = []
    for kind in np.unique(logs.argmax(axis=2)):
        others = logs.copy()
        others[..., kind] = -np.inf
        rival = others.argmax(axis=2)
        for line in contour_generator(x, y, logs[..., kind] - others.max(axis=2)).lines(0.0):
            vertices = np.asarray(line)
            ends = zip(_ends(y, vertices[:, 1]), _ends(x, vertices[:, 0]), strict=True)
            kept = np.logical_or(*(rival[rows, columns] > kind for rows, columns in ends))
            lines += _runs(vertices, kept)
    return tuple(lines)


def _ends(nodes: np.ndarray, values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Indices of the evenly spaced nodes before and behind; a vertex lies between two nodes."""
    place = np.round((values - nodes[0]) / (nodes[1] - nodes[0]), 9)
    last = len(nodes) - 1
    before, behind = (np.clip(edge(place).astype(int), 0, last) for edge in (np.floor, np.ceil))
    return before, behind


def _runs(line: np.ndarray, kept: np.ndarray) -> list[np.ndarray]:
    """Pieces of a line of which no vertex is left out; a border of two kinds is drawn by one."""
    pieces = np.split(np.arange(len(line)), np.flatnonzero(np.diff(kept)) + 1)
    return [line[piece] for piece in pieces if kept[piece[0]] and len(piece) > 1]


def patches(x: np.ndarray, y: np.ndarray, odds: np.ndarray) -> list[tuple[int, np.ndarray]]:
    """Number of the kind of each connected patch, and the place in it farthest from its rim.

    Args:
        x: Nodes, shape (nx,).
        y: Nodes, shape (ny,).
        odds: Probabilities, shape (ny, nx, k).
    """
    from scipy import ndimage

    kinds = odds.argmax(axis=2)
    found = []
    for kind in np.unique(kinds):
        named, count = ndimage.label(kinds == kind)
        for patch in range(1, count + 1):
            inside = named == patch
            if inside.sum() < SMALL * inside.size:
                continue
            depth = ndimage.distance_transform_edt(np.pad(inside, 1))[1:-1, 1:-1]
            row, column = np.unravel_index(int(depth.argmax()), depth.shape)
            found.append((int(kind), np.array([x[column], y[row]])))
    return found


class ReadAs:
    """Borders between kinds of pictures as somebody reads them, coarse first, and their names."""

    name: ClassVar[str] = "read_as"
    title: ClassVar[str] = "Read as"
    view: ClassVar[str] = "plane"
    draws: ClassVar[tuple[str, ...]] = ("kind_borders", "kind_names")
    depth: ClassVar[int] = 2

    def __init__(self, flow: Flow) -> None:
        self.flow = flow

    @staticmethod
    def refuses(flow: Flow) -> str:
        fits = isinstance(flow, Picturing) and flow.reader is not None
        return "" if fits else "needs pictures that somebody can read"

    @staticmethod
    def declared(flow: Flow) -> tuple[Declaration, ...]:
        return (
            whole("read_nodes", 56, 8, 200, title="Nodes a side", group=ReadAs.title,
                  help="Pictures read along each side of the plane."),
        )  # fmt: skip

    def frames(self, parameters: Parameters, ticket: Ticket) -> Iterator[Frame]:
        p: Any = parameters
        flow: Any = self.flow
        box = box_of(flow)
        sizes = sorted({min(COARSE, p.read_nodes), p.read_nodes})
        for level, count in enumerate(sizes):
            x, y = (np.linspace(box.low[i], box.high[i], count) for i in (0, 1))
            places = np.stack([a.ravel() for a in np.meshgrid(x, y)], axis=1)
            parts = []
            for first in range(0, len(places), STRIP):
                ticket.check()
                parts.append(flow.reader.read(flow.decode(places[first : first + STRIP])))
            odds = np.concatenate(parts).reshape(count, count, -1)
            lines, names = borders(x, y, odds), patches(x, y, odds)
            where = np.array([place for _, place in names]).reshape(-1, 2)
            yield Frame(
                {
                    "kind_borders": Curves(
                        lines, ("neutral",) * len(lines), (("neutral", "read as another"),)
                    ),
                    "kind_names": Points(
                        where, "dot", labels=tuple(flow.reader.kinds[kind] for kind, _ in names)
                    ),
                },
                progress=(level + 1) / len(sizes),
                level=level,
                readings={"read_as": Reading(float(len({kind for kind, _ in names})), "kinds")},
                task=self.title,
            )


INSTRUMENT = ReadAs
