"""Any number of lines in one buffer, drawn with one call, as wide as asked in screen pixels."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from vispy.gloo import gl

from widgets.painters.gl.buffer import Buffer, draw_indexed, feed, unfeed
from widgets.painters.gl.program import Program
from widgets.painters.gl.texture import Texture
from widgets.painters.painter import Moment, blend_light, blend_over
from widgets.painters.shaders import shader_text
from widgets.theme.maps import line_table

BREAK = 1e30  # stands for "no neighbour" in a buffer, where NaN is not safe
FLOATS = 7  # of one vertex: position, side, time, value, length


@dataclass(frozen=True, slots=True)
class Pen:
    """How lines look.

    Attributes:
        colour: Red, green, blue, alpha, where no value gives it.
        width: Logical pixels.
        dash: Logical pixels on and off; (0, 0) is solid.
        limits: Values at the ends of the map; None for one colour.
        scale: Kind of quantity, which names the map.
        window: Times that are shown.
        fade: Exponent with which alpha grows with time within the window; 0 for none.
        light: Adds up on dark and multiplies on light.
    """

    colour: tuple[float, float, float, float]
    width: float
    dash: tuple[float, float] = (0.0, 0.0)
    limits: tuple[float, float] | None = None
    scale: str = "amount"
    window: tuple[float, float] = (-1e30, 1e30)
    fade: float = 0.0
    light: bool = False


class Strokes:
    """Lines of equal length n, sample by sample, with a mitre where they bend.

    Lines of different lengths are filled up with NaN. Two vertices per sample; the neighbours
    come from the same buffer, read one sample earlier and later. Indices are ordered by sample,
    so a stretch of time is one stretch of indices.
    """

    def __init__(self, thin: bool = False) -> None:
        """Prepare an empty buffer.

        Args:
            thin: Plain lines of one pixel without dashes, a fraction of the work of ribbons with
                soft edges.
        """
        self.thin = thin
        self._corners = np.array([0, 2] if thin else [0, 1, 2, 2, 1, 3])
        attributes = ("before", "here", "after", "about")
        variant = "#define THIN\n" * thin
        vertex, fragment = (variant + shader_text(f"stroke.{kind}") for kind in ("vert", "frag"))
        self._program = Program(vertex, fragment, attributes)
        self._vertices: Buffer | None = None
        self._indices: Buffer | None = None
        self._tables: dict[tuple[str, str], Texture] = {}
        self._starts = np.zeros(1, dtype=int)
        self._anchor = np.zeros(3)

    def write(
        self,
        positions: np.ndarray,
        times: np.ndarray | None = None,
        values: np.ndarray | None = None,
        lengths: np.ndarray | None = None,
    ) -> None:
        """Replace all lines.

        Args:
            positions: Shape (n, k, 2 or 3); NaN ends or interrupts a line.
            times: Shape (k,), or None.
            values: Shape (n, k), or None; NaN counts as 0.
            lengths: Shape (n, k), device pixels from the beginning, for dashes, or None.
        """
        n, k = positions.shape[:2]
        known = np.isfinite(positions).all(axis=2)
        places = positions[known]
        self._anchor = np.zeros(3)
        if len(places):
            self._anchor[: positions.shape[2]] = 0.5 * (places.min(axis=0) + places.max(axis=0))
        vertices = np.zeros((n * (k + 1) + 1, 2, FLOATS), dtype=np.float32)
        vertices[:, :, 0] = BREAK
        vertices[:, 0, 3], vertices[:, 1, 3] = -1.0, 1.0
        body = vertices[1:].reshape(n, k + 1, 2, FLOATS)[:, :k]
        dims = positions.shape[2]
        local = np.where(known[..., None], positions - self._anchor[:dims], 0.0)
        body[..., :dims] = local[:, :, None]
        body[..., 0] = np.where(known, local[..., 0], BREAK)[:, :, None]
        body[..., 2] = 0.0 if dims == 2 else body[..., 2]
        if times is not None:
            body[..., 4] = times[None, :, None]
        if values is not None:
            body[..., 5] = np.nan_to_num(values)[:, :, None]
        if lengths is not None:
            body[..., 6] = np.nan_to_num(lengths)[:, :, None]
        if self._vertices is None:
            self._vertices = Buffer(vertices.reshape(-1, FLOATS))
        else:
            self._vertices.write(vertices.reshape(-1, FLOATS))
        self._write_indices(known)

    def draw(
        self,
        pen: Pen,
        moment: Moment,
        matrix: np.ndarray | None = None,
        pieces: tuple[int, int] | None = None,
    ) -> None:
        """Draw with `pen`; positions go through `matrix`, by default from world to screen.

        `pieces` names the first and one past the last piece of each line; piece i lies between
        samples i and i + 1.
        """
        last = len(self._starts) - 1
        low, high = pieces or (0, last)
        first = int(self._starts[min(max(low, 0), last)])
        count = int(self._starts[min(max(high, 0), last)]) - first
        if self._vertices is None or self._indices is None or count <= 0:
            return
        if pen.light:
            blend_light(moment.theme)
        else:
            blend_over()
        placed = (moment.matrix if matrix is None else matrix) @ _moved(self._anchor)
        half = 0.5 * pen.width * moment.ratio
        self._program.use()
        self._program.set(
            sep_matrix=placed,
            sep_size=(float(moment.size[0]), float(moment.size[1])),
            sep_reach=0.0 if self.thin else half + 0.75,
            sep_half=half,
            sep_colour=pen.colour,
            sep_limits=pen.limits or (0.0, 0.0),
            sep_window=pen.window,
            sep_dash=(pen.dash[0] * moment.ratio, pen.dash[1] * moment.ratio),
            sep_fade=pen.fade,
            sep_light=1.0 if pen.light else 0.0,
            sep_table=self._tabled(pen.scale, moment.theme.name).bind(0),
        )
        row = 2 * FLOATS
        parts = ((0, 3, 0), (1, 3, row), (2, 3, 2 * row), (3, 4, row + 3))
        feed(self._vertices, parts, FLOATS)
        if self.thin:
            gl.glLineWidth(max(1.0, round(moment.ratio)))
        draw_indexed(self._indices, first, count, lines=self.thin)
        unfeed(4)

    def release(self) -> None:
        """Give everything back to the driver."""
        for resource in (self._program, self._vertices, self._indices, *self._tables.values()):
            if resource is not None:
                resource.release()
        self._vertices = self._indices = None
        self._tables.clear()

    def _write_indices(self, known: np.ndarray) -> None:
        """Two triangles for each piece both of whose ends are known, earliest pieces first."""
        k = known.shape[1]
        whole = known[:, :-1] & known[:, 1:]
        sample, line = np.nonzero(whole.T)
        first = 2 * (line * (k + 1) + sample)
        indices = (first[:, None] + self._corners).astype(np.uint32)
        self._starts = np.concatenate(
            [[0], np.cumsum(whole.sum(axis=0) * len(self._corners))]
        ).astype(int)
        if self._indices is None:
            self._indices = Buffer(indices.ravel(), indices=True)
        else:
            self._indices.write(indices.ravel())

    def _tabled(self, scale: str, theme_name: str) -> Texture:
        """The colours of a scale; pens of two scales may take turns in one picture."""
        kept = self._tables.get((scale, theme_name))
        if kept is None:
            kept = self._tables[scale, theme_name] = Texture.of(line_table(scale, theme_name)[None])
        return kept


def _moved(anchor: np.ndarray) -> np.ndarray:
    made = np.eye(4)
    made[:3, 3] = anchor
    return made


def pixel_lengths(positions: np.ndarray, moment: Moment) -> np.ndarray:
    """Device pixels from the beginning of each line, shape (n, k), of positions (n, k, 2 or 3)."""
    n, k, dims = positions.shape
    flat = moment.pixels(positions.reshape(n * k, dims)).reshape(n, k, 2)
    steps = np.nan_to_num(np.hypot(*np.moveaxis(np.diff(flat, axis=1), 2, 0)))
    return np.concatenate([np.zeros((n, 1)), np.cumsum(steps, axis=1)], axis=1)
