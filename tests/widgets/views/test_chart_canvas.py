"""Pens, bands, grid and labels of a chart."""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg
import pytest
from PyQt6.QtCore import Qt
from PyQt6.QtGui import QColor, QImage, QPen

from engines.layers.points import Points
from engines.layers.series import KINDS, Series
from widgets.theme.maps import kind_colours
from widgets.theme.tokens import DARK, LIGHT
from widgets.views.chart_canvas import PIECE, ChartCanvas, ChartLine, series_pen
from widgets.views.surround.axes import Ticks

T = np.linspace(0, 10, 101)


@pytest.fixture
def canvas(qtbot):
    made = ChartCanvas(DARK)
    qtbot.addWidget(made)
    made.resize(500, 200)
    made.show()
    qtbot.waitExposed(made)
    made.setRange(xRange=(0, 10), yRange=(0, 1), padding=0)
    return made


@pytest.mark.parametrize("theme", [DARK, LIGHT])
@pytest.mark.parametrize(
    ("role", "token", "width", "alpha", "dashes"),
    [
        ("value", "text", 1.75, 1.0, []),
        ("true", "text", 1.75, 1.0, []),
        ("before", "text3", 1.3, 0.5, []),
        ("learned", "learned", 1.75, 1.0, [6, 4]),
        ("unstable", "repel", 1.75, 1.0, [6, 4]),
        ("reference", "edge", 1.25, 1.0, [1.5, 4]),
        ("attract", "attract", 1.75, 1.0, []),
        ("repel", "repel", 1.75, 1.0, []),
    ],
)
def test_every_role_has_its_pen(theme, role, token, width, alpha, dashes):
    pen = series_pen(role, theme)
    assert pen.color().name().upper() == getattr(theme, token)
    assert pen.color().alphaF() == pytest.approx(alpha, abs=0.01)
    assert pen.widthF() == width
    if dashes:
        assert [d * width for d in pen.dashPattern()] == pytest.approx(dashes)
    else:
        assert pen.style() == Qt.PenStyle.SolidLine


def test_lines_are_kept_between_frames_and_dropped_when_gone(canvas):
    canvas.show_layers({"a": Series(T, T / 10), "b": Series(T, T / 20, T / 30, T / 10)})
    first = canvas.lines()
    canvas.show_layers({"a": Series(T, T / 11)})
    assert canvas.lines()["a"] is first["a"]
    assert set(canvas.lines()) == {"a"}
    assert canvas._bands == {}


def test_world_and_pixels_are_inverse(canvas):
    place = canvas.to_pixel(2.5, 0.75)
    assert (place.x(), place.y()) == pytest.approx((125, 50))
    assert canvas.to_world(place) == pytest.approx((2.5, 0.75))


def test_a_label_stands_at_the_right_above_its_line(canvas):
    canvas.show_layers({"a": Series(T, 0 * T + 0.5, label="mean")})
    [(text, place, role)] = canvas.label_places()
    assert (text, role) == ("mean", "value")
    assert place.right() == 496
    assert 90 < place.bottom() < 100


def test_labels_never_lie_over_each_other(canvas):
    canvas.show_layers({n: Series(T, 0 * T + 0.5, label=n) for n in ("one", "two")})
    places = [p for _, p, _ in canvas.label_places()]
    assert len(places) == 2
    assert canvas.names_beside() == []
    assert not any(a.intersects(b) for i, a in enumerate(places) for b in places[:i])


def test_many_labels_stand_beside_the_lines_at_the_rows_where_these_end(canvas):
    short = np.where(T < 9.75, 0.5 * T / 10, np.nan)
    lines = {"a": 0.25 * T / 10, "b": 0.75 * T / 10, "c": short}
    layers = {name: Series(T, y, label=name) for name, y in lines.items()}
    canvas.show_layers(layers)
    assert canvas.label_places() == []
    names = canvas.names_beside()
    assert [one.text for one in names] == ["a", "b", "c"]
    assert [one.row for one in names] == pytest.approx([150, 50, 100 + 0.03 * 100], abs=0.6)


def test_the_grid_stands_at_the_ticks_and_the_playhead_at_its_time(canvas):
    canvas.set_ticks(Ticks(((2.5, "2.5"),), ((0.5, "0.5"),)))
    canvas.set_time(7.5)
    image = canvas.grab().toImage()
    assert image.pixelColor(125, 20).name().upper() == DARK.line
    assert image.pixelColor(30, 100).name().upper() == DARK.line
    assert image.pixelColor(375, 20).name().upper() == DARK.accent
    canvas.set_time(11.0)
    assert canvas.grab().toImage().pixelColor(375, 20).name().upper() == DARK.canvas


def test_a_band_is_filled_in_the_colour_of_its_line(canvas):
    canvas.show_layers({"a": Series(T, 0 * T + 0.5, 0 * T + 0.1, 0 * T + 0.9, "repel")})
    seen = canvas.grab().toImage().pixelColor(250, 50)
    assert seen.red() > QColor(DARK.canvas).red() + 30
    assert seen.red() > seen.blue()


