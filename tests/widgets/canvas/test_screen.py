from __future__ import annotations

import gc
import threading

import numpy as np
import pytest
from PyQt6.QtCore import QCoreApplication, QEvent, Qt, QTimer
from PyQt6.QtWidgets import QDockWidget, QMainWindow

from engines.layers.points import Points
from engines.layers.scalar_field import ScalarField
from engines.layers.shader_field import ShaderField, ShaderTracers
from engines.layers.tracks import Tracks
from widgets.canvas import screen as screen_module
from widgets.canvas.plane import PlaneCanvas
from widgets.theme.tokens import LIGHT, channels

DOMAIN = (0.0, 120.0, 0.0, 80.0)


def _everything():
    x, y = np.linspace(0, 120, 121), np.linspace(0, 80, 81)
    path = np.stack([x, 40 + 20 * np.sin(x / 20)], axis=1)[None]
    ramp = "uniform float a; float field(vec2 p) { return a * p.x; }"
    layers = {
        "live": ShaderField(ramp, {"a": 1.0}, DOMAIN, (120, 80), limits=(0.0, 120.0)),
        "field": ScalarField(x, y, np.outer(y, x), limits=(0.0, 9600.0)),
        "path": Tracks(path, x),
        "mark": Points([[60.5, 40.5]], "saddle"),
    }
    layers["field"] = ScalarField(
        x[:61], y, np.outer(y, x[:61]), limits=(0.0, 9600.0)
    )  # the left half; the ramp shows at the right
    return layers


def test_a_dock_that_is_floated_and_docked_ten_times_keeps_its_picture(qtbot, picture):
    window, dock = QMainWindow(), QDockWidget()
    canvas = PlaneCanvas()
    canvas.set_limits(DOMAIN)
    canvas.set_playing(False)
    canvas.native.setFixedSize(120, 80)
    dock.setWidget(canvas.native)
    window.addDockWidget(Qt.DockWidgetArea.LeftDockWidgetArea, dock)
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    canvas.set_layers(_everything(), tuple(_everything()))
    known = picture(canvas)
    assert known.std() > 0.05
    for _ in range(10):
        for floating in (True, False):
            canvas.frame_seconds.clear()  # it holds the last ones only and would be full one day
            dock.setFloating(floating)
            canvas.native.redraw()
            qtbot.waitUntil(lambda: bool(canvas.frame_seconds), timeout=60000)
            np.testing.assert_allclose(picture(canvas), known, atol=0.005)
    canvas.close()


def test_a_lost_context_is_rebuilt_from_what_is_known(plane, picture):
    plane.set_layers(_everything(), tuple(_everything()))
    known = picture(plane)
    plane.native.makeCurrent()
    plane.begin()
    plane.native.doneCurrent()
    np.testing.assert_array_equal(picture(plane), known)
    plane.release()
    plane.native.makeCurrent()
    plane.begin()
    plane.native.doneCurrent()
    np.testing.assert_array_equal(picture(plane), known)


def test_nothing_drawn_is_canvas(plane, picture):
    plane.set_theme(LIGHT)
    seen = picture(plane)
    np.testing.assert_allclose(
        seen, np.broadcast_to(channels(LIGHT.canvas), seen.shape), atol=0.003
    )
    assert (plane.grab_image()[..., 3] == 255).all()


def test_nothing_that_stands_still_asks_for_frames(plane):
    layers = _everything()
    plane.set_layers(layers, tuple(layers))
    plane.grab_image()
    assert not plane._timer.isActive()
    plane.set_playing(True)
    plane.grab_image()
    assert not plane._timer.isActive()


def test_the_same_layers_are_not_drawn_again(plane, qtbot):
    layers = _everything()
    plane.set_layers(layers, tuple(layers))
    plane.grab_image()
    QCoreApplication.processEvents()
    drawn = len(plane.frame_seconds)
    plane.set_layers(layers, tuple(layers))
    plane.set_time(0.0)
    plane.grab_image()
    plane.set_time(0.0)
    QCoreApplication.processEvents()
    assert len(plane.frame_seconds) <= drawn + 2


def test_a_closed_canvas_leaves_no_timer_thread_or_widget(qtbot):
    threads = set(threading.enumerate())
    canvas = PlaneCanvas()
    canvas.set_limits(DOMAIN)
    with qtbot.waitExposed(canvas.native):
        canvas.native.show()
    velocity = "vec2 velocity(vec2 p, float t) { return vec2(1.0, 0.0); }"
    canvas.set_layers({"t": ShaderTracers(velocity, {}, DOMAIN, 10)}, ("t",))
    canvas.grab_image()
    assert canvas._timer.isActive()
    canvas.close()
    assert not canvas._timer.isActive()
    assert [t for t in canvas.native.findChildren(QTimer) if t.isActive()] == []
    QCoreApplication.sendPostedEvents(canvas.native, QEvent.Type.DeferredDelete)
    assert canvas.native not in screen_module._leaving
    del canvas
    gc.collect()
    assert set(threading.enumerate()) <= threads


