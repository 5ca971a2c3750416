from __future__ import annotations

import numpy as np
import pytest
from PyQt6.QtCore import QTimer
from PyQt6.QtGui import QImage

from engines.layers.points import Points
from widgets.canvas.native.copied import Copied, Step
from widgets.canvas.plane import PlaneCanvas

DOMAIN = (0.0, 120.0, 0.0, 80.0)


@pytest.fixture
def canvas(qtbot, monkeypatch):
    """A shown canvas of 120 x 80 pixels whose picture is copied."""
    monkeypatch.setattr("widgets.canvas.screen.native_for", lambda: Copied)
    made = PlaneCanvas()
    made.native.resize(120, 80)
    made.set_limits(DOMAIN)
    made.set_playing(False)
    with qtbot.waitExposed(made.native):
        made.native.show()
    qtbot.waitUntil(
        lambda: made.native._step is Step.REST and not made.native._stale, timeout=60000
    )
    yield made
    made.close()


def _seen(canvas):
    image = canvas.native.grab().toImage().convertToFormat(QImage.Format.Format_RGBA8888)
    rows = np.frombuffer(image.constBits().asstring(image.sizeInBytes()), np.uint8)
    return rows.reshape(image.height(), image.bytesPerLine() // 4, 4)[:, : image.width()]


def test_a_picture_comes_about_in_steps_between_which_the_window_lives(canvas, qtbot):
    widget, steps, turns = canvas.native, [], []
    timer = QTimer()
    timer.timeout.connect(lambda: turns.append(len(steps)))
    advance = widget._advance

    def noted():
        steps.append(widget._step)
        advance()

    widget._turn.timeout.disconnect()
    widget._turn.timeout.connect(noted)
    timer.start(0)
    with qtbot.waitSignal(widget.frameSwapped, timeout=60000):
        canvas.set_layers({"p": Points([[60.0, 40.0]], "saddle")}, ("p",))
    timer.stop()
    assert list(dict.fromkeys(steps)) == [Step.PREPARE, Step.DRAW, Step.FETCH]
    assert {1, 2} <= set(turns)  # the window had its turn after each of them


def test_what_the_window_shows_is_what_is_grabbed(canvas, qtbot):
    with qtbot.waitSignal(canvas.native.frameSwapped, timeout=60000):
        canvas.set_layers({"p": Points([[60.0, 40.0]], "saddle")}, ("p",))
    np.testing.assert_array_equal(_seen(canvas), canvas.grab_image())
    assert len(np.unique(canvas.grab_image()[..., 0])) > 2


def test_layers_that_come_while_a_picture_is_under_way_are_in_it(canvas, qtbot, monkeypatch):
    widget, drawn = canvas.native, []
    draw = Copied._draw

    def late(self):
        if not drawn:
            layers = {f"p{i}": Points([[20.0 * i, 40.0]], "saddle") for i in range(1, 5)}
            canvas.set_layers(layers, tuple(layers))
        drawn.append(True)
        draw(self)

    monkeypatch.setattr(Copied, "_draw", late)
    with qtbot.waitSignal(widget.frameSwapped, timeout=60000):
        canvas.set_layers({"p": Points([[60.0, 40.0]], "saddle")}, ("p",))
    np.testing.assert_array_equal(_seen(canvas), canvas.grab_image())


def test_another_size_is_filled_at_once_and_then_sharply(canvas, qtbot):
    canvas.set_layers({"p": Points([[60.0, 40.0]], "saddle")}, ("p",))
    canvas.grab_image()
    with qtbot.waitSignal(canvas.native.frameSwapped, timeout=60000):
        canvas.native.resize(301, 77)
        assert _seen(canvas).shape[:2] == (77, 301)
    assert canvas.native._image.size() == canvas.native.size()
    np.testing.assert_array_equal(_seen(canvas), canvas.grab_image())


def test_an_error_ends_the_picture_and_not_the_next_one(canvas, qtbot):
    layer = Points([[60.0, 40.0]], "saddle")
    canvas.set_layers({"p": layer}, ("p",))
    painter = canvas._scene._painters["p"]
    draw = painter.draw

    def fail(moment):
        raise ZeroDivisionError

    painter.draw = fail
    with qtbot.captureExceptions() as caught:
        canvas.native.redraw()
        qtbot.waitUntil(lambda: bool(caught), timeout=60000)
    assert caught[0][0] is ZeroDivisionError
    painter.draw = draw
    with qtbot.waitSignal(canvas.native.frameSwapped, timeout=60000):
        canvas.native.redraw()


def test_a_finished_widget_holds_nothing_of_the_driver(canvas):
    canvas.grab_image()
    widget = canvas.native
    canvas.release()
    widget.finish()
    assert (widget._context, widget._target) == (None, None)
    widget.redraw()
    assert not widget._turn.isActive()


def test_what_is_minimised_is_drawn_when_it_is_seen_again(canvas, qtbot):
    canvas.native.showMinimized()
    drawn = len(canvas.frame_seconds)
    canvas.set_limits((0.0, 60.0, 0.0, 40.0))
    assert not canvas.native._turn.isActive()
    canvas.native.showNormal()
    canvas.native.repaint()
    qtbot.waitUntil(lambda: len(canvas.frame_seconds) > drawn, timeout=60000)
