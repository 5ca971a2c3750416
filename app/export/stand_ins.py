"""What a graphics card would have computed, computed here, so that paper shows it too."""

from __future__ import annotations

import numpy as np

from app.catalogue import Opened
from engines.errors import SeparatrixError
from engines.layers.frame import Frame, Layer
from engines.layers.scalar_field import ScalarField
from engines.layers.shader_field import ShaderField, ShaderTracers
from engines.layers.tracks import Tracks
from engines.layers.vector_field import VectorField
from engines.running.randomness import stream

SWARM = 900
SAMPLES = 13


def drawable(opened: Opened, frame: Frame) -> dict[str, Layer]:
    """The layers of a frame with every recipe for a graphics card replaced by its values.

    A shader field whose values another layer holds is left out. Tracers become short tracks
    unless arrows already show the direction.
    """
    twins = {layer.live_twin for layer in frame.layers.values() if isinstance(layer, ScalarField)}
    arrows = any(isinstance(layer, VectorField) for layer in frame.layers.values())
    kept: dict[str, Layer] = {}
    for name, layer in frame.layers.items():
        if isinstance(layer, ShaderField):
            if name not in twins and (field := _evaluated(layer)) is not None:
                kept[name] = field
        elif isinstance(layer, ShaderTracers):
            if not arrows and (tracks := _released(opened, layer)) is not None:
                kept[name] = tracks
        else:
            kept[name] = layer
    return kept


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
    times = now + np.linspace(0.0, layer.memory, SAMPLES)
    return Tracks(flow.record(places, times), times, "swarm", memory=layer.memory)
