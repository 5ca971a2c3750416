from __future__ import annotations

import inspect

from widgets.canvas.native.artist import Artist
from widgets.canvas.screen import Screen


def test_a_screen_does_all_that_its_widget_asks_for():
    asked = {name: f for name, f in vars(Artist).items() if not name.startswith("_")}
    assert set(asked) == {"begin", "prepare", "draw", "drawn", "release"}
    for name, function in asked.items():
        assert inspect.signature(getattr(Screen, name)) == inspect.signature(function), name
