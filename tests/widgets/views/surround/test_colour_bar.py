"""The bar maps rows to values, says when it clips, and can be dragged."""

from __future__ import annotations

import math

import pytest
from PyQt6.QtCore import QPoint, Qt
from PyQt6.QtGui import QColor
from PyQt6.QtTest import QTest

from widgets.theme.maps import colour_table, kind_colours
from widgets.theme.tokens import DARK, LIGHT
from widgets.views.surround.colour_bar import ColourBar


@pytest.fixture
def bar(qtbot):
    made = ColourBar(DARK)
    qtbot.addWidget(made)
    made.resize(80, 320)
    made.set_range(0.0, 0.45, "ftle_forward", "1/s", above=True)
    made.show()
    return made


def test_rows_and_values_are_inverse(bar):
    for value in (0.0, 0.1, 0.45):
        assert bar.value_at(bar.row_of(value)) == pytest.approx(value)
    assert bar.row_of(9.0) == bar.bar().top()
    assert bar.row_of(-9.0) == bar.bar().bottom() + 1


def test_a_clipped_end_says_so(bar):
    assert [t for _, t in bar.ticks()] == ["0.00", "0.15", "0.30", "≥ 0.45"]
    bar.set_range(0.0, 0.45, "ftle_forward", "1/s", below=True)
    assert next(t for _, t in bar.ticks()) == "≤ 0.00"


@pytest.mark.parametrize("theme", [DARK, LIGHT])
@pytest.mark.parametrize("share", [0.25, 0.5, 0.75])
def test_the_bar_shows_the_table_that_colours_the_field(bar, theme, share):
    bar.set_theme(theme)
    image = bar.grab().toImage()
    place = bar.bar()
    seen = image.pixelColor(5, round(place.bottom() + 1 - share * place.height())).getRgbF()[:3]
    wanted = colour_table("ftle_forward", theme.name)[round(share * 1023)][:3]
    assert seen == pytest.approx(tuple(wanted), abs=0.03)


def test_the_bar_is_ten_pixels_wide_and_62_to_85_percent_high(bar):
    assert bar.bar().width() == 10
    shares = []
    for data in (200, 300, 500, 700, 1200):
        top, whole = bar.height_for(data)
        bar.resize(80, whole)
        shares.append(bar.bar().height() / data)
        middle = top + bar.bar().center().y()
        assert middle == pytest.approx(data / 2, abs=2)
    assert shares == sorted(shares, reverse=True)
    assert 0.61 < min(shares) < max(shares) < 0.86


def test_the_caret_stands_at_the_value_under_the_pointer(bar):
    bar.set_value(0.225)
    image = bar.grab().toImage()
    place = bar.bar()
    assert image.pixelColor(5, place.top() + place.height() // 2) == QColor(DARK.text)
    bar.set_value(None)
    image = bar.grab().toImage()
    assert image.pixelColor(5, place.top() + place.height() // 2) != QColor(DARK.text)


def test_dragging_the_upper_end_down_clips_there(bar, qtbot):
    top = bar.bar().top()
    QTest.mousePress(bar, Qt.MouseButton.LeftButton, pos=QPoint(5, top))
    with qtbot.waitSignal(bar.clipped, timeout=1000) as told:
        QTest.mouseMove(bar, QPoint(5, top + bar.bar().height() // 3))
    QTest.mouseRelease(bar, Qt.MouseButton.LeftButton, pos=QPoint(5, top))
    assert told.args[0] == 0.0
    assert told.args[1] == pytest.approx(0.3, abs=0.01)


def test_a_double_click_makes_the_range_automatic(bar, qtbot):
    with qtbot.waitSignal(bar.automatic, timeout=1000):
        QTest.mouseDClick(bar, Qt.MouseButton.LeftButton, pos=QPoint(5, 100))


def test_kinds_have_letters_instead_of_numbers_and_angles_have_pi(bar):
    bar.set_range(0.0, 8.0, "kinds", "")
    assert bar.ticks() == []
    whole = bar.height_for(600)[1]
    bar.set_kinds((0, 2))
    assert [t for _, t in bar.ticks()] == ["A", "C"]
    assert bar.height_for(600)[1] < whole / 3
    image, here = bar.grab().toImage(), bar.bar()
    for k, row in ((2, here.top() + 6), (0, here.bottom() - 6)):
        assert image.pixelColor(5, row).name() == QColor(kind_colours("dark")[k]).name()
    bar.set_range(-math.pi, math.pi, "cyclic", "rad")
    assert [t for _, t in bar.ticks()] == ["−π", "0", "π"]


def test_it_asks_for_the_room_its_numbers_need(bar):
    before = bar.width_needed()
    bar.set_range(0.0, 450000.0, "amount", "1/s", above=True)
    assert bar.width_needed() > before


def test_powers_of_a_unit_are_raised_and_take_less_room(bar):
    bar.set_range(0.0, 0.4, "amount", "kilogram m^10/s^2")
    raised = bar.width_needed()
    bar.set_range(0.0, 0.4, "amount", "kilogram m¹⁰/s²")
    assert raised == bar.width_needed()
