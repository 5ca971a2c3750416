"""What a graphics card would have computed, computed here, so that paper shows it too."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from app.catalogue import Opened
from engines.errors import SeparatrixError
from engines.instruments.portrait.scales import known_moment
from engines.layers.frame import Frame, Layer
from engines.layers.scalar_field import ScalarField
from engines.layers.shader_field import ShaderField, ShaderTracers
from engines.layers.tracks import Tracks
from engines.layers.vector_field import VectorField
from engines.running.randomness import stream

SWARM = 520  # paper stands still: more lines than this say less
SAMPLES = 13
LIVE = "_live"  # ending of the name of a layer that a graphics card moves


def drawable(opened: Opened, frame: Frame, moving: bool = False) -> dict[str, Layer]:
    """The layers of a frame with every recipe for a graphics card replaced by its values.

    A shader field whose values another layer holds is left out. Tracers become short tracks,
    unless arrows already show the direction or another layer holds such tracks.

    Args:
        opened: What makes the flow.
        frame: What was computed.
        moving: Whether tracers will be added by whoever makes them move.
    """
    twins = {layer.live_twin for layer in frame.layers.values() if isinstance(layer, ScalarField)}
    live = {name for name, layer in frame.layers.items() if isinstance(layer, ShaderTracers)}
    still = {name.removesuffix(LIVE) for name in live} & frame.layers.keys()
    arrows = any(isinstance(layer, VectorField) for layer in frame.layers.values())
    kept: dict[str, Layer] = {}
    for name, layer in frame.layers.items():
        if isinstance(layer, ShaderField):
            if name not in twins and (field := _evaluated(layer)) is not None:
                kept[name] = field
        elif isinstance(layer, ShaderTracers):
            told = arrows or moving or name.removesuffix(LIVE) in still - live
            if not told and (tracks := _released(opened, layer)) is not None:
                kept[name] = tracks
        elif isinstance(layer, Tracks) and name in still - live:
            if not moving:
                kept[name] = replace(layer, positions=layer.positions[:SWARM])
        else:
            kept[name] = layer
    return kept


def from_twin(field: ScalarField, twin: ShaderField) -> ScalarField | None:
    """The field on its own nodes, computed by its twin; None where there is no OpenGL."""
    nodes = (len(field.x), len(field.y))
    domain = (field.x[0], field.x[-1], field.y[0], field.y[-1])
    made = _evaluated(replace(twin, resolution=nodes, domain=domain))
    return None if made is None else replace(field, values=made.values, untrusted=None)


def _evaluated(layer: ShaderField) -> ScalarField | None:
    """The field as the driver computes it; None where there is no OpenGL."""
    from widgets.painters.offscreen import evaluate

    nx, ny = layer.resolution
    try:
        values = evaluate(layer, nx, ny)
    except SeparatrixError:
        return None
    x_low, x_high, y_low, y_high = layer.domain
    return ScalarField(
        np.linspace(x_low, x_high, nx),
        np.linspace(y_low, y_high, ny),
        values,
        layer.unit,
        layer.scale,
        layer.limits,
    )


def _released(opened: Opened, layer: ShaderTracers) -> Tracks | None:
    """Tracers that have just travelled for the length of their memory."""
    flow = opened.experiment.flow(opened.parameters)
    if flow.dimension != layer.dimension or layer.memory <= 0:
        return None
    low, high = np.array(layer.domain[::2]), np.array(layer.domain[1::2])
    count = min(layer.number, SWARM)
    places = stream(layer.seed, "tracers").uniform(low, high, (count, layer.dimension))
    now = float(layer.uniforms.get(layer.time, 0.0)) if layer.time else 0.0
    first = known_moment(flow, known_moment(flow, now + layer.memory) - layer.memory)
    times = np.linspace(first, known_moment(flow, first + layer.memory), SAMPLES)
    return Tracks(flow.record(places, times), times, "swarm", memory=layer.memory)


class Tracers:
    """Tracers that travel from frame to frame and are born again when they leave.

    Attributes:
        speed: Flow time that passes per second of the movie, if the flow is steady.
        timed: Whether the flow's time is the movie's.
    """

    def __init__(self, layer: ShaderTracers) -> None:
        self._layer = layer
        self._random = stream(layer.seed, "tracers")
        self._low, self._high = np.array(layer.domain[::2]), np.array(layer.domain[1::2])
        self._count = min(layer.number, SWARM)
        self._tail: np.ndarray | None = None
        self._times = np.zeros(0)
        self.speed, self.timed = layer.speed, bool(layer.time)

    def moved(self, opened: Opened, now: float, step: float) -> Tracks:
        """The tracers `step` later, at flow time `now`, with the tail they left behind."""
        flow = opened.experiment.flow(opened.parameters)
        memory = max(self._layer.memory, 1e-9)
        if self._tail is None or step <= 0.0:
            # where a recording begins there is nothing behind anybody
            self._times = np.linspace(known_moment(flow, now - memory) - now, 0.0, SAMPLES)
            self._tail = flow.record(self._born(self._count), now + self._times)
        elif step >= memory:  # the whole tail is new
            heads = flow.advance(self._tail[:, -1], now - step, now - memory)
            self._times = np.linspace(-memory, 0.0, SAMPLES)
            self._tail = flow.record(heads, now + self._times)
            self._renew(0.25)
        else:
            pieces = math.ceil(step / memory * (SAMPLES - 1))
            fresh = np.linspace(-step, 0.0, pieces + 1)
            states = flow.record(self._tail[:, -1], now + fresh)[:, 1:]
            self._times = np.concatenate([self._times - step, fresh[1:]])
            kept = self._times >= -memory * (1.0 + 1e-9)
            self._tail = np.concatenate([self._tail, states], axis=1)[:, kept]
            self._times = self._times[kept]
            self._renew(step / (8.0 * memory))
        return Tracks(self._tail, now + self._times, "swarm", memory=memory)

    def _renew(self, share: float) -> None:
        """Put those that left, and a few at random, somewhere else with no tail."""
        if self._tail is None:
            return
        head = self._tail[:, -1]
        gone = ~((head >= self._low) & (head <= self._high)).all(axis=1)
        gone |= self._random.random(len(head)) < share
        self._tail[gone] = self._born(int(gone.sum()))[:, None]

    def _born(self, count: int) -> np.ndarray:
        return self._random.uniform(self._low, self._high, (count, self._layer.dimension))
