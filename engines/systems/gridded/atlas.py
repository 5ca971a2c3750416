"""All frames of a series as texels, for a graphics card."""

from __future__ import annotations

import threading
from dataclasses import dataclass

import numpy as np
from scipy.interpolate import BSpline

from engines.running.ticket import Ticket
from engines.systems.gridded.frames import Frames
from engines.systems.gridded.splines.axes import CUBIC, Axis

MOST_TEXELS = 1 << 22  # 64 MiB
LARGEST = 8192  # texels along a side that any card has
FINEST = 4  # cells of a card's axis per cell of an uneven one, at most
_EVEN = 1e-4  # of a step: moments that are so near to equal steps count as such


@dataclass(frozen=True, eq=False)
class CardAxis:
    """Splines over equal cells, as a card wants them, from those of a file.

    Attributes:
        low: Where the first cell begins.
        cell: Width of a cell.
        cells: Number of cells.
        period: Length after which it repeats, or 0.
        matrix: From the file's coefficients to these, shape (count, file's count).
        nodes: Lower and upper neighbour in the file of the node of each coefficient, shape
            (count, 2).
    """

    low: float
    cell: float
    cells: int
    period: float
    matrix: np.ndarray
    nodes: np.ndarray

    @property
    def count(self) -> int:
        """Number of coefficients."""
        return len(self.matrix)


def card_axis(axis: Axis) -> CardAxis:
    """The same splines if the nodes of `axis` are equally far apart; else splines on finer cells
    through the same curve.
    """
    low, span = float(axis.nodes[0]), float(axis.nodes[-1] - axis.nodes[0])
    n = len(axis.nodes) - 1
    if not axis.even:
        n = min(int(np.ceil(span / np.diff(axis.nodes).min())), FINEST * n)
    h = span / n
    places = low + h * np.arange(n + 1)
    if axis.width == CUBIC:
        knots = low + h * np.arange(-3, n + 4)
        if axis.periodic:
            own = BSpline.design_matrix(places[:-1], knots, 3).toarray()
            own[:, :3] += own[:, n:]
            matrix = np.linalg.solve(own[:, :n], _evaluation(axis, places[:-1]))
            matrix = np.concatenate([matrix, matrix[:3]])
        else:
            # two places more than nodes: a curve of the file bends freely in its last cells
            more = np.sort(np.append(places, [low + 0.5 * h, low + span - 0.5 * h]))
            own = BSpline.design_matrix(more, knots, 3).toarray()
            matrix = np.linalg.solve(own, _evaluation(axis, more))
        at = np.arange(-1, n + 2)
    else:
        matrix, at = _evaluation(axis, places), np.arange(n + 1)
    at = at % n if axis.periodic else np.clip(at, 0, n)
    return CardAxis(low, h, n, span if axis.periodic else 0.0, matrix, _between(axis, places[at]))


def _evaluation(axis: Axis, places: np.ndarray) -> np.ndarray:
    """Values at `places` of each spline of `axis`, shape (len(places), count)."""
    cell = np.clip(np.searchsorted(axis.nodes, places, "right") - 1, 0, len(axis.nodes) - 2)
    p = (places - axis.nodes[cell]) / (axis.nodes[cell + 1] - axis.nodes[cell])
    found = np.zeros((len(places), axis.count))
    values = np.einsum("nsk,nk->ns", axis.tables[cell], p[:, None] ** np.arange(4))
    np.add.at(
        found, (np.arange(len(places))[:, None], axis.first[cell][:, None] + np.arange(4)), values
    )
    return found


def _between(axis: Axis, places: np.ndarray) -> np.ndarray:
    """Nodes on either side of `places`; twice the same where one lies on it."""
    cell = np.clip(np.searchsorted(axis.nodes, places, "right") - 1, 0, len(axis.nodes) - 2)
    p = (places - axis.nodes[cell]) / (axis.nodes[cell + 1] - axis.nodes[cell])
    both = np.stack([cell + (p > 1.0 - 1e-6), cell + (p > 1e-6)], axis=1)
    return both % (len(axis.nodes) - 1) if axis.periodic else both


