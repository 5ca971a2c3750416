"""Paints a swarm of tracers that the driver itself moves, each with a fading tail."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np
from vispy.gloo import gl

from engines.errors import SeparatrixError
from engines.layers.shader_field import ShaderTracers
from widgets.painters.gl.buffer import Buffer, draw_indexed, feed, unfeed
from widgets.painters.gl.program import Program
from widgets.painters.gl.texture import Texture
from widgets.painters.painter import OVER_FIELD, Moment, Painter, blend_ink, blend_light
from widgets.painters.parts.swarm import Swarm, rehearsed, translated
from widgets.painters.shaders import shader_text
from widgets.theme.maps import line_table

PIECES = 1_000_000  # straight pieces of tails drawn per frame, shared by all tracers
SOFTWARE_PIECES = 9_000  # the same where the processor draws; twice as many plain lines
SOFTWARE_TAILS = 20_000  # tails of full length the processor draws; more are shorter
MOST_PIECES = 16  # of one tail
FEWEST_SAMPLES = 6
WIDTH = 1.2
THIN_FROM = 4_000  # tracers so many that the processor draws plain lines, half the work
CROWD = 1500  # tracers at full strength; more share the ink
LONGEST_PAUSE = 0.1  # s of the wall clock that one frame may make up for
SETTLING = 120  # steps before the first picture of a swarm in space


class ShaderTracersPainter(Painter[ShaderTracers]):
    """In space colours tell the speed; on a plane tracers are plain, as the field has the colour."""

    def __init__(self, layer: ShaderTracers) -> None:
        super().__init__(layer)
        self.values = dict(layer.uniforms)
        self._limits = (0.0, 0.0)
        self._turn = 0  # how often the equations were others
        self.forget()

    def forget(self) -> None:
        self._swarm: Swarm | None = None
        self._settled: tuple[ShaderTracers, np.ndarray] | None = None
        self._program: Program | None = None
        self._vertices: Buffer | None = None
        self._indices: Buffer | None = None
        self._table: Texture | None = None
        self._table_theme = ""
        self._seen = -math.inf
        self._pieces = 1
        self._thin = False
        self._share = 1.0

    def take(self, layer: ShaderTracers) -> None:
        if _text(layer) != _text(self.layer):
            self.trouble = ""
            self._turn += 1
        self.values = dict(layer.uniforms)
        super().take(layer)

    def use(self, values: Mapping[str, float]) -> bool:
        mine = {name: float(v) for name, v in values.items() if name in self.values}
        self.values.update(mine)
        return bool(mine)

    def prepare(self, moment: Moment) -> None:
        if self.trouble:
            return
        stale = self._swarm is None or _kind(self._swarm.layer) != _kind(self.layer)
        waits = stale and not self._translated(moment)  # the swarm of before goes on meanwhile
        if stale and not waits:
            try:
                self._build(moment, self._heirs())
            except SeparatrixError as trouble:
                self.trouble, self.restless = str(trouble), False
                return
        swarm = self._swarm
        if swarm is not None and not stale:
            swarm.layer = self.layer  # whose tables may hold other numbers
        self.restless = moment.playing or waits
        if swarm is None or not moment.playing:
            self._seen = moment.wall
            return
        passed = min(LONGEST_PAUSE, max(0.0, moment.wall - self._seen))
        self._seen = moment.wall
        if passed > 0:
            swarm.advance(passed * self.layer.speed, self._flow_time(moment), self.values)

    def draw(self, moment: Moment) -> None:
        swarm, program = self._swarm, self._program
        if swarm is None or program is None or self._vertices is None or self._indices is None:
            return
        crowd = min(1.0, math.sqrt(CROWD / swarm.layer.number))
        crowd *= OVER_FIELD if moment.over_field else 1.0
        coloured = self._limits[1] > self._limits[0]
        half = 0.5 * WIDTH * moment.ratio
        if coloured:
            blend_ink()
        else:
            blend_light(moment.theme)
        program.use()
        program.set(
            sep_history=swarm.history.texture.bind(0),
            sep_table=self._tabled(moment.theme.name).bind(1),
            sep_matrix=moment.matrix,
            sep_size=(float(moment.size[0]), float(moment.size[1])),
            sep_texels=(float(swarm.width), float(swarm.rows * swarm.samples)),
            sep_rows=float(swarm.rows),
            sep_blocks=float(swarm.samples),
            sep_newest=float(swarm.newest),
            sep_since=swarm.since,
            sep_spacing=swarm.spacing,
            sep_memory=swarm.layer.memory * self._share,
            sep_piece=1.0 / self._pieces,
            sep_reach=half + 0.75,
            sep_half=half,
            sep_colour=moment.colour("text2", crowd * (0.5 if coloured else 0.33)),
            sep_limits=self._limits,
        )
        feed(self._vertices, ((0, 2, 0), (1, 2, 2)), 4)
        if self._thin:
            gl.glLineWidth(max(1.0, round(moment.ratio)))
        draw_indexed(self._indices, 0, self._indices.count, lines=self._thin)
        unfeed(2)

    def _translated(self, moment: Moment) -> bool:
        """Whether the driver knows the step of the newest swarm, or will have to learn it here."""
        if moment.rehearsal is None:
            return True
        layer, swarm = self.layer, self._swarm
        pieces, samples = _lengths(layer, moment)
        key, time = translated(layer, samples), self._flow_time(moment)
        steps = SETTLING if layer.dimension == 3 else 1
        if steps > 1 and (swarm is None or _text(swarm.layer) != _text(layer)):
            key = key, id(self), self._turn  # it settles there as well, which takes time each time

        def work() -> None:
            state = rehearsed(layer, samples, layer.memory / pieces, steps, time)
            self._settled = (layer, state) if steps > 1 else None

        return moment.rehearsal.ready(self, key, work)

    def _heirs(self) -> np.ndarray | None:
        """Where the tracers are, if they can go on as they are with another number or memory."""
        swarm = self._swarm
        state = None
        if swarm is not None and _text(swarm.layer) == _text(self.layer):
            state = swarm.read().copy()
        elif self._settled is not None and _text(self._settled[0]) == _text(self.layer):
            state = self._settled[1]
        self.release()
        return state

    def _build(self, moment: Moment, state: np.ndarray | None) -> None:
        layer = self.layer
        self._thin = _are_thin(layer, moment)
        self._share = min(1.0, SOFTWARE_TAILS / layer.number) if moment.software else 1.0
        pieces, samples = _lengths(layer, moment)
        swarm = self.hold(Swarm(layer, samples, layer.memory / pieces, moment.square, state))
        attributes = ("cell", "about")
        variant = "#define THIN\n" * self._thin + "#define SINGLE\n" * (pieces == 1)
        self._program = self.hold(
            Program(variant + shader_text("swarm.vert"), shader_text("swarm.frag"), attributes)
        )
        vertices, indices = _tails(layer.number, swarm.width, pieces, self._thin)
        self._vertices = self.hold(Buffer(vertices))
        self._indices = self.hold(Buffer(indices, indices=True))
        self._limits = (0.0, 0.0)
        if layer.dimension == 3:
            if state is None:
                swarm.settle(SETTLING, self._flow_time(moment), self.values)
                state = swarm.read()
            speeds = state[:, 3]
            speeds = speeds[speeds > 0]
            if len(speeds):
                low, high = np.percentile(speeds, (2.0, 98.0))
                self._limits = (float(low), float(high))
        self._pieces = pieces
        self._swarm, self._seen = swarm, moment.wall - 1.0 / 60.0

    def _flow_time(self, moment: Moment) -> float:
        """The playhead; before it is set, the time the layer came with."""
        return self.values.get(self.layer.time, 0.0) if moment.time is None else moment.time

    def _tabled(self, theme_name: str) -> Texture:
        if self._table is None or self._table_theme != theme_name:
            if self._table is not None:
                self.drop(self._table)
            self._table = self.hold(Texture.of(line_table("amount", theme_name)[None]))
            self._table_theme = theme_name
        return self._table


def _are_thin(layer: ShaderTracers, moment: Moment) -> bool:
    return moment.software and layer.number >= THIN_FROM


def _lengths(layer: ShaderTracers, moment: Moment) -> tuple[int, int]:
    """Straight pieces of each tail, and samples of the swarm that are remembered."""
    thin = _are_thin(layer, moment)
    most = SOFTWARE_PIECES * (1 + thin) if moment.software else PIECES
    pieces = max(1, min(MOST_PIECES, most // layer.number))
    return pieces, max(FEWEST_SAMPLES, pieces + 2)


def _text(layer: ShaderTracers) -> tuple[object, ...]:
    """What cannot change without strewing the tracers anew."""
    return layer.glsl, layer.domain, layer.dimension, layer.seed, layer.periodic


def _kind(layer: ShaderTracers) -> tuple[object, ...]:
    """What cannot change without building the textures anew; numbers in its tables can."""
    tables = tuple((name, table.shape) for name, table in layer.textures.items())
    return *_text(layer), layer.number, layer.memory, tables


def _tails(number: int, width: int, pieces: int, thin: bool) -> tuple[np.ndarray, np.ndarray]:
    """Vertices of all tails, shape (n, 4), and the indices that join them, oldest pieces first.

    Each end of each piece has two vertices, one per side, or one if the tails are thin lines.
    """
    tracer = np.arange(number)
    sides = np.array([0.0]) if thin else np.array([-1.0, 1.0])
    vertices = np.empty((pieces + 1, number, len(sides), 4), dtype=np.float32)
    vertices[..., 0] = (tracer % width + 0.5)[:, None]
    vertices[..., 1] = (tracer // width + 0.5)[:, None]
    vertices[..., 2] = (np.arange(pieces, -1, -1) / pieces)[:, None, None]
    vertices[..., 3] = sides
    first = len(sides) * np.arange(number * pieces)
    after = first + len(sides) * number
    corners = (first, after) if thin else (first, first + 1, after, after, first + 1, after + 1)
    return vertices.reshape(-1, 4), np.stack(corners, axis=1).ravel()
