"""Names of many lines in a margin beside their ends."""

from __future__ import annotations

import numpy as np
import pytest
from PyQt6.QtCore import QRectF
from PyQt6.QtGui import QColor, QImage, QPainter

from widgets.views.surround.line_names import (
    CROWD,
    LEAD,
    LineName,
    margin_needed,
    paint_names,
    spread,
)

WHITE = QColor("#ffffff")


def test_rows_that_are_far_apart_stay_where_they_are():
    assert spread([50.0, 10.0, 90.0], 12.0, 6.0, 100.0) == [50.0, 10.0, 90.0]


def test_rows_that_are_near_give_way_to_both_sides_and_keep_their_order():
    assert spread([50.0, 51.0, 49.0], 12.0, 6.0, 100.0) == pytest.approx([50.0, 62.0, 38.0])


def test_rows_stay_inside_and_apart():
    wanted = np.random.default_rng(0).uniform(-20.0, 140.0, 7)
    rows = np.array(spread(wanted.tolist(), 12.0, 6.0, 114.0))
    assert rows.min() >= 6.0
    assert rows.max() <= 114.0
    assert np.diff(np.sort(rows)).min() >= 12.0 - 1e-9
    assert (np.argsort(rows) == np.argsort(wanted)).all()


def test_few_names_need_no_margin_and_many_as_much_as_the_longest(qapp):
    few = [LineName("flux", 10.0, WHITE)] * (CROWD - 1)
    assert margin_needed(few) == 0
    many = margin_needed([*few, LineName("flux across", 20.0, WHITE)])
    assert LEAD + 20 < many < LEAD + 120
    assert margin_needed([*few, LineName("flux across and more", 20.0, WHITE)]) > many


def test_names_are_written_right_of_the_data_only(qapp):
    image = QImage(200, 100, QImage.Format.Format_ARGB32)
    image.fill(QColor("#000000"))
    names = [LineName(f"line {n}", 50.0, WHITE) for n in range(CROWD)]
    painter = QPainter(image)
    paint_names(painter, names, QRectF(0, 0, 100, 100))
    painter.end()
    seen = np.array([[image.pixelColor(x, y).red() for x in range(200)] for y in range(100)])
    assert seen[:, :100].max() == 0
    assert (seen[:, 100 + LEAD :].max(axis=1) > 120).sum() > 3 * 6
