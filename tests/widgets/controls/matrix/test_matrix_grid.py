"""A table of numbers, each cell coloured by its value."""

from __future__ import annotations

import pytest
from PyQt6.QtCore import QPoint, Qt

from widgets.controls.matrix.families import Family
from widgets.controls.matrix.matrix_grid import MatrixGrid
from widgets.theme.look import LOOK

FAMILY = Family("Link", "k", (("a", "b", "c"), ("d", "e", "f")))


@pytest.fixture
def grid(qtbot):
    made = MatrixGrid(FAMILY)
    made.resize(304, made.height())
    qtbot.addWidget(made)
    made.show()
    return made


def test_a_click_chooses_a_cell(grid, qtbot):
    with qtbot.waitSignal(grid.chosen):
        qtbot.mouseClick(grid, Qt.MouseButton.LeftButton, pos=grid.cell(1, 2).center().toPoint())
    assert grid.current == "f"


def test_a_click_on_its_name_folds_it(grid, qtbot):
    high = grid.height()
    qtbot.mouseClick(grid, Qt.MouseButton.LeftButton, pos=QPoint(40, 8))
    assert not grid.open
    assert grid.height() < high
    qtbot.mouseClick(grid, Qt.MouseButton.LeftButton, pos=QPoint(40, 8))
    assert grid.open
    assert grid.height() == high


def test_arrows_walk_over_the_cells_and_stop_at_the_edge(grid, qtbot):
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Down):
        qtbot.keyClick(grid, key)
    assert grid.current == "e"
    qtbot.keyClick(grid, Qt.Key.Key_Space)
    assert not grid.open


def test_positive_is_warm_negative_is_cool_and_nothing_is_faint(grid):
    grid.set_values({"a": 1.0, "b": -1.0, "c": 0.0, "other": 9.0})
    image = grid.grab().toImage()
    ratio = image.width() / grid.width()

    def colour(row, column):
        place = grid.cell(row, column)
        return image.pixelColor(int((place.left() + 4) * ratio), int((place.bottom() - 4) * ratio))

    warm, cool, none = colour(0, 0), colour(0, 1), colour(0, 2)
    assert warm.red() > warm.blue() + 40
    assert cool.blue() > cool.red() + 40
    assert abs(none.red() - none.blue()) < 30
    assert LOOK.colour("attract") != LOOK.colour("repel")


def test_the_screen_reader_hears_what_it_is(grid):
    assert grid.accessibleName() == "Link, 2 × 3"
    grid.choose("d")
    assert grid.accessibleDescription() == "d"
    grid.choose("nobody")
    assert grid.current == "d"
