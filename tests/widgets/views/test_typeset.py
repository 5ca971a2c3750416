"""Equations are laid out once; a drag only exchanges digits."""

from __future__ import annotations

import pytest
from PyQt6.QtCore import Qt
from PyQt6.QtGui import QColor, QImage, QPainter

from widgets.views.typeset import Equation, typeset
from widgets.views.typesetting.glyphs import parse

INK, LIVE = QColor("#FFFFFF"), QColor("#00FF00")


@pytest.fixture
def parses(monkeypatch):
    """Counts how often the typesetter is really asked."""
    parse("x", 17.0)
    count = []
    from matplotlib.mathtext import MathTextParser

    original = MathTextParser.parse

    def counted(self, *args, **kwargs):
        count.append(args)
        return original(self, *args, **kwargs)

    monkeypatch.setattr(MathTextParser, "parse", counted)
    return count


def painted(equation):
    image = QImage(400, 60, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.black)
    painter = QPainter(image)
    equation.paint(painter, 5, 40, INK, LIVE)
    painter.end()
    return image


def test_the_same_text_is_laid_out_once(qapp, parses):
    typeset(r"\theta + 731")
    before = len(parses)
    assert typeset(r"\theta + 731") is typeset(r"\theta + 731")
    assert len(parses) == before


def test_a_new_value_of_the_same_shape_asks_the_typesetter_nothing(qapp, parses):
    equation = Equation(r"\dot{x} = -\pi\,\live{A}{0.1}\sin(\pi f) + \frac{\live{b}{2.5}}{2}")
    before = len(parses)
    for i in range(100, 1000):
        equation.set_values({"A": i / 1000})
        equation.set_values({"b": 1 + i / 1000})
    assert len(parses) == before
    assert equation.texts() == {"A": "0.999", "b": "2.00"}


def test_a_wider_number_pushes_what_follows_by_its_own_width(qapp):
    equation = Equation(r"\live{rho}{1.5}\,x")
    narrow, place = equation.width, equation.number_rects()[0][1]
    assert equation.set_values({"rho": "28.000"})
    wide = equation.number_rects()[0][1]
    assert equation.width - narrow == pytest.approx(wide.width() - place.width())
    assert wide.width() > place.width()


def test_nothing_changes_when_the_shown_text_stays(qapp):
    equation = Equation(r"\live{rho}{28.0}")
    assert not equation.set_values({"rho": 28.0001})
    assert not equation.set_values({"other": 3.0})


def test_numbers_in_scripts_and_fractions_are_found_and_scaled(qapp):
    equation = Equation(r"x^{\live{n}{3}} + \frac{1}{\live{q}{0.5}} - \live{r}{0.5}")
    rects = dict(equation.number_rects())
    assert equation.names == ("n", "q", "r")
    assert rects["n"].height() < rects["r"].height()
    assert rects["q"].center().y() > rects["r"].center().y()
    assert rects["n"].right() < rects["q"].left() < rects["r"].left()


def test_live_numbers_are_drawn_in_their_own_colour_and_nothing_else_is(qapp):
    equation = Equation(r"y = \live{a}{0.25} x")
    image = painted(equation)
    place = equation.number_rects()[0][1].translated(5, 40)
    green = [
        (x, y)
        for x in range(image.width())
        for y in range(image.height())
        if (c := image.pixelColor(x, y)).green() > 120 and c.red() < 60
    ]
    assert len(green) > 20
    assert all(place.adjusted(-1, -1, 1, 1).contains(x, y) for x, y in green)


def test_what_is_no_tex_is_shown_as_plain_text(qapp):
    equation = Equation(r"\begin{cases} \live{a}{1.0}")
    assert equation.width > 0
    assert equation.set_values({"a": 2.0})
    assert equation.number_rects() == []


def test_the_baseline_is_shared_by_equations_of_any_height(qapp):
    low, tall = Equation("x"), Equation(r"\frac{1}{2} x")
    assert tall.ascent > low.ascent
    bottoms = []
    for equation, rules in ((low, 0), (tall, 1)):
        x = equation._layout.pieces[0].toSubpathPolygons()[-1 - rules]
        bottoms.append(max(p.y() for p in x))
    assert bottoms[0] == pytest.approx(bottoms[1], abs=0.01)
