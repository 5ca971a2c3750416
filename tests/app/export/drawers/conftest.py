from __future__ import annotations

import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from app.export.paper.panel import Panel, limits_of
from app.export.paper.style import style
from engines.protocols.views import Axis, ViewSpec

PLANE = (Axis("x", low=0.0, high=2.0), Axis("y", low=0.0, high=1.0))
SPACE = (*PLANE, Axis("z", low=0.0, high=1.0))


@pytest.fixture
def panel_of():
    """Makes an empty panel of 200 x 100 points."""

    def made(kind="plane", theme="light", **about):
        figure = Figure((200 / 72, 100 / 72), dpi=72)
        FigureCanvasAgg(figure)
        axes = figure.add_axes((0, 0, 1, 1))
        view = ViewSpec("v", kind, "V", (), axes=SPACE if kind == "space" else PLANE)
        left, right, bottom, top = limits_of(view)
        axes.set_xlim(left, right)
        axes.set_ylim(bottom, top)
        axes.set_axis_off()
        point = ((right - left) / 200, (top - bottom) / 100)
        return Panel(axes, style(theme), view, (left, right, bottom, top), point, **about)

    return made


@pytest.fixture
def pixels_of():
    """What a panel looks like, shape (100, 200, 3)."""

    def drawn(panel):
        import numpy as np

        canvas = panel.axes.figure.canvas
        canvas.draw()
        return np.asarray(canvas.buffer_rgba())[..., :3].astype(int)

    return drawn
