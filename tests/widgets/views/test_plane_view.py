"""The plane keeps its aspect and its insets, and tells gestures in world units."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PyQt6.QtCore import QPoint, Qt
from PyQt6.QtTest import QTest

from engines.layers.frame import Frame
from engines.layers.points import Points
from engines.protocols.views import Axis
from widgets.theme.look import LOOK
from widgets.theme.tokens import DARK
from widgets.views.plane_view import PlaneView, value_at


@pytest.fixture
def plane(qtbot, specs):
    made = PlaneView(specs["plane"], DARK)
    qtbot.addWidget(made, before_close_func=lambda v: v.close_view())
    made.resize(878, 480)
    made.show()
    qtbot.waitExposed(made)
    return made


def test_without_a_bar_the_insets_are_52_20_38(plane, layers, specs):
    plane.set_spec(replace(specs["plane"], equal=False, equations=()))
    data = plane.data_rect
    assert (data.left(), 878 - data.right(), 480 - data.bottom()) == (52, 20, 38)
    assert data.top() == 30 + 8


def test_a_bar_takes_82_and_46_where_it_is_tight(plane, layers, specs):
    plane.set_spec(replace(specs["plane"], equal=False))
    plane.show_frame(Frame(layers))
    assert 878 - plane.data_rect.right() == 82
    LOOK.fit(1280, 720)
    needed = 10 + plane.bar.width_needed() + 4
    assert 878 - plane.data_rect.right() == max(46, needed)


@pytest.mark.parametrize("size", [(878, 480), (400, 480), (1294, 300), (320, 700)])
def test_the_data_keep_the_aspect_of_their_domain(plane, layers, size):
    plane.show_frame(Frame(layers))
    plane.resize(*size)
    data = plane.data_rect
    assert data.width() == pytest.approx(2 * data.height(), abs=1)
    assert plane.canvas.native.geometry() == data.toRect()


def test_a_narrow_domain_is_centred_in_what_is_left(plane, specs):
    square = (Axis("x", low=-1, high=1), Axis("y", low=-1, high=1))
    plane.set_spec(replace(specs["plane"], axes=square))
    data = plane.data_rect
    assert data.left() - 52 == pytest.approx(878 - 20 - data.right(), abs=1)
    assert plane.canvas.limits == (-1, 1, -1, 1)


def test_a_click_launches_at_its_place_in_the_world(plane, qtbot):
    native = plane.canvas.native
    spot = QPoint(native.width() // 4, native.height() // 4)
    told = []
    plane.gesture.connect(told.append)
    with qtbot.waitSignal(plane.focus_requested, timeout=1000):
        QTest.mouseClick(native, Qt.MouseButton.LeftButton, pos=spot)
    [gesture] = told
    assert (gesture.kind, gesture.view) == ("launch", "p")
    assert gesture.place == pytest.approx((0.5, 0.75), abs=0.01)


def test_a_click_means_nothing_where_the_spec_wants_none(plane, qtbot, specs):
    plane.set_spec(replace(specs["plane"], clicks=False))
    with qtbot.assertNotEmitted(plane.gesture):
        QTest.mouseClick(plane.canvas.native, Qt.MouseButton.LeftButton)


def test_dragging_a_handle_is_a_gesture(plane, qtbot, layers):
    handle = Points(np.array([[1.0, 0.5]]), "handle")
    plane.show_frame(Frame({**layers, "marks": handle}))
    native = plane.canvas.native
    centre = QPoint(native.width() // 2, native.height() // 2)
    told = []
    plane.gesture.connect(told.append)
    QTest.mousePress(native, Qt.MouseButton.LeftButton, pos=centre)
    QTest.mouseMove(native, centre + QPoint(native.width() // 4, 0))
    with qtbot.waitSignal(plane.released, timeout=1000):
        QTest.mouseRelease(native, Qt.MouseButton.LeftButton, pos=centre)
    assert told[-1].kind == "drag"
    assert told[-1].place == pytest.approx((1.5, 0.5), abs=0.02)


def test_the_bar_belongs_to_the_topmost_field(plane, layers):
    plane.show_frame(Frame(layers))
    assert plane.bar.isVisible()
    assert (plane.bar.low, plane.bar.high, plane.bar.unit) == (0.0, 1.5, "1/s")
    assert (plane.bar.below, plane.bar.above) == (False, True)
    plane.show_frame(Frame({"curves": layers["curves"]}))
    assert plane.bar.isHidden()


def test_dragging_the_bar_clips_the_field_until_a_double_click(plane, layers):
    plane.show_frame(Frame(layers))
    plane.bar.clipped.emit(0.0, 1.0)
    assert plane.canvas.colour_range("ftle")[:2] == (0.0, 1.0)
    plane.show_frame(Frame(layers))
    assert plane.bar.high == 1.0
    plane.bar.automatic.emit()
    assert plane.canvas.colour_range("ftle")[:2] == (0.0, 1.5)


def test_hovering_moves_the_caret(plane, layers, qtbot):
    plane.show_frame(Frame(layers))
    with qtbot.waitSignal(plane.hovered, timeout=1000):
        plane.canvas.hovered.emit((0.5, 0.5))
    assert plane.bar._value == pytest.approx(0.5)
    plane.canvas.hovered.emit(None)
    assert plane.bar._value is None


def test_value_at_reads_the_nearest_node(layers):
    field = layers["ftle"]
    assert value_at(field, (0.52, 0.0)) == pytest.approx(0.5)
    assert value_at(field, (2.5, 0.0)) is None


def test_words_lie_over_the_canvas_beside_their_mark(plane, layers):
    plane.show_frame(Frame(layers))
    [(text, place)] = plane.overlay.places()
    assert text == "stable spiral"
    assert place.left() == pytest.approx(plane.data_rect.width() / 4 + 10, abs=1)


def test_zooming_moves_the_ticks_and_reset_brings_them_back(plane):
    before = plane._ticks
    plane.canvas.set_limits((0.0, 0.2, 0.0, 0.1))
    assert plane._ticks != before
    plane.reset_view()
    assert plane._ticks == before


def test_new_words_keep_the_zoom(plane, specs):
    plane.canvas.set_limits((0.0, 0.2, 0.0, 0.1))
    plane.set_spec(replace(specs["plane"], subtitle="another T"))
    assert plane.canvas.limits == (0.0, 0.2, 0.0, 0.1)


def test_the_picture_holds_what_the_graphics_card_drew(plane, layers):
    plane.show_frame(Frame(layers))
    image = plane.grab_picture()
    data = plane.data_rect
    ratio = plane.devicePixelRatioF()
    bright = image.pixelColor(round((data.right() - 8) * ratio), round((data.top() + 8) * ratio))
    assert bright.lightness() > 150


@pytest.mark.parametrize("scale", [1.0, 1.25, 1.5])
@pytest.mark.parametrize("window", [(1280, 720, 782), (1440, 900, 878)])
def test_no_parts_overlap(plane, layers, overlaps, scale, window):
    LOOK.set(DARK, scale)
    LOOK.fit(*window[:2])
    plane.resize(window[2], 400)
    plane.show_frame(Frame(layers))
    plane.set_trouble("The shader does not compile.", "line 3")
    assert overlaps(plane) == []
