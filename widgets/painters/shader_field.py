"""Paints a shader field: computed by the driver for what is visible, coarse at once, then fine."""

from __future__ import annotations

import math
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial

import numpy as np
from vispy.gloo import gl

from engines.errors import SeparatrixError
from engines.layers.shader_field import ShaderField
from widgets.painters.gl.buffer import draw_square
from widgets.painters.gl.program import Program
from widgets.painters.gl.samplers import Samplers
from widgets.painters.gl.texture import Target
from widgets.painters.offscreen import compute_text, rehearsed, translated
from widgets.painters.painter import ColourRange, Moment, Painter
from widgets.painters.parts.colouring import Colouring, Raster
from widgets.painters.parts.pairs import Pairs, halved
from widgets.painters.parts.refinement import Pace, Tile, first_size, next_size, tiles
from widgets.painters.shaders import shader_text
from widgets.theme.maps import robust_limits

REST = 0.06  # s without a new value before a picture is refined
PAUSE = 2.5  # the same in intervals between the last values: a slow clock still plays
STILL = 0.4  # s after which a value counts as resting before it moves again
EASE = 0.12  # s in which the colour scale glides to new limits
Box = tuple[float, float, float, float]
SLACK = 1e-3  # share of the range by which a value must lie outside to count
READABLE = 1_500_000  # texels that are read back for the limits


@dataclass(slots=True, eq=False)
class _Picture:
    """A computed picture and the rectangle of the world it shows."""

    target: Target
    box: Box


