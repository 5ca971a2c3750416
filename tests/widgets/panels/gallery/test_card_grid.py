"""Presets as cards."""

from __future__ import annotations

from PyQt6.QtCore import Qt

from widgets.panels.gallery.card_grid import CardGrid


def test_as_many_columns_as_fit(shown, items):
    grid = CardGrid("presets")
    grid.set_items(items)
    assert grid.columns(780) == 4
    assert grid.columns(400) == 2
    assert grid.columns(100) == 1


def test_cards_fill_the_width_and_do_not_touch(shown, items):
    grid = CardGrid("presets")
    grid.set_items(items)
    shown(grid, 780, 600)
    areas = [grid.place(i.id) for i in items]
    assert max(a.right() for a in areas) > 760
    for i, a in enumerate(areas):
        assert not any(a.intersects(b) for b in areas[i + 1 :])


def test_up_and_down_move_by_a_row(shown, items, qtbot):
    grid = CardGrid("presets")
    grid.set_items(items)
    shown(grid, 400, 600)
    grid.select("lorenz")
    qtbot.keyClick(grid, Qt.Key.Key_Down)
    assert grid.current == "ks"
    qtbot.keyClick(grid, Qt.Key.Key_Right)
    assert grid.current == "thomas"
    qtbot.keyClick(grid, Qt.Key.Key_Up)
    assert grid.current == "gyre"


def test_no_word_is_cut(shown, items, flaws, every_look):
    for width in (220, 780):
        grid = CardGrid("presets")
        grid.set_items(items)
        assert flaws(shown(grid, width, 600)) == []
