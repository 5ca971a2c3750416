"""Marks of a fixed size on the screen, any number in one draw."""

from __future__ import annotations

import numpy as np

from widgets.painters.gl.buffer import Buffer, draw_indexed, feed, unfeed
from widgets.painters.gl.program import Program
from widgets.painters.gl.texture import Texture
from widgets.painters.painter import Moment, blend_over
from widgets.painters.shaders import shader_text
from widgets.theme.maps import line_table

KINDS = ("dot", "cloud", "stable", "unstable", "saddle", "centre", "start", "handle", "head")
REACH = {"cloud": 2.5}  # half the side of the square round a mark, logical pixels
FULL_REACH = 10.0
DOT = (1.1, 0.85)  # radius, logical pixels, and alpha of a dot in a cloud
FLOATS = 7  # of one vertex: place, corner, kind, value
CORNERS = np.array([[-1, -1], [1, -1], [-1, 1], [1, 1]], dtype=np.float32)


class Marks:
    """A square per mark; the fragment shader draws disc, ring or diamond with its halo."""

    def __init__(self) -> None:
        self._program = Program(
            shader_text("mark.vert"), shader_text("mark.frag"), ("place", "about")
        )
        self._vertices: Buffer | None = None
        self._indices: Buffer | None = None
        self._table: Texture | None = None
        self._table_key: tuple[str, str] | None = None
        self._anchor = np.zeros(3)
        self._count = 0
        self._reach = FULL_REACH

    def write(
        self, places: np.ndarray, kinds: tuple[str, ...], values: np.ndarray | None = None
    ) -> None:
        """Replace all marks: `places` has shape (n, 2 or 3), no NaN; one kind and value each."""
        n, dims = places.shape
        self._count = n
        self._reach = max((REACH.get(kind, FULL_REACH) for kind in set(kinds)), default=FULL_REACH)
        self._anchor = np.zeros(3)
        if n:
            self._anchor[:dims] = np.median(places, axis=0)  # one far away blurs no other
        vertices = np.zeros((n, 4, FLOATS), dtype=np.float32)
        vertices[:, :, :dims] = (places - self._anchor[:dims])[:, None]
        vertices[:, :, 3:5] = CORNERS
        number = {kind: index for index, kind in enumerate(KINDS)}
        if len(set(kinds)) == 1:
            vertices[:, :, 5] = number[kinds[0]]
        else:
            vertices[:, :, 5] = np.array([number[k] for k in kinds], dtype=np.float32)[:, None]
        if values is not None:
            vertices[:, :, 6] = np.nan_to_num(values)[:, None]
        indices = (4 * np.arange(n)[:, None] + np.array([0, 1, 2, 2, 1, 3])).ravel()
        if self._vertices is None or self._indices is None:
            self._vertices = Buffer(vertices.reshape(-1, FLOATS))
            self._indices = Buffer(indices, indices=True)
            return
        self._vertices.write(vertices.reshape(-1, FLOATS))
        if self._indices.count != indices.size:
            self._indices.write(indices)

    def draw(
        self,
        moment: Moment,
        ink: str = "text",
        limits: tuple[float, float] | None = None,
        scale: str = "amount",
        cloud: tuple[float, float] = DOT,
    ) -> None:
        """Draw them.

        Args:
            moment: Where and when.
            ink: Token of marks without a colour of their own.
            limits: Values at the ends of the map; None for one colour.
            scale: Kind of quantity, which names the map.
            cloud: Radius, logical pixels, and alpha of a dot in a cloud.
        """
        if self._vertices is None or self._indices is None or self._count == 0:
            return
        blend_over()
        anchored = np.eye(4)
        anchored[:3, 3] = self._anchor
        self._program.use()
        tokens = {f"sep_{name}": moment.colour(name)[:3] for name in _TOKENS}
        self._program.set(
            sep_matrix=moment.matrix @ anchored,
            sep_size=(float(moment.size[0]), float(moment.size[1])),
            sep_reach=self._reach * moment.ratio,
            sep_pixel=moment.ratio,
            sep_ink=moment.colour(ink)[:3],
            sep_limits=limits or (0.0, 0.0),
            sep_cloud=(cloud[0] * moment.ratio, cloud[1]),
            sep_table=self._tabled(scale, moment.theme.name).bind(0),
            **tokens,
        )
        feed(self._vertices, ((0, 3, 0), (1, 4, 3)), FLOATS)
        draw_indexed(self._indices, 0, 6 * self._count)
        unfeed(2)

    def release(self) -> None:
        """Give everything back to the driver."""
        for resource in (self._program, self._vertices, self._indices, self._table):
            if resource is not None:
                resource.release()
        self._vertices = self._indices = self._table = None

    def _tabled(self, scale: str, theme_name: str) -> Texture:
        if self._table is None or self._table_key != (scale, theme_name):
            if self._table is not None:
                self._table.release()
            self._table = Texture.of(line_table(scale, theme_name)[None])
            self._table_key = (scale, theme_name)
        return self._table


_TOKENS = ("attract", "repel", "centre", "canvas", "accent")