def test_ranges_are_told_when_they_change(plane, qtbot):
    x = np.array([0.0, 1.0])
    told = []
    plane.ranges_changed.connect(lambda: told.append(plane.colour_range("f")))
    plane.set_layers({"f": ScalarField(x, x, np.eye(2), limits=(0.0, 2.0))}, ("f",))
    plane.grab_image()
    plane.set_layers({"f": ScalarField(x, x, np.eye(2), limits=(0.0, 2.0))}, ("f",))
    plane.grab_image()
    plane.set_layers({"f": ScalarField(x, x, np.eye(2), limits=(0.0, 3.0))}, ("f",))
    assert [range_[1] for range_ in told] == [2.0, 3.0]


def test_the_driver_and_the_time_of_frames_are_known(plane):
    plane.grab_image()
    assert plane.device.renderer
    assert 0.0 < plane.frame_seconds[-1] < 60.0


@pytest.mark.parametrize("size", [(1, 1), (640, 3), (333, 222)])
def test_any_size_is_filled_exactly(plane, picture, size, rgb):
    plane.native.resize(*size)
    x = np.array([0.0, 120.0])
    field = ScalarField(x, np.array([0.0, 80.0]), np.ones((2, 2)), limits=(0.0, 1.0))
    plane.set_layers({"f": field}, ("f",))
    seen = picture(plane)
    assert seen.shape == (size[1], size[0], 3)
    assert (np.abs(seen - rgb("canvas")).max(axis=2) > 0.3).all()


def test_a_hundred_layers_in_turn_leave_no_painter_behind(plane):
    for i in range(100):
        plane.set_layers({f"p{i}": Points([[float(i), 1.0]])}, (f"p{i}",))
    plane.grab_image()
    assert len(plane._scene._painters) == 1
    assert plane._scene._gone == []


def test_two_canvases_in_turn_keep_their_own_pictures(plane, space, picture, rgb):
    plane.set_layers(_everything(), tuple(_everything()))
    space.set_layers({"p": Points([[0.0, 0.0, 0.0]], "centre")}, ("p",))
    first, second = picture(plane), picture(space)
    for _ in range(3):
        plane.set_uniforms({"a": 2.0})
        plane.set_uniforms({"a": 1.0})
        np.testing.assert_array_equal(picture(space), second)
        picture(plane)
    plane.set_layers(_everything(), tuple(_everything()))
    np.testing.assert_allclose(picture(plane), first, atol=0.005)
    assert np.abs(second - first).max() > 0.1


def test_an_error_in_a_painter_reaches_the_application(plane, qtbot):
    plane.set_layers({"p": Points([[0.0, 0.0]])}, ("p",))

    def fail(moment):
        raise ZeroDivisionError

    painter = plane._scene._painters["p"]
    draws, painter.draw = painter.draw, fail
    with qtbot.captureExceptions() as caught:
        plane.native.redraw()
        qtbot.waitUntil(lambda: bool(caught), timeout=60000)
    painter.draw = draws
    assert caught[0][0] is ZeroDivisionError


def test_far_zoomed_in_the_live_twin_takes_over_from_the_blunt_field(plane, picture):
    x, y = np.linspace(0, 120, 61), np.linspace(0, 80, 41)
    ramp = "float field(vec2 p) { return p.x; }"
    field = ScalarField(x, y, np.zeros((41, 61)), limits=(0.0, 120.0), live_twin="live")
    live = ShaderField(ramp, {}, DOMAIN, (120, 80), limits=(0.0, 120.0))
    plane.set_layers({"live": live, "f": field}, ("live", "f"))
    assert np.ptp(picture(plane), axis=(0, 1)).max() == 0
    plane.set_limits((0.0, 48.0, 0.0, 32.0))
    assert np.ptp(picture(plane), axis=(0, 1)).max() > 0.1
    plane.set_limits(DOMAIN)
    assert np.ptp(picture(plane), axis=(0, 1)).max() == 0
    few = ScalarField(x, y[::5], np.zeros((9, 61)), limits=(0.0, 120.0), live_twin="live")
    plane.set_layers({"live": live, "f": few}, ("live", "f"))  # ten pixels from row to row
    assert np.ptp(picture(plane), axis=(0, 1)).max() > 0.1
