"""A view round a GL canvas passes everything on, and closes it once."""

from __future__ import annotations

import pytest

from widgets.canvas.plane import PlaneCanvas
from widgets.theme.tokens import DARK, LIGHT
from widgets.views.plane_view import PlaneView


class Recording(PlaneCanvas):
    """A canvas that remembers what it was told."""

    def __init__(self):
        super().__init__(theme=DARK)
        self.told = []

    def set_uniforms(self, values):
        self.told.append(("uniforms", dict(values)))
        return "eps" in values

    def set_time(self, t):
        self.told.append(("time", t))

    def set_playing(self, playing):
        self.told.append(("playing", playing))

    def set_theme(self, theme):
        self.told.append(("theme", theme.name))

    def close(self):
        self.told.append(("closed", True))
        super().close()


@pytest.fixture
def view(qtbot, specs):
    made = PlaneView(specs["plane"], DARK, canvas=Recording())
    qtbot.addWidget(made, before_close_func=lambda v: v.close_view())
    return made


def test_what_the_pump_says_reaches_the_canvas(view):
    assert view.set_uniforms({"eps": 0.3})
    assert not view.set_uniforms({"other": 0.3})
    view.set_time(2.5)
    view.set_playing(False)
    view.set_theme(LIGHT)
    told = view.canvas.told
    for wanted in (
        ("uniforms", {"eps": 0.3}), ("time", 2.5), ("playing", False), ("theme", "light"),
    ):  # fmt: skip
        assert wanted in told


def test_trouble_of_the_canvas_becomes_a_bar(view, qtbot):
    view.canvas.trouble.emit("The shader does not compile.")
    qtbot.waitUntil(lambda: view.trouble.sentence == "The shader does not compile.", timeout=60000)


def test_closing_twice_closes_the_canvas_once(view):
    view.close_view()
    view.close_view()
    assert view.canvas.told.count(("closed", True)) == 1
    assert not view.canvas._timer.isActive()
