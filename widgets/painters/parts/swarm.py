"""Tracers that live in textures: moved there, remembered there, never brought back."""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping

import numpy as np
from vispy.gloo import gl

from engines.layers.shader_field import ShaderTracers
from widgets.painters.gl.buffer import UNIT_SQUARE, Buffer, draw_square
from widgets.painters.gl.program import Program, ShaderError
from widgets.painters.gl.samplers import Samplers
from widgets.painters.gl.texture import Target
from widgets.painters.shaders import shader_text

LIVES = {2: 8.0, 3: 60.0}  # mean life in memories; in space births are rarer than on a plane
UNSEEN = {2: 0.0, 3: 3.0}  # memories a newborn waits until it is shown, so that it has settled
MARGIN = {2: 0.02, 3: 0.5}  # how far outside of its box a tracer may go, in sides of the box
MOST_STEPS = 8  # samples that one frame may add after a long pause
VERTEX_TEXTURES = 0x8B4C  # name of the number of textures a vertex shader may read

_WRAPPERS = {
    2: "vec3 sep_velocity(vec3 p, float t) { return vec3(velocity(p.xy, t), 0.0); }\n",
    3: "vec3 sep_velocity(vec3 p, float t) { return velocity(p, t); }\n",
}


class Swarm:
    """State of all tracers, and their last samples as blocks of one texture.

    Block `newest` holds where they are now; every `spacing` of flow time the next block begins,
    so that the others together always reach back one memory.

    Args:
        layer: Velocity, box, number, memory.
        samples: Blocks of the texture, at least 3.
        piece: Flow time of the longest stretch that is drawn straight; so long a newborn waits
            until it is shown, or a line would join it to where its predecessor died.
        square: The unit square.

    Raises:
        ShaderError: If the driver refuses the velocity.
    """

    def __init__(
        self,
        layer: ShaderTracers,
        samples: int,
        piece: float,
        square: Buffer,
        state: np.ndarray | None = None,
    ) -> None:
        if not gl.glGetParameter(VERTEX_TEXTURES):
            raise ShaderError("The graphics driver cannot read textures where it places vertices.")
        self.layer, self.samples = layer, samples
        self.width, self.rows = _texels(layer)
        self.spacing = layer.memory / (samples - 2)
        self._unseen = 1.01 * (piece + self.spacing)
        self.since = 0.0
        self.newest = 0
        self._square = square
        self._lots = np.random.default_rng(layer.seed)
        text = layer.glsl + "\n" + _WRAPPERS[layer.dimension] + shader_text("swarm_step.frag")
        self._step = Program(shader_text("square.vert"), text)
        self._samplers = Samplers()
        born = self._born()
        if state is not None:
            kept = min(len(state), layer.number)
            born.reshape(-1, 4)[:kept] = state[:kept]
        self._states = [Target(self.width, self.rows, born), Target(self.width, self.rows)]
        self.history = Target(self.width, self.rows * samples, np.tile(born, (samples, 1, 1)))

    def settle(self, steps: int, time: float, values: Mapping[str, float]) -> None:
        """Move everything on by `steps` samples, of which only the last are remembered."""
        for step in range(steps):
            if step < steps - self.samples:
                self._one_step(self.spacing, time, values)
            else:
                self.advance(self.spacing, time, values)

    def advance(self, flow_time: float, time: float, values: Mapping[str, float]) -> None:
        """Move everything on by `flow_time` from the flow's time `time`."""
        steps = min(MOST_STEPS, max(1, math.ceil(flow_time / self.spacing)))
        step = min(flow_time / steps, self.spacing)
        for _ in range(steps):
            if self.since + step > self.spacing:
                self.newest = (self.newest + 1) % self.samples
                self.since = 0.0
            self.since += step
            self._one_step(step, time, values)
            self._remember()

    def read(self) -> np.ndarray:
        """Position and speed (or minus the time until shown), shape (number, 4)."""
        return self._states[0].read().reshape(-1, 4)[: self.layer.number]

    def release(self) -> None:
        """Give everything back to the driver."""
        self._step.release()
        self._samplers.release()
        for target in (*self._states, self.history):
            target.release()

    def _one_step(self, step: float, time: float, values: Mapping[str, float]) -> None:
        layer = self.layer
        low, high = _corners(layer)
        margin = tuple(MARGIN[layer.dimension] * (b - a) for a, b in zip(low, high, strict=True))
        around = tuple(float(p) for p in (*layer.periodic, False, False, False)[:3])
        source, goal = self._states
        goal.bind()
        self._step.use()
        self._samplers.bind(self._step, layer.textures)
        self._step.set(**values)
        if layer.time:
            self._step.set(**{layer.time: time})
        self._step.set(
            sep_state=source.texture.bind(0),
            sep_texels=(float(self.width), float(self.rows)),
            sep_low=low,
            sep_high=high,
            sep_margin=margin,
            sep_round=around,
            sep_time=time,
            sep_dt=step,
            sep_hidden=self._unseen + step + UNSEEN[layer.dimension] * layer.memory,
            sep_risk=step / (LIVES[layer.dimension] * layer.memory),
            sep_shake=float(self._lots.random() * 100.0),
        )
        draw_square(self._square)
        self._states.reverse()

    def _remember(self) -> None:
        """Copy the state into the newest block."""
        gl.glBindFramebuffer(gl.GL_FRAMEBUFFER, self._states[0].id)
        self.history.texture.bind(0)
        row = self.newest * self.rows
        gl.glCopyTexSubImage2D(gl.GL_TEXTURE_2D, 0, 0, row, 0, 0, self.width, self.rows)

    def _born(self) -> np.ndarray:
        """Tracers strewn over the box, not shown yet."""
        low, high = _corners(self.layer)
        born = np.empty((self.rows, self.width, 4), dtype=np.float32)
        born[..., :3] = self._lots.uniform(low, high, (self.rows, self.width, 3))
        born[..., 3] = -self._unseen
        return born


def translated(layer: ShaderTracers, samples: int) -> Hashable:
    """All on which the driver's translation of the step of a swarm depends."""
    width, rows = _texels(layer)
    sides = (width, rows, rows * samples)
    tables = [(name, table.shape) for name, table in layer.textures.items()]
    # drivers know textures whose sides are powers of two from others
    return layer.glsl, layer.dimension, tuple(n & (n - 1) == 0 for n in sides), tuple(tables)


def rehearsed(
    layer: ShaderTracers, samples: int, piece: float, steps: int, time: float
) -> np.ndarray:
    """Where a swarm is after a few steps that nobody sees; a context is current.

    Args:
        layer: The swarm.
        samples: As for `Swarm`.
        piece: As for `Swarm`.
        steps: How many, at least 1.
        time: The flow's time.

    Returns:
        As `Swarm.read`.

    Raises:
        SeparatrixError: As for `Swarm`.
    """
    square = Buffer(UNIT_SQUARE)
    swarm = Swarm(layer, samples, piece, square)
    swarm.settle(steps, time, layer.uniforms)
    found = swarm.read().copy()
    swarm.release()
    square.release()
    return found


def _texels(layer: ShaderTracers) -> tuple[int, int]:
    """Width and rows of a texture that has a texel for each tracer."""
    width = math.ceil(math.sqrt(layer.number))
    return width, math.ceil(layer.number / width)


def _corners(layer: ShaderTracers) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Lower and upper corner of the box, filled up to three coordinates."""
    low, high = tuple(layer.domain[0::2]), tuple(layer.domain[1::2])
    return (*low, -1.0)[:3], (*high, 1.0)[:3]
