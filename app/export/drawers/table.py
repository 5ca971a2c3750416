"""Which drawer draws which kind of layer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from matplotlib.artist import Artist

from app.export.drawers.curves import draw_curves
from app.export.drawers.image_grid import draw_image_grid
from app.export.drawers.points import draw_points
from app.export.drawers.scalar_field import draw_scalar_field
from app.export.drawers.series import draw_series
from app.export.drawers.statements import draw_statements
from app.export.drawers.tracks import draw_tracks
from app.export.drawers.vector_field import draw_vector_field
from app.export.paper.panel import Panel
from engines.layers.curves import Curves
from engines.layers.image_grid import ImageGrid
from engines.layers.points import Points
from engines.layers.scalar_field import ScalarField
from engines.layers.series import Series
from engines.layers.statements import Statements
from engines.layers.tracks import Tracks
from engines.layers.vector_field import VectorField

# A drawer takes a panel, the layer's name, the layer and its height in the stack.
Drawer = Callable[[Panel, str, Any, float], list[Artist]]
DRAWERS: dict[type, Drawer] = {
    ScalarField: draw_scalar_field,
    VectorField: draw_vector_field,
    Tracks: draw_tracks,
    Curves: draw_curves,
    Points: draw_points,
    Series: draw_series,
    ImageGrid: draw_image_grid,
    Statements: draw_statements,
}