def test_points_are_dots_and_take_the_theme(canvas):
    canvas.show_layers({"p": Points(np.array([[5.0, 0.5]]))})
    assert canvas.grab().toImage().pixelColor(250, 100).name().upper() == DARK.text
    canvas.set_theme(LIGHT)
    assert canvas.grab().toImage().pixelColor(250, 100).name().upper() == LIGHT.text


@pytest.mark.parametrize("theme", [DARK, LIGHT])
def test_dots_of_kinds_have_the_colours_of_kinds(canvas, theme):
    canvas.set_theme(theme)
    places = np.array([[2.5, 0.5], [7.5, 0.5]])
    canvas.show_layers({"p": Points(places, values=np.array([0.5, 2.5]), scale="kinds")})
    image = canvas.grab().toImage()
    seen = [image.pixelColor(x, 100).name().upper() for x in (125, 375)]
    assert seen == [kind_colours(theme.name)[0], kind_colours(theme.name)[2]]


def test_a_gap_in_the_data_is_a_gap_in_the_line(canvas):
    y = np.where((T > 4) & (T < 6), np.nan, 0.5)
    canvas.show_layers({"a": Series(T, y)})
    image = canvas.grab().toImage()
    assert image.pixelColor(250, 100).name().upper() == DARK.canvas
    column = {image.pixelColor(100, y).lightness() for y in range(95, 106)}
    assert max(column) > 150


@pytest.mark.parametrize("theme", [DARK, LIGHT])
def test_kinds_have_the_colours_of_kinds(theme):
    seen = [series_pen(role, theme).color().name().upper() for role in KINDS]
    assert tuple(seen) == kind_colours(theme.name)


def test_a_line_alone_need_not_be_called_now(canvas):
    canvas.show_layers({"a": Series(T, T / 10, label="now")})
    assert canvas.label_places() == []
    canvas.show_layers({"a": Series(T, T / 10, label="now"), "b": Series(T, T / 20)})
    assert [text for text, _, _ in canvas.label_places()] == ["now"]


def _grabbed(qtbot, line, x, y):
    chart = pg.PlotWidget()
    qtbot.addWidget(chart)
    chart.resize(300, 100)
    for side in ("left", "bottom"):
        chart.hideAxis(side)
    pen = QPen(QColor("#ffffff"), 2.0)
    pen.setCosmetic(True)
    line.setData(x, y, pen=pen, connect="finite", antialias=True)
    chart.addItem(line)
    chart.setRange(xRange=(0, 10), yRange=(-1.2, 1.2), padding=0)
    image = chart.grab().toImage().convertToFormat(QImage.Format.Format_Grayscale8)
    rows = np.frombuffer(image.constBits().asstring(image.sizeInBytes()), np.uint8)
    return rows.reshape(image.height(), -1)[:, : image.width()].astype(float)


@pytest.mark.parametrize("count", [2, PIECE, PIECE + 1, 7 * PIECE + 3])
def test_pieces_together_are_the_line(qtbot, count):
    x = np.linspace(0, 10, count)
    ours, plain = (_grabbed(qtbot, line, x, np.sin(x)) for line in (ChartLine(), pg.PlotDataItem()))
    assert ours.std() > 5.0
    assert np.abs(ours - plain).mean() < 0.4


def test_what_is_not_known_stays_a_gap(qtbot):
    x = np.linspace(0, 10, 1000)
    seen = _grabbed(qtbot, ChartLine(), x, np.where((x > 4) & (x < 6), np.nan, 0.0))
    width = seen.shape[1]
    assert seen[:, int(0.45 * width) : int(0.55 * width)].max() == 0.0
    assert seen[:, int(0.1 * width) : int(0.3 * width)].max() > 200.0


def test_a_line_that_turns_back_is_drawn_whole(canvas):
    x = np.concatenate([np.linspace(0, 12, 200), np.linspace(12, 0, 200)])
    y = np.linspace(0.1, 0.9, 400)
    canvas.show_layers({"fold": Series(x, y, role="unstable"), "line": Series(T, T / 10)})
    turned, plain = canvas.lines()["fold"], canvas.lines()["line"]
    assert not turned.opts["clipToView"]
    assert len(turned.curve.getData()[0]) == 400
    assert plain.opts["clipToView"]


def test_points_that_have_names_show_them_beside_their_dots(canvas):
    named = Points(np.array([[2.0, 0.5], [7.0, 0.5], [11.0, 0.5]]), "dot", ("Hopf", "", "outside"))
    canvas.show_layers({"points": named})
    ((text, place),) = canvas.point_names()
    assert text == "Hopf"
    assert place.left() > canvas.to_pixel(2.0, 0.5).x()
    assert canvas.rect().contains(place.toRect())
    right, x = place, np.linspace(0.0, 12.0, 100)
    level = canvas.to_world(right.center())[1]
    canvas.show_layers({"points": named, "line": Series(x, np.full(100, level))})
    ((_, moved),) = canvas.point_names()
    assert not moved.contains(moved.center().x(), right.center().y())
