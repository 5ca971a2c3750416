from __future__ import annotations

import numpy as np
import pytest
from PyQt6 import sip
from PyQt6.QtCore import QCoreApplication, Qt
from PyQt6.QtWidgets import QDockWidget, QMainWindow

from engines.layers.points import Points
from engines.layers.scalar_field import ScalarField
from engines.layers.shader_field import ShaderField
from widgets.canvas.native.choice import native_for
from widgets.canvas.native.composed import Composed
from widgets.canvas.native.copied import Copied
from widgets.canvas.plane import PlaneCanvas
from widgets.painters.offscreen import opengl_facts

DOMAIN = (0.0, 120.0, 0.0, 80.0)
KINDS = [Composed, Copied]


def _layers():
    x, y = np.linspace(0, 60, 61), np.linspace(0, 80, 81)
    ramp = "float field(vec2 p) { return p.x; }"
    return {
        "live": ShaderField(ramp, {}, DOMAIN, (120, 80), limits=(0.0, 120.0)),
        "field": ScalarField(x, y, np.outer(y, x), limits=(0.0, 4800.0)),
        "mark": Points([[60.5, 40.5]], "saddle"),
    }


@pytest.fixture
def canvas_of(qtbot, monkeypatch):
    """A canvas of the size (120, 80) in a widget of a kind, not yet shown."""
    made = []

    def make(kind):
        monkeypatch.setattr("widgets.canvas.screen.native_for", lambda: kind)
        canvas = PlaneCanvas()
        canvas.native.resize(120, 80)
        canvas.set_limits(DOMAIN)
        canvas.set_playing(False)
        layers = _layers()
        canvas.set_layers(layers, tuple(layers))
        made.append(canvas)
        return canvas

    yield make
    for canvas in made:
        canvas.close()


def test_the_processor_copies_and_a_card_composes(qtbot):
    assert native_for() is (Copied if opengl_facts().software else Composed)
    canvas = PlaneCanvas()
    assert type(canvas.native) is native_for()
    canvas.close()


def test_both_kinds_show_the_same_picture(canvas_of, qtbot, picture):
    seen = []
    for kind in KINDS:
        canvas = canvas_of(kind)
        with qtbot.waitExposed(canvas.native):
            canvas.native.show()
        seen.append(picture(canvas))
    np.testing.assert_array_equal(*seen)
    assert seen[0].std() > 0.05


@pytest.mark.parametrize("kind", KINDS)
def test_a_dock_that_is_floated_and_docked_keeps_its_picture(kind, canvas_of, qtbot, picture):
    window, dock, canvas = QMainWindow(), QDockWidget(), canvas_of(kind)
    canvas.native.setFixedSize(120, 80)
    dock.setWidget(canvas.native)
    window.addDockWidget(Qt.DockWidgetArea.LeftDockWidgetArea, dock)
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    known = picture(canvas)
    for floating in (True, False, True, False):
        canvas.frame_seconds.clear()
        dock.setFloating(floating)
        canvas.native.redraw()
        qtbot.waitUntil(lambda: bool(canvas.frame_seconds), timeout=60000)
        np.testing.assert_allclose(picture(canvas), known, atol=0.005)


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_hidden_is_not_drawn_and_what_is_shown_again_is(kind, canvas_of, qtbot):
    canvas = canvas_of(kind)
    with qtbot.waitExposed(canvas.native):
        canvas.native.show()
    qtbot.waitUntil(lambda: bool(canvas.frame_seconds), timeout=60000)
    canvas.native.hide()
    QCoreApplication.processEvents()
    drawn = len(canvas.frame_seconds)
    canvas.set_limits((0.0, 60.0, 0.0, 40.0))
    for _ in range(20):
        QCoreApplication.processEvents()
    assert len(canvas.frame_seconds) == drawn
    canvas.native.show()
    qtbot.waitUntil(lambda: len(canvas.frame_seconds) > drawn, timeout=60000)


@pytest.mark.parametrize("kind", KINDS)
def test_a_widget_that_its_parent_has_destroyed_can_still_be_closed(kind, canvas_of, qtbot):
    window, canvas = QMainWindow(), canvas_of(kind)
    window.setCentralWidget(canvas.native)
    with qtbot.waitExposed(window):
        window.show()
    qtbot.waitUntil(lambda: bool(canvas.frame_seconds), timeout=60000)
    window.close()
    sip.delete(window)
    assert sip.isdeleted(canvas.native)
    canvas.close()
    assert canvas.prepare() is None
