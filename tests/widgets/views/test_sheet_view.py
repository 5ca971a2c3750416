"""Pixels of small pictures stay square and crisp."""

from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np
import pytest
from PyQt6.QtCore import Qt
from PyQt6.QtGui import QColor, QFontMetricsF
from PyQt6.QtTest import QTest

from engines.layers.frame import Frame
from engines.layers.image_grid import ImageGrid
from widgets.theme.fonts import font
from widgets.theme.tokens import DARK, LIGHT
from widgets.views.sheet_view import SheetView


@pytest.fixture
def sheet(qtbot, specs):
    made = SheetView(specs["sheet"], DARK)
    qtbot.addWidget(made, before_close_func=lambda v: v.close_view())
    made.resize(600, 300)
    made.show()
    qtbot.waitExposed(made)
    return made


@pytest.mark.parametrize("theme", [DARK, LIGHT])
def test_each_picture_pixel_is_one_flat_square(sheet, theme):
    board = np.indices((8, 8)).sum(axis=0) % 2
    sheet.set_theme(theme)
    sheet.show_frame(Frame({"sheet": ImageGrid(np.tile(board, (2, 5, 1, 1)))}))
    image = sheet.grab().toImage()
    place = sheet.place_of(1, 3).toRect()
    side = place.width() // 8
    assert place.width() == place.height() == 8 * side
    ground, ink = QColor(theme.canvas), QColor(theme.text)
    for y in range(place.height()):
        for x in range(place.width()):
            wanted = ink if (x // side + y // side) % 2 else ground
            assert image.pixelColor(place.x() + x, place.y() + y) == wanted


def test_grey_runs_linearly_from_the_canvas_to_the_text(sheet):
    sheet.show_frame(Frame({"sheet": ImageGrid(np.full((1, 1, 2, 2), 0.5))}))
    place = sheet.place_of(0, 0).toRect()
    seen = sheet.grab().toImage().pixelColor(place.center())
    low, high = QColor(DARK.canvas), QColor(DARK.text)
    assert seen.red() == pytest.approx((low.red() + high.red()) / 2, abs=2)


@pytest.mark.parametrize("theme", [DARK, LIGHT])
def test_colours_of_a_picture_are_shown_as_they_are(sheet, theme):
    sheet.set_theme(theme)
    draw = np.random.default_rng(0).integers(0, 256, (2, 3, 5, 7, 3))
    sheet.show_frame(Frame({"sheet": ImageGrid(draw / 255)}))
    image = sheet.grab().toImage()
    for row, column, y, x in ((0, 0, 0, 0), (1, 2, 4, 6), (0, 2, 3, 1)):
        place = sheet.place_of(row, column).toRect()
        side = place.width() // 7
        assert place.height() == 5 * side
        spot = image.pixelColor(place.left() + x * side, place.top() + y * side)
        seen = (spot.red(), spot.green(), spot.blue())
        assert seen == tuple(draw[row, column, y, x])


def test_a_colour_that_is_not_a_number_is_black(sheet):
    sheet.show_frame(Frame({"sheet": ImageGrid(np.full((1, 1, 2, 2, 3), np.nan))}))
    place = sheet.place_of(0, 0).toRect()
    assert sheet.grab().toImage().pixelColor(place.center()) == QColor("black")


def test_the_selected_picture_has_a_frame_in_accent(sheet, layers):
    sheet.show_frame(Frame(layers))
    place = sheet.place_of(1, 2)
    image = sheet.grab().toImage()
    spot = image.pixelColor(round(place.left()) - 3, round(place.center().y()))
    assert spot.name().upper() == DARK.accent
    other = sheet.place_of(0, 2)
    spot = image.pixelColor(round(other.left()) - 3, round(other.center().y()))
    assert spot.name().upper() == DARK.canvas


def test_a_picture_larger_than_the_view_is_made_smaller(sheet):
    sheet.show_frame(Frame({"sheet": ImageGrid(np.ones((1, 1, 2000, 2000)))}))
    place = sheet.place_of(0, 0)
    assert place.width() == place.height()
    assert place.bottom() <= 300


def test_a_click_tells_column_and_row(sheet, layers, qtbot):
    sheet.show_frame(Frame(layers))
    with qtbot.waitSignal(sheet.gesture, timeout=1000) as told:
        QTest.mouseClick(
            sheet, Qt.MouseButton.LeftButton, pos=sheet.place_of(1, 3).center().toPoint()
        )
    assert told.args[0].place == (3.0, 1.0)


def test_hovering_names_the_cell(sheet, layers, qtbot):
    sheet.show_frame(Frame(layers))
    with qtbot.waitSignal(sheet.hovered, timeout=1000) as told:
        QTest.mouseMove(sheet, sheet.place_of(0, 4).center().toPoint())
    assert told.args == [(0, 4)]


def test_no_picture_leaves_the_view(sheet, layers):
    sheet.show_frame(Frame(layers))
    for size in ((600, 300), (300, 200), (900, 160)):
        sheet.resize(*size)
        places = [sheet.place_of(r, c) for r in range(2) for c in range(5)]
        assert all(sheet.rect().toRectF().contains(p) for p in places)


def test_another_spec_forgets_the_pictures(sheet, layers, specs):
    sheet.show_frame(Frame(layers))
    sheet.set_spec(replace(specs["sheet"], id="other"))
    assert sheet.place_of(0, 0) is None


def test_labels_that_would_touch_give_way_to_the_selected_one(sheet):
    names = tuple(f"{v:.1f}" for v in range(20))
    sheet.resize(400, 120)
    sheet.show_frame(Frame({"sheet": ImageGrid(np.ones((4, 20, 8, 8)), ("a",) * 4, names, (1, 5))}))
    metrics = QFontMetricsF(font("small"))
    named = sheet._columns_named(sheet._grid, metrics)
    assert 5 in named
    assert len(named) < 20
    middles = [sheet.place_of(0, c).center().x() for c in named]
    widest = max(metrics.horizontalAdvance(n) for n in names)
    assert all(b - a > widest for a, b in itertools.pairwise(middles))


def test_captions_of_small_pictures_stand_beside_one_another(sheet):
    sheet.resize(220, 160)
    names = ("handle", "p_1, t = −1.08")
    sheet.show_frame(Frame({"sheet": ImageGrid(np.zeros((1, 2, 32, 32)), column_labels=names)}))
    words = QFontMetricsF(font("small"))
    lines = sheet._captions(sheet._grid)
    first, second = sheet.place_of(0, 0), sheet.place_of(0, 1)
    assert first.left() + words.horizontalAdvance("handle") < second.left()
    assert second.left() + max(map(words.horizontalAdvance, lines[1])) <= sheet.width()
    assert second.bottom() + 8 + len(lines[1]) * words.height() <= sheet.height()


def test_all_pictures_fill_one_part_of_the_view(sheet, layers):
    assert sheet.sheet_rect().isEmpty()
    sheet.show_frame(Frame(layers))
    part = sheet.sheet_rect()
    corners = [sheet.place_of(r, c).toAlignedRect() for r, c in ((0, 0), (1, 4))]
    assert (part.topLeft(), part.bottomRight()) == (corners[0].topLeft(), corners[1].bottomRight())