class ShaderFieldPainter(Painter[ShaderField]):
    """While a hand moves a value, each frame computes one coarse picture; at rest, tile by tile,
    finer ones take its place. No call into the driver asks for more than about 15 ms of work.
    """

    def __init__(self, layer: ShaderField) -> None:
        super().__init__(layer)
        self.values = dict(layer.uniforms)
        self.pace = Pace(layer.cost)
        self._goal = layer.limits or (0.0, 1.0)
        self._shown_limits: tuple[float, float] | None = layer.limits
        self._outside = (False, False)  # whether values lie below and above the limits
        self.forget()

    def forget(self) -> None:
        self._program: Program | None = None
        self._compiled_text = ""
        self._pairs: Pairs | None = None
        self._samplers: Samplers | None = None
        self._colouring: Colouring | None = None
        self._front: _Picture | None = None
        self._back: _Picture | None = None
        self._tiles: Iterator[Tile] = iter(())
        self._asked: object = None
        self._size = (0, 0)
        self.pending = False
        self._stirred = -math.inf
        self._rest = REST
        self._eased = 0.0

    def take(self, layer: ShaderField) -> None:
        if layer.glsl != self.layer.glsl:
            self.trouble = ""
            self.pace = Pace(layer.cost)
        if layer.limits:
            self._goal = self._shown_limits = layer.limits
        self.values = dict(layer.uniforms)
        super().take(layer)

    def use(self, values: Mapping[str, float]) -> bool:
        mine = {name: float(v) for name, v in values.items() if name in self.values}
        self.values.update(mine)
        return bool(mine)

    @property
    def level(self) -> tuple[int, int] | None:
        """Texels across and up of the picture shown, or None before the first."""
        return self._front.target.size if self._front else None

    def prepare(self, moment: Moment) -> None:
        if self.trouble:
            return
        if not self._translated(moment):  # the last picture stays, and the driver is asked again
            self.restless, self.pending, self._asked = True, False, None
            return
        try:
            self._compiled(moment)
        except SeparatrixError as trouble:
            self.trouble, self.pending = str(trouble), False
            return
        box, size = _visible(self.layer, moment)
        asked = (tuple(self.values.items()), box, size, *recipe(self.layer))
        if asked != self._asked:
            first = self._asked is None
            self._asked = asked
            between = moment.wall - self._stirred
            self._rest = max(REST, PAUSE * between) if between < STILL else REST
            self._stirred = -math.inf if first else moment.wall
            self._size = size
            self.pending = min(size) > 0
            if self.pending:
                self._begin(first_size(*size, self.pace), box)
                self._work(moment, finish=True)
        self._ease(moment.wall)
        self.restless = self._shown_limits not in (None, self._goal)

    def refine(self, moment: Moment) -> bool:
        if not self.pending or moment.wall - self._stirred < self._rest:
            return False
        return self._work(moment, finish=False)

    def settle(self) -> None:
        self._shown_limits = self._goal if self._front is not None else None

    def draw(self, moment: Moment) -> None:
        if self._front is None or self._shown_limits is None:
            return
        if self._colouring is None:
            self._colouring = self.hold(Colouring())
        width, height = self._front.target.size
        texels = (-0.5, -0.5, width - 0.5, height - 0.5)
        raster = Raster(self._front.target.texture, self._front.box, texels)
        self._colouring.draw(raster, self._shown_limits, self.layer.scale, moment)

    def colour_range(self) -> ColourRange:
        return ColourRange(*self._goal, self.layer.scale, self.layer.unit, *self._outside)

    def _translated(self, moment: Moment) -> bool:
        """Whether the driver knows the newest recipe, or will have to learn it here."""
        fresh = self._program is None or self._compiled_text != self.layer.glsl
        if moment.rehearsal is None or not fresh:
            return True
        work = partial(rehearsed, self.layer, dict(self.values))
        return moment.rehearsal.ready(self, translated(self.layer), work)

    def _compiled(self, moment: Moment) -> Program:
        if self._program is not None and self._compiled_text != self.layer.glsl:
            self.drop(self._program)
            self._program = None
        if self._program is None:
            self._compiled_text = self.layer.glsl
            self._program = self.hold(Program(shader_text("square.vert"), compute_text(self.layer)))
            if self.layer.paired and self._pairs is None:
                self._pairs = self.hold(Pairs())
            self._asked = None
            warm = Target(1, 1)  # drivers translate at the first draw: not part of the pace
            self._run(moment, warm, (0.0, 1.0, 0.0, 1.0), Tile(0, 0, 1, 1))
            warm.release()
        return self._program

    def _begin(self, size: tuple[int, int], box: Box) -> None:
        """Begin a picture, in the target of the last but one if that has the size."""
        if self._back is None or self._back.target.size != size:
            if self._back is not None:
                self.drop(self._back.target)
            self._back = _Picture(self.hold(Target(*size)), box)
        self._back.box = box
        self._tiles = tiles(*size, self.pace)

    def _work(self, moment: Moment, finish: bool) -> bool:
        """Compute the next tile, or all that are left; whether the picture became whole."""
        back = self._back
        if back is None:
            return False
        for tile in self._tiles:
            began = time.perf_counter()
            self._run(moment, back.target, back.box, tile)
            self.pace.note(tile.width * tile.height, time.perf_counter() - began)
            width, height = back.target.size
            if (tile.x + tile.width, tile.y + tile.height) == (width, height):
                self._show()
                return True
            if not finish:
                return False
        return False

    def _show(self) -> None:
        """The picture at the back is whole: to the front with it, and on to a finer one."""
        self._front, self._back = self._back, self._front
        front = self._front
        if front is None:
            return
        width, height = front.target.size
        if width * height <= READABLE:
            texels = front.target.read()
            values = np.where(texels[..., 1] > 0.5, texels[..., 0], np.nan)
            known = values[np.isfinite(values)]
            if known.size:
                if self.layer.limits is None:
                    self._goal = robust_limits(values, self.layer.scale)
                low, high = self._goal
                slack = (high - low) * SLACK
                self._outside = bool(known.min() < low - slack), bool(known.max() > high + slack)
        finer = next_size((width, height), *self._size, self.pace)
        self.pending = finer is not None
        if finer is not None:
            self._begin(finer, front.box)

    def _run(self, moment: Moment, target: Target, box: Box, tile: Tile) -> None:
        """One call into the driver, waited for."""
        program = self._program
        if program is None:
            return
        width, height = target.size
        step = ((box[1] - box[0]) / width, (box[3] - box[2]) / height)
        pairs = self._pairs if self.layer.paired else None
        if pairs is None:
            target.bind()
        else:
            pairs.bound(target.size)
        gl.glEnable(gl.GL_SCISSOR_TEST)
        _cut(tile if pairs is None else halved(tile))
        program.use()
        program.set(**self.values)
        if self._samplers is None:
            self._samplers = self.hold(Samplers())
        self._samplers.bind(program, self.layer.textures)
        program.set(sep_origin=(box[0] + 0.5 * step[0], box[2] + 0.5 * step[1]), sep_step=step)
        draw_square(moment.square)
        if pairs is not None:
            _cut(tile)
            pairs.take_apart(target, moment.square)
        gl.glDisable(gl.GL_SCISSOR_TEST)
        gl.glFinish()

    def _ease(self, wall: float) -> None:
        """Let the colour scale glide to its goal."""
        shown, passed = self._shown_limits, wall - self._eased
        self._eased = wall
        if shown is None or self._front is None:
            self._shown_limits = self._goal if self._front is not None else None
            return
        part = 1.0 - math.exp(-max(passed, 0.0) / EASE)
        glided = tuple(s + part * (g - s) for s, g in zip(shown, self._goal, strict=True))
        near = 0.005 * abs(self._goal[1] - self._goal[0])
        arrived = all(abs(s - g) <= near for s, g in zip(glided, self._goal, strict=True))
        self._shown_limits = self._goal if arrived else (glided[0], glided[1])


def recipe(layer: ShaderField) -> tuple[object, ...]:
    """Text and tables of a layer, to be compared."""
    return layer.glsl, *map(id, layer.textures.values())


def _visible(layer: ShaderField, moment: Moment) -> tuple[Box, tuple[int, int]]:
    """The visible part of the domain, and its size in device pixels."""
    x_low, x_high, y_low, y_high = layer.domain
    if moment.limits is None:
        return layer.domain, layer.resolution
    left, right, bottom, top = moment.limits
    across, up = moment.size[0] / (right - left), moment.size[1] / (top - bottom)
    x_low, x_high = max(x_low, left), min(x_high, right)
    y_low, y_high = max(y_low, bottom), min(y_high, top)
    if x_low >= x_high or y_low >= y_high:
        return layer.domain, (0, 0)
    size = (math.ceil((x_high - x_low) * across - 1e-6), math.ceil((y_high - y_low) * up - 1e-6))
    return (x_low, x_high, y_low, y_high), size


def _cut(tile: Tile) -> None:
    gl.glScissor(tile.x, tile.y, tile.width, tile.height)
