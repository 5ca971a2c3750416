"""Which painter draws which kind of layer. A sheet and a chart draw the kinds missing here."""

from __future__ import annotations

from typing import Any

from engines.layers.curves import Curves
from engines.layers.points import Points
from engines.layers.scalar_field import ScalarField
from engines.layers.shader_field import ShaderField, ShaderTracers
from engines.layers.tracks import Tracks
from engines.layers.vector_field import VectorField
from widgets.painters.curves import CurvesPainter
from widgets.painters.painter import Painter
from widgets.painters.points import PointsPainter
from widgets.painters.scalar_field import ScalarFieldPainter
from widgets.painters.shader_field import ShaderFieldPainter
from widgets.painters.shader_tracers import ShaderTracersPainter
from widgets.painters.tracks import TracksPainter
from widgets.painters.vector_field import VectorFieldPainter

PAINTERS: dict[type, type[Painter[Any]]] = {
    Curves: CurvesPainter,
    Points: PointsPainter,
    ScalarField: ScalarFieldPainter,
    ShaderField: ShaderFieldPainter,
    ShaderTracers: ShaderTracersPainter,
    Tracks: TracksPainter,
    VectorField: VectorFieldPainter,
}
