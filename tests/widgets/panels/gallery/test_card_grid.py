"""Presets as cards."""

from __future__ import annotations

import numpy as np
from PyQt6.QtCore import Qt

from widgets.panels.gallery.card_grid import CardGrid
from widgets.panels.gallery.moving_dots import MovingDots
from widgets.theme.look import LOOK


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


def test_a_card_in_view_moves_and_others_rest(shown, items):
    grid = shown(CardGrid("cards"), 900, 400)
    grid.set_items(items)
    here, gone = items[0].id, "elsewhere"
    still = np.full((4, 1, 2), 0.5, np.float32)
    grid.moving = {here: MovingDots(still, True), gone: MovingDots(still, True)}
    assert here in grid.seen()
    grid.advance()
    assert grid.moving[here].frame == 0
    assert grid.moving[gone].frame == -1
    middle = grid.place(here)
    at = (round(middle.center().x()), round(middle.top() + middle.width() * 5 / 16))
    picture = grid.grab().toImage()
    around = [picture.pixelColor(at[0] + i, at[1] + j) for i in (-1, 0, 1) for j in (-1, 0, 1)]
    assert max(c.lightness() for c in around) > LOOK.colour("canvas").lightness() + 20
