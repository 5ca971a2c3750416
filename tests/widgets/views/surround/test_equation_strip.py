"""Equations stand in one row, then in two, then folded; their numbers are live."""

from __future__ import annotations

import pytest
from PyQt6.QtCore import QPoint, Qt
from PyQt6.QtTest import QTest

from widgets.theme.look import LOOK
from widgets.theme.tokens import DARK, LIGHT
from widgets.views.surround.equation_strip import EquationStrip
from widgets.views.surround.legend import Entry

LINES = (
    r"\dot{x} = -\pi\,\live{A}{0.1}\,\sin(\pi f)\cos(\pi y)",
    r"\dot{y} = \pi\,\live{A}{0.1}\,\cos(\pi f)\sin(\pi y)",
    r"a=\live{eps}{0.25}\sin(\live{omega}{0.628}\,t)",
)
LEGEND = (Entry("attract", "stable manifold"), Entry("repel", "unstable manifold"))


@pytest.fixture
def strip(qtbot):
    made = EquationStrip(DARK)
    qtbot.addWidget(made)
    made.set_equations(LINES)
    made.resize(900, 36)
    made.show()
    return made


def at(strip, name):
    return next(r for n, r in strip.number_rects() if n == name).center().toPoint()


def test_it_wraps_to_two_rows_and_then_folds(strip):
    wide = strip.height_for(900)
    assert (strip.rows, strip.folded, wide) == (1, False, 36)
    strip.resize(520, 80)
    assert (strip.rows, strip.folded) == (2, False)
    assert wide < strip.height_for(520) <= 2 * wide
    assert strip.more.isHidden()
    strip.resize(300, 80)
    assert (strip.rows, strip.folded) == (1, True)
    assert not strip.more.isHidden()
    assert {n for n, _ in strip.number_rects()} == {"A"}


def test_a_legend_too_wide_to_stand_beside_the_first_equation_stands_below_it(strip):
    strip.resize(400, 80)
    assert (strip.rows, strip.folded) == (1, True)
    strip.set_legend(LEGEND)
    assert (strip.rows, strip.folded) == (2, True)
    assert strip._plan.legend[1] == 1
    assert {n for n, _ in strip.number_rects()} == {"A"}


@pytest.mark.parametrize("scale", [1.0, 1.25, 1.5])
@pytest.mark.parametrize("width", [280, 400, 520, 700, 1000, 1400])
def test_nothing_leaves_the_strip_or_meets_its_neighbour(strip, scale, width):
    LOOK.set(DARK, scale)
    strip.set_theme(DARK)
    strip.set_legend(LEGEND)
    strip.resize(width, strip.height_for(width))
    rects = [r for _, r in strip.number_rects()]
    assert all(strip.rect().toRectF().contains(r) for r in rects)
    assert not any(a.intersects(b) for i, a in enumerate(rects) for b in rects[:i])
    if strip._plan.legend is not None:
        assert strip._plan.legend[0] >= 0


def test_without_equations_and_legend_it_takes_no_room(strip):
    strip.set_equations(())
    assert strip.height_for(900) == 0
    strip.set_legend(LEGEND)
    assert strip.height_for(900) == 36


def test_a_wider_row_is_told(strip, qtbot):
    with qtbot.waitSignal(strip.height_changed, timeout=1000):
        strip.resize(520, 36)


def test_hovering_a_number_names_it(strip, qtbot):
    with qtbot.waitSignal(strip.hovered, timeout=1000) as told:
        QTest.mouseMove(strip, at(strip, "eps"))
    assert told.args == ["eps"]
    assert strip.cursor().shape() == Qt.CursorShape.SizeHorCursor
    with qtbot.waitSignal(strip.hovered, timeout=1000) as told:
        QTest.mouseMove(strip, QPoint(5, 5))
    assert told.args == [""]


def test_dragging_a_number_tells_the_pixels(strip, qtbot):
    start = at(strip, "omega")
    moved = []
    strip.number_dragged.connect(lambda name, delta: moved.append((name, delta)))
    QTest.mousePress(strip, Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(strip, start + QPoint(7, 0))
    QTest.mouseMove(strip, start + QPoint(3, 2))
    with qtbot.waitSignal(strip.number_released, timeout=1000) as told:
        QTest.mouseRelease(strip, Qt.MouseButton.LeftButton, pos=start)
    assert moved == [("omega", 7.0), ("omega", -4.0)]
    assert told.args == ["omega"]


def test_new_values_are_shown_at_once(strip):
    strip.set_values({"A": 0.2, "eps": "0.3333"})
    texts = [e.texts() for e in strip._equations]
    assert texts[0] == {"A": "0.200"}
    assert texts[2] == {"eps": "0.3333", "omega": "0.628"}


def test_a_lit_number_glows(strip):
    spot = next(r for n, r in strip.number_rects() if n == "A").topLeft().toPoint() - QPoint(1, 1)
    assert strip.grab().toImage().pixelColor(spot).name().upper() == DARK.canvas
    strip.set_lit("A")
    assert strip.grab().toImage().pixelColor(spot).name().upper() == DARK.wash


def test_live_numbers_are_accent_in_both_themes(strip):
    for theme in (DARK, LIGHT):
        strip.set_theme(theme)
        image = strip.grab().toImage()
        rect = next(r for n, r in strip.number_rects() if n == "A").toAlignedRect()
        colours = {
            image.pixelColor(x, y).name().upper()
            for x in range(rect.left(), rect.right())
            for y in range(rect.top(), rect.bottom())
        }
        assert theme.accent in colours
        assert theme.text not in colours


def test_the_button_opens_all_equations(strip, qtbot):
    strip.resize(300, 36)
    QTest.mouseClick(strip.more, Qt.MouseButton.LeftButton)
    sheet = strip._popover
    assert sheet.isVisible()
    assert sheet.height() > 3 * 24
    sheet.grab()
    sheet.close()
