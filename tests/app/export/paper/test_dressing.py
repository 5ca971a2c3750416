from __future__ import annotations

from dataclasses import replace

import pytest

from app.export.figure import prepared
from app.export.paper.dressing import insets_of
from app.export.paper.style import drawing
from app.export.running import last_frame
from engines.layers.curves import Curves
from engines.layers.image_grid import ImageGrid


@pytest.fixture
def texts(toy):
    with drawing():
        shown, _ = prepared(toy, last_frame(toy), (1280, 720), "light")
        shown.figure.canvas.draw()
        boxes = [
            (t.get_text(), t.get_window_extent())
            for t in shown.figure.texts
            if t.get_text() and t.get_visible()
        ]
        return boxes, shown.figure.bbox


def test_every_panel_has_a_letter_a_title_and_names_on_its_axes(texts):
    words = [text for text, _ in texts[0]]
    for word in ("a", "b", "c", "d", "Plane", "Space", "Chart", "Sheet", "$x$, m"):
        assert word in words


def test_no_words_lie_on_others_or_outside_the_page(texts):
    boxes, page = texts
    for i, (text, box) in enumerate(boxes):
        assert box.x0 >= page.x0 - 1, text
        assert box.x1 <= page.x1 + 1, text
        for other, second in boxes[:i]:
            crossed = box.shrunk(0.9, 0.9).overlaps(second.shrunk(0.9, 0.9))
            assert not crossed, f"{text} over {other}"


def test_words_for_a_mouse_are_not_printed(toy, monkeypatch):
    views = toy.experiment.views(toy.parameters)
    clicked = (replace(views[0], subtitle="click here", clicks=True),)
    monkeypatch.setattr(type(toy.experiment), "views", lambda self, p: clicked)
    with drawing():
        shown, _ = prepared(toy, last_frame(toy), None, "light")
    assert "click here" not in [t.get_text() for t in shown.figure.texts]


def test_what_a_picture_says_about_itself_is_printed_though_it_can_be_clicked(toy, monkeypatch):
    views = toy.experiment.views(toy.parameters)
    bare = replace(views[0], subtitle="repelling, T = 4", clicks=True)
    monkeypatch.setattr(type(toy.experiment), "views", lambda self, p: (bare,))
    frame = last_frame(toy)
    fields = {k: v for k, v in frame.layers.items() if not isinstance(v, Curves)}
    with drawing():
        shown, _ = prepared(toy, replace(frame, layers=fields), None, "light")
    assert "repelling, T = 4" in [t.get_text() for t in shown.figure.texts]


def test_room_is_made_for_bars_row_names_and_long_keys(toy):
    plane, _, _, sheet = toy.experiment.views(toy.parameters)
    frame = last_frame(toy)
    lines = {"lines": frame.layers["lines"]}
    assert (
        insets_of(plane, lines, None, True, 100.0).top > insets_of(plane, {}, None, True, 100.0).top
    )
    named = ImageGrid([[[[0.0]]]], ("a very long name",))
    bare = insets_of(sheet, {}, None, True, 100.0)
    assert insets_of(sheet, {"s": named}, None, True, 100.0).left > bare.left