class Atlas:
    """Frames side by side in one texture, each a tile of coefficients.

    In the plane a texel holds u and v of two successive frames, so that a cubic in time takes two
    texels per coefficient; tile s holds the frames s - 1 and s. On a sphere it holds the three
    components of one frame. What lies on land is NaN, and so is every sum it enters.

    Attributes:
        x: Axis across.
        y: Axis up.
        tiles: Number of tiles.
        columns: Tiles side by side.
    """

    def __init__(self, frames: Frames) -> None:
        self._components = frames.components
        self._moments = len(frames.grid.times)
        self.x, self.y = card_axis(frames.x), card_axis(frames.y)
        moments = len(frames.grid.times)
        self.tiles = moments + int(frames.components == 2 and moments > 1)
        self.columns = max(1, min(self.tiles, LARGEST // self.x.count))
        self._lock = threading.Lock()
        self._texels: np.ndarray | None = None

    @property
    def size(self) -> tuple[int, int]:
        """Texels across and up."""
        rows = -(-self.tiles // self.columns)
        return self.columns * self.x.count, rows * self.y.count

    def texels(self, frames: Frames, ticket: Ticket | None = None) -> np.ndarray:
        """Shape (height, width, 4), float32, read-only; made once.

        Args:
            frames: What it was planned for; not kept, so that whoever keeps an atlas by its frames
                can let both go.
            ticket: Looked at between frames.

        Raises:
            FlowError: If the file cannot be read.
        """
        with self._lock:
            if self._texels is None:
                self._texels = self._made(frames, ticket)
            return self._texels

    def _made(self, frames: Frames, ticket: Ticket | None) -> np.ndarray:
        width, height = self.size
        made = np.zeros((height, width, 4), dtype=np.float32)
        moments = self._moments
        for index in range(moments):
            part = self._coefficients(frames, index, ticket)
            if self._components == 3:
                self._tile(made, index)[..., :3] = part
                continue
            self._tile(made, index)[..., 2:] = part
            if index + 1 < self.tiles:
                self._tile(made, index + 1)[..., :2] = part
        if self._components == 2 and moments > 1:  # nothing precedes or follows
            self._tile(made, 0)[..., :2] = self._tile(made, 0)[..., 2:]
            self._tile(made, moments)[..., 2:] = self._tile(made, moments)[..., :2]
        made.flags.writeable = False
        return made

    def _tile(self, texels: np.ndarray, index: int) -> np.ndarray:
        row, column = divmod(index, self.columns)
        height, width = self.y.count, self.x.count
        return texels[row * height : (row + 1) * height, column * width : (column + 1) * width]

    def _coefficients(self, frames: Frames, index: int, ticket: Ticket | None) -> np.ndarray:
        """Coefficients for the card, shape (rows, columns, components), NaN on land."""
        frame, components = frames.frame(index, ticket), self._components
        given = frame.coefficients.reshape(len(frame.coefficients), -1, components)
        made = np.stack(
            [self.y.matrix @ given[..., c] @ self.x.matrix.T for c in range(components)], axis=-1
        )
        if frame.land.any():
            land = frames.extended(frame.land)
            rows = land[self.y.nodes[:, 0]] | land[self.y.nodes[:, 1]]
            made[rows[:, self.x.nodes[:, 0]] | rows[:, self.x.nodes[:, 1]]] = np.nan
        return made


def fits(frames: Frames) -> bool:
    """Whether a card can hold all frames, and finds its way among them by a division."""
    times = frames.grid.times
    steps = np.diff(times)
    if len(steps) and np.ptp(steps) > _EVEN * steps.mean():
        return False
    cells = [(len(a.nodes) - 1) * (1 if a.even else FINEST) + 3 for a in (frames.x, frames.y)]
    tiles = len(times) + 1
    if cells[0] > LARGEST or cells[1] > LARGEST or cells[0] * cells[1] * tiles > MOST_TEXELS:
        return False
    columns = max(1, min(tiles, LARGEST // cells[0]))
    return -(-tiles // columns) * cells[1] <= LARGEST
