"""The layers of one moment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from engines.layers.curves import Curves
from engines.layers.image_grid import ImageGrid
from engines.layers.points import Points
from engines.layers.scalar_field import ScalarField
from engines.layers.series import Series
from engines.layers.shader_field import ShaderField, ShaderTracers
from engines.layers.statements import Statements
from engines.layers.tracks import Tracks
from engines.layers.vector_field import VectorField

Layer = (
    ScalarField
    | VectorField
    | Points
    | Tracks
    | Curves
    | Series
    | ImageGrid
    | ShaderField
    | ShaderTracers
    | Statements
)


@dataclass(frozen=True, slots=True)
class Reading:
    """One number an instrument shows beside its name.

    Attributes:
        value: The number, or None while it is not known.
        text: What the number is, e.g. "max".
        sign: "repel", "attract" or "" if the sign of the number carries no such meaning.
    """

    value: float | None
    text: str = ""
    sign: str = ""


@dataclass(frozen=True, slots=True)
class Trust:
    """How far the picture may be believed, in one sentence for the status bar.

    Attributes:
        level: "good", "warn" or "error".
        sentence: What justifies the level.
        path: Path of computation, e.g. ("CPU, float64", "RK4, 100 steps").
    """

    level: str = "good"
    sentence: str = ""
    path: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """Everything an experiment wants on screen at one moment.

    Attributes:
        layers: Name to layer, drawn in order, the first at the bottom.
        progress: Share of the work behind this frame, from 0 to 1.
        level: Refinement level, 0 is the coarsest.
        notes: Sentences about things that went wrong without ending the run.
        readings: Instrument name to the number it shows.
        trust: The sentence for the status bar, or None to leave it.
        task: What is being done, for the task strip, e.g. "FTLE, level 3 of 4".
    """

    layers: Mapping[str, Layer]
    progress: float = 1.0
    level: int = 0
    notes: tuple[str, ...] = ()
    readings: Mapping[str, Reading] = field(default_factory=dict)
    trust: Trust | None = None
    task: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "layers", MappingProxyType(dict(self.layers)))
        object.__setattr__(self, "readings", MappingProxyType(dict(self.readings)))
