"""Surfaces of a known size, on which one world unit is one pixel."""

from __future__ import annotations

import numpy as np
import pytest
from PyQt6.QtCore import QCoreApplication, Qt

# Before there is an application, or a canvas in a floated dock draws nothing.
if QCoreApplication.instance() is None:
    QCoreApplication.setAttribute(Qt.ApplicationAttribute.AA_ShareOpenGLContexts)


@pytest.fixture
def plane(qtbot):
    """A plane of 120 x 80 pixels with limits (0, 120, 0, 80), shown, time standing still."""
    from widgets.canvas.plane import PlaneCanvas

    canvas = PlaneCanvas()
    canvas.native.resize(120, 80)
    canvas.set_limits((0.0, 120.0, 0.0, 80.0))
    canvas.set_playing(False)
    with qtbot.waitExposed(canvas.native):
        canvas.native.show()
    yield canvas
    canvas.close()


@pytest.fixture
def space(qtbot):
    """A view of the cube from -1 to 1, 120 x 80 pixels, along y."""
    from widgets.canvas.space import SpaceCanvas

    canvas = SpaceCanvas()
    canvas.native.resize(120, 80)
    canvas.set_limits((-1.0, 1.0, -1.0, 1.0, -1.0, 1.0))
    canvas.look_along("y")
    canvas.set_playing(False)
    with qtbot.waitExposed(canvas.native):
        canvas.native.show()
    yield canvas
    canvas.close()


@pytest.fixture
def picture():
    """The colours of a canvas, shape (height, width, 3), from 0 to 1, lowest row first."""

    def read(canvas):
        return canvas.grab_image()[::-1, :, :3].astype(np.float64) / 255.0

    return read


@pytest.fixture
def rgb():
    """A colour of the dark theme by its token, from 0 to 1."""
    from widgets.theme.tokens import DARK, channels

    return lambda token: np.array(channels(getattr(DARK, token)))


@pytest.fixture
def context(plane):
    """The GL context of a plane, current; hidden, as a paint event would take the context away."""
    plane.native.hide()
    QCoreApplication.processEvents()
    plane.native.makeCurrent()
    yield plane
    plane.native.doneCurrent()
