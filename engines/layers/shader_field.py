"""Recipes that a graphics card follows: the field or the tracers are computed where they are drawn."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType


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

    def __post_init__(self) -> None:
        object.__setattr__(self, "uniforms", MappingProxyType(dict(self.uniforms)))


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

    def __post_init__(self) -> None:
        object.__setattr__(self, "uniforms", MappingProxyType(dict(self.uniforms)))
