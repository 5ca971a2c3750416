from __future__ import annotations

import pytest

from app.export.figure import prepared
from app.export.paper.style import drawing
from app.export.running import last_frame


@pytest.fixture
def space(toy, monkeypatch):
    views = toy.experiment.views(toy.parameters)

    def made(pixels, alone=True):
        chosen = views[1:2] if alone else views
        monkeypatch.setattr(type(toy.experiment), "views", lambda self, p: chosen)
        with drawing():
            shown, _ = prepared(toy, last_frame(toy), pixels, "light")
        return shown.panels[0 if alone else 1].axes

    return made


def test_nine_edges_stand_behind_the_data(space):
    assert len(space(None).lines) == 9


def test_axes_are_named_with_their_range_where_there_is_room(space):
    words = [text.get_text() for text in space(None).texts]
    assert words == ["$x$: −1 to 1", "$y$: −1 to 1", "$z$: 0 to 2"]


def test_symbols_alone_stand_where_there_is_little(space):
    words = [text.get_text() for text in space((640, 480), alone=False).texts]
    assert words[:2] == ["$x$", "$y$"]
