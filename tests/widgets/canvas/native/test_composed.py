from __future__ import annotations

from PyQt6.QtGui import QSurfaceFormat
from PyQt6.QtOpenGLWidgets import QOpenGLWidget

from widgets.canvas.native.composed import Composed


class _Nobody:
    """An artist that only counts."""

    def __init__(self):
        self.calls = []

    def __getattr__(self, name):
        def note(*args):
            self.calls.append(name)

        return note


def test_its_picture_stays_with_the_driver(qtbot):
    shown = Composed(_Nobody())
    qtbot.addWidget(shown)
    assert isinstance(shown, QOpenGLWidget)
    assert shown.format().renderableType() == QSurfaceFormat.RenderableType.OpenGL


def test_a_finished_widget_asks_its_artist_for_nothing(qtbot):
    artist = _Nobody()
    shown = Composed(artist)
    qtbot.addWidget(shown)
    with qtbot.waitExposed(shown):
        shown.show()
    shown.picture()
    assert artist.calls[0] == "begin"
    assert "prepare" in artist.calls
    shown.finish()
    artist.calls.clear()
    shown.picture()
    assert artist.calls == []
