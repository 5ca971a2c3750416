"""Tags in rows that wrap."""

from __future__ import annotations

from PyQt6.QtCore import Qt

from widgets.panels.gallery.tags import TagFlow

MANY = ("ODE", "map", "PDE", "stochastic", "particles", "network", "data", "quantum")


def test_tags_wrap_inside_the_width(shown):
    flow = shown(TagFlow(MANY), 200, 100)
    places = [r for _, r in flow.places()]
    assert max(r.right() for r in places) <= flow.width()
    assert len({r.top() for r in places}) > 1
    assert flow.height() == round(places[-1].bottom())


def test_a_click_picks_the_tag_under_the_pointer(shown, qtbot):
    flow = shown(TagFlow(MANY, clickable=True), 200, 100)
    area = dict(flow.places())["network"]
    with qtbot.waitSignal(flow.picked) as caught:
        qtbot.mouseClick(flow, Qt.MouseButton.LeftButton, pos=area.center().toPoint())
    assert caught.args == ["network"]


def test_plain_tags_do_not_answer(shown, qtbot):
    flow = shown(TagFlow(MANY), 200, 100)
    heard = []
    flow.picked.connect(heard.append)
    qtbot.mouseClick(flow, Qt.MouseButton.LeftButton, pos=flow.rect().center())
    assert heard == []


def test_no_word_is_cut(shown, flaws, every_look):
    assert flaws(shown(TagFlow(MANY), 160, 300)) == []
