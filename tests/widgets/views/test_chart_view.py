"""A chart chooses its ranges, and its insets are those of the plane."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from engines.layers.frame import Frame
from engines.layers.series import Series
from engines.protocols.views import Axis
from widgets.theme.look import LOOK
from widgets.theme.tokens import DARK, LIGHT
from widgets.views.chart_view import ChartView


@pytest.fixture
def chart(qtbot, specs):
    made = ChartView(specs["chart"], DARK)
    qtbot.addWidget(made, before_close_func=lambda v: v.close_view())
    made.resize(440, 268)
    made.show()
    qtbot.waitExposed(made)
    return made


def test_the_insets_are_52_20_38(chart):
    data = chart.data_rect
    assert (data.left(), 440 - data.right(), data.top(), 268 - data.bottom()) == (52, 20, 38, 38)
    assert chart.canvas.geometry() == data.toRect()


def test_what_the_axes_say_is_shown_and_widened_to_the_data(chart, layers):
    chart.show_frame(Frame(layers))
    assert np.allclose(chart.canvas.viewRange(), [[0, 10], [0, 0.2]])
    t = np.linspace(0, 20, 11)
    chart.show_frame(Frame({"curve": Series(t, t / 50)}))
    assert np.allclose(chart.canvas.viewRange(), [[0, 20], [0, 0.4]])


def test_axes_that_say_nothing_follow_the_data_to_friendly_ends(chart, specs):
    chart.set_spec(replace(specs["chart"], axes=(Axis("step"), Axis("loss"))))
    t = np.linspace(0, 400, 11)
    chart.show_frame(Frame({"curve": Series(t, 3 + t / 1000)}))
    assert np.allclose(chart.canvas.viewRange(), [[0, 400], [3.0, 3.4]])
    chart.show_frame(Frame({"curve": Series(t, 0.1 + t)}))
    assert chart.canvas.viewRange()[1][0] == 0


def test_the_playhead_is_there_only_where_the_axis_is_time(chart, specs):
    chart.set_time(5.0)
    assert chart.canvas._time == 5.0
    chart.set_spec(replace(specs["chart"], axes=(Axis("step"), Axis("loss"))))
    assert chart.canvas._time is None


def test_moving_by_hand_is_kept_until_reset(chart, layers):
    chart.show_frame(Frame(layers))
    chart.canvas.setRange(xRange=(2, 3), padding=0)
    chart.canvas.getPlotItem().getViewBox().sigRangeChangedManually.emit([True, True])
    chart.show_frame(Frame(layers))
    assert np.allclose(chart.canvas.viewRange()[0], [2, 3])
    chart.reset_view()
    assert np.allclose(chart.canvas.viewRange()[0], [0, 10])


def test_the_theme_reaches_the_canvas(chart):
    chart.set_theme(LIGHT)
    assert chart.canvas.grab().toImage().pixelColor(5, 5).name().upper() == LIGHT.canvas


@pytest.mark.parametrize("scale", [1.0, 1.25, 1.5])
def test_no_parts_overlap(chart, layers, overlaps, scale):
    LOOK.set(DARK, scale)
    chart.show_frame(Frame(layers))
    chart.set_trouble("The run left the domain.")
    assert overlaps(chart) == []


def test_names_of_many_lines_get_a_margin_which_goes_when_they_do(chart, specs):
    chart.set_spec(replace(specs["chart"], layers=tuple("abcd")))
    t = np.linspace(0, 10, 11)
    lines = {n: Series(t, 0 * t + 0.1, label=f"line {n}") for n in "abcd"}
    before = chart.data_rect
    chart.show_frame(Frame(lines))
    narrow = chart.data_rect
    assert narrow.width() < before.width() - 20
    assert chart.canvas.geometry() == narrow.toRect()
    image = chart.grab().toImage()
    beside = range(int(narrow.right()) + 14, 438)
    rows = range(int(narrow.top()), int(narrow.bottom()))
    assert max(image.pixelColor(x, y).lightness() for x in beside for y in rows) > 120
    chart.show_frame(Frame({"a": lines["a"]}))
    chart.show_frame(Frame({n: lines[n] for n in "ab"}))
    assert chart.data_rect == before
