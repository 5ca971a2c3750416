"""Recipes that a graphics card follows: the field or the tracers are computed where they are drawn."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from types import MappingProxyType

import numpy as np

from engines.layers.arrays import frozen


@dataclass(frozen=True, slots=True, eq=False)
class ShaderField:
    """A scalar field given as GLSL text instead of values.

    `glsl` (GLSL 1.20 level, no version line) declares its own uniforms, one `uniform float NAME;`
    per entry of `uniforms`, and defines

        float field(vec2 position)

    in world units. The painter wraps it into a fragment shader, one call per pixel, and colours
    the result with the map of `scale`. Where `paired` is set it also defines

        vec2 fields(vec2 one, vec2 other)

    with the same values at two positions: two chains of operations that do not wait for each
    other take a processor little more time than one.

    Attributes:
        glsl: The text described above.
        uniforms: Name to value. Names are parameter names where a slider drives them directly.
        domain: (x_low, x_high, y_low, y_high), world units.
        resolution: (nx, ny) at which an export evaluates the field.
        unit: Unit of the values.
        scale: Kind of quantity, as in `ScalarField.scale`.
        limits: Range of the colour scale; None for the robust range of the last picture.
        cost: Velocity evaluations per pixel, so that the painter can plan its tiles.
        paired: Whether the text defines `fields`.
        textures: Name to texels, shape (height, width, 4), float32. The text declares
            `uniform sampler2D NAME;` for each and reads it texel by texel
            (`texture2D(NAME, (index + 0.5) / size)`): nothing is interpolated for it.

    Raises:
        LayerError: If a texture has not four numbers per texel.
    """

    glsl: str
    uniforms: Mapping[str, float]
    domain: tuple[float, float, float, float]
    resolution: tuple[int, int]
    unit: str = ""
    scale: str = "amount"
    limits: tuple[float, float] | None = None
    cost: int = 1
    paired: bool = False
    textures: Mapping[str, np.ndarray] = field(default_factory=dict)

    def __post_init__(self) -> None:
        keep = partial(object.__setattr__, self)
        keep("uniforms", MappingProxyType(dict(self.uniforms)))
        keep("textures", _texels("ShaderField", self.textures))


@dataclass(frozen=True, slots=True, eq=False)
class ShaderTracers:
    """A swarm of tracers moved by a velocity given as GLSL text.

    `glsl` declares its uniforms as in `ShaderField` and defines

        vec2 velocity(vec2 position, float time)      (or vec3 and vec3 if `dimension` is 3)

    Attributes:
        glsl: The text described above.
        uniforms: Name to value; names are parameter names.
        domain: (low, high) per coordinate, flat: 4 or 6 numbers. Tracers that leave it, and a
            small share at random, are born again inside.
        number: How many tracers.
        memory: Length of the fading tail, in units of flow time.
        speed: Flow time that passes per second of the clock on the wall.
        dimension: 2 or 3.
        time: Name of the uniform that holds the flow's time, or "" for a steady flow.
        seed: Seed of the births.
        periodic: Whether a coordinate goes round, length `dimension`.
        textures: As in `ShaderField`.
    """

    glsl: str
    uniforms: Mapping[str, float]
    domain: tuple[float, ...]
    number: int = 1500
    memory: float = 1.0
    speed: float = 1.0
    dimension: int = 2
    time: str = ""
    seed: int = 0
    periodic: tuple[bool, ...] = field(default=())
    textures: Mapping[str, np.ndarray] = field(default_factory=dict)

    def __post_init__(self) -> None:
        keep = partial(object.__setattr__, self)
        keep("uniforms", MappingProxyType(dict(self.uniforms)))
        keep("textures", _texels("ShaderTracers", self.textures))


def _texels(layer: str, textures: Mapping[str, np.ndarray]) -> Mapping[str, np.ndarray]:
    """Read-only; what is so already is passed on, for a recipe is made anew for every frame."""
    return MappingProxyType(
        {
            name: texels
            if texels.dtype == np.float32 and not texels.flags.writeable and _fits(texels)
            else frozen(f"{layer}.textures[{name}]", texels, (None, None, 4), np.float32)
            for name, texels in textures.items()
        }
    )


def _fits(texels: np.ndarray) -> bool:
    return texels.ndim == 3 and texels.shape[2] == 4
