from __future__ import annotations

from widgets.panels.gallery.gallery_page import PRESETS, SYSTEMS


def test_systems_are_read_and_sketched_when_their_shelf_is_asked_for(window, qtbot):
    wall, page = window.gallery.wall, window.gallery.page
    assert wall.sketched == 0
    page.shelf.choose(SYSTEMS)
    qtbot.waitUntil(lambda: len(page.cards.moving) >= 3, timeout=60000)
    assert len(page.cards.items) > 150
    # what is in view comes first
    seen = page.cards.seen()
    assert any(id in seen for id in page.cards.moving)
    first = next(iter(page.cards.moving.values()))
    qtbot.waitUntil(lambda: first.frame >= 1, timeout=60000)
    page.shelf.choose(PRESETS)
    assert len(page.cards.items) < 150


def test_a_system_opens_from_the_wall(window, qtbot):
    window.gallery.page.opened.emit("halvorsen")
    qtbot.waitUntil(lambda: window.workspace.open_now is not None, timeout=60000)
    assert window.workspace.open_now.subject.id == "halvorsen"


def test_a_window_that_closes_lets_the_sketches_go(window, qtbot):
    window.gallery.page.shelf.choose(SYSTEMS)
    qtbot.waitUntil(lambda: window.gallery.wall.sketched > 0, timeout=60000)
    window.close()
    assert not window.gallery.wall._runner.busy
