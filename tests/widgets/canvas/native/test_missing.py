"""A display without OpenGL: the window lives, and says where pictures would be why there are none."""

from __future__ import annotations

import numpy as np
import pytest
from PyQt6.QtCore import Qt

from engines.layers.shader_field import ShaderField
from widgets.canvas.native.choice import native_for
from widgets.canvas.native.missing import INSTEAD, SENTENCE, Missing
from widgets.canvas.plane import PlaneCanvas

DOMAIN = (0.0, 120.0, 0.0, 80.0)


@pytest.fixture
def canvas(qtbot, monkeypatch):
    monkeypatch.setattr("widgets.canvas.screen.native_for", lambda: Missing)
    made = PlaneCanvas()
    made.native.resize(320, 200)
    made.set_limits(DOMAIN)
    with qtbot.waitExposed(made.native):
        made.native.show()
    yield made
    made.close()


def test_it_stands_where_no_context_can_be_made(qapp, monkeypatch):
    monkeypatch.setattr("widgets.canvas.native.choice.QOpenGLContext.create", lambda self: False)
    native_for.cache_clear()
    assert native_for() is Missing
    native_for.cache_clear()


def test_it_says_why_and_what_works_instead(canvas):
    assert canvas.native.accessibleName() == f"{SENTENCE} {INSTEAD}"
    assert len(np.unique(canvas.grab_image().reshape(-1, 4), axis=0)) > 3
    assert canvas.device is None


def test_a_field_that_only_a_driver_draws_keeps_nobody_waiting(canvas):
    field = ShaderField("float field(vec2 p) { return k * p.x; }", {"k": 1.0}, DOMAIN, (120, 80))
    canvas.set_layers({"live": field}, ("live",))
    assert not canvas.set_uniforms({"k": 2.0})
    assert not canvas.refining
    assert canvas.grab_image().shape == (200, 320, 4)
    assert not canvas.frame_seconds


def test_hands_are_followed(canvas, qtbot):
    with qtbot.waitSignal(canvas.clicked):
        qtbot.mouseClick(canvas.native, Qt.MouseButton.LeftButton)
