"""Axes name themselves as the look wants, and their ticks stand where the numbers say."""

from __future__ import annotations

import math

import pytest
from PyQt6.QtCore import QRectF
from PyQt6.QtGui import QColor, QImage, QPainter

from engines.protocols.views import Axis
from widgets.theme.tokens import DARK
from widgets.views.surround.axes import (
    axis_name,
    find_ticks,
    left_needed,
    paint_axes,
    symbol_text,
    upright_name,
)

X, Y = Axis("x", low=0.0, high=2.0), Axis("y", low=0.0, high=1.0)


@pytest.mark.parametrize(
    ("axis", "below", "left"),
    [
        (Axis("angle", "\\theta", "rad"), "angle θ, rad", "θ"),
        (Axis("time", "t", "s"), "time, s", "t"),
        (Axis("x"), "x", "x"),
        (Axis("x", "x", "m"), "x, m", "x"),
        (Axis("", "z_1"), "z₁", "z₁"),
        (Axis("next maximum"), "next maximum", ""),
        (Axis("exponent", "", "1/s"), "exponent, 1/s", ""),
        (Axis("force", "F", "1/s^2"), "force F, 1/s²", "F"),
        (Axis("longitude", "\\lambda", "°", compass="EW"), "longitude λ", "λ"),
    ],
)
def test_names_stand_below_in_words_and_at_the_left_as_a_symbol(axis, below, left):
    assert axis_name(axis) == below
    assert upright_name(axis) == left


def test_indices_and_powers_are_small(qapp):
    assert symbol_text("x_{12}^2") == "x₁₂²"
    assert symbol_text("p_{y}") == "pᵧ"  # not "py", a product


def test_equal_axes_share_their_step(qapp):
    found = find_ticks((0.0, 2.0, 0.0, 1.0), (720, 360), (X, Y), True)
    assert [t for _, t in found.across] == ["0", "0.5", "1", "1.5", "2"]
    assert [t for _, t in found.down] == ["0", "0.5", "1"]


def test_an_angle_ticks_in_pi(qapp):
    angle = Axis("angle", low=-7.0, high=7.0, angle=True)
    found = find_ticks((-7.0, 7.0, 0.0, 1.0), (500, 360), (angle, Y), False)
    assert [t for _, t in found.across] == ["−2π", "−π", "0", "π", "2π"]


def test_a_low_axis_still_has_two_numbers(qapp):
    found = find_ticks((0.0, 2.0, -3.2, 3.2), (300, 50), (X, Y), False)
    assert len(found.down) >= 2


def test_wide_numbers_ask_for_more_room(qapp):
    narrow = find_ticks((0.0, 1.0, 0.0, 1.0), (300, 300), (X, Y), False)
    wide = find_ticks((0.0, 1.0, -20000.0, 20000.0), (300, 300), (X, Y), False)
    assert left_needed(wide, Y) > left_needed(narrow, Y)
    assert left_needed(wide, Axis("next maximum")) > left_needed(wide, Y)


def test_ticks_are_painted_outward_at_their_values(qapp):
    image = QImage(400, 300, QImage.Format.Format_ARGB32)
    image.fill(QColor(DARK.canvas))
    data = QRectF(60, 20, 300, 200)
    limits = (0.0, 2.0, 0.0, 1.0)
    found = find_ticks(limits, (300, 200), (X, Y), False)
    painter = QPainter(image)
    paint_axes(painter, data, limits, (X, Y), found, DARK)
    painter.end()
    edge = QColor(DARK.edge)
    row = [x for x in range(400) if image.pixelColor(x, 222) == edge]
    assert row == [min(60 + round(v / 2 * 300), 359) for v, _ in found.across]
    column = [y for y in range(300) if image.pixelColor(57, y) == edge]
    assert column == sorted(min(220 - round(v * 200), 219) for v, _ in found.down)
    inside = {image.pixelColor(x, y).name() for x in range(60, 360, 7) for y in range(20, 220, 7)}
    assert inside == {QColor(DARK.canvas).name()}
    assert math.isclose(found.across[-1][0], 2.0)


def test_a_unit_stands_below_an_upright_symbol_where_there_is_room():
    bare, known = Axis("speed", "v", low=0.0, high=1.0), Axis("speed", "v", "rad/s", 0.0, 1.0)
    image = {}
    for name, axis, height in (
        ("bare", bare, 300), ("known", known, 300), ("narrow", known, 40), ("flat", bare, 40),
    ):  # fmt: skip
        picture = QImage(400, 360, QImage.Format.Format_RGB32)
        picture.fill(QColor(DARK.canvas))
        data, limits = QRectF(60, 20, 300, height), (0.0, 2.0, 0.0, 1.0)
        found = find_ticks(limits, (300, height), (X, axis), False)
        painter = QPainter(picture)
        paint_axes(painter, data, limits, (X, axis), found, DARK)
        painter.end()
        image[name] = picture
    assert image["bare"] != image["known"]
    assert image["flat"] == image["narrow"]
    narrow = find_ticks((0.0, 2.0, 0.0, 1.0), (300, 300), (X, known), False)
    assert left_needed(narrow, known) > left_needed(narrow, bare)
