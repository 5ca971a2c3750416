from __future__ import annotations

import pytest
from PyQt6.QtCore import Qt

from engines.layers.points import Points
from widgets.canvas.surface import GRIP

LEFT = Qt.MouseButton.LeftButton


@pytest.mark.parametrize("canvas", ["plane", "space"])
def test_a_handle_is_gripped_within_reach_and_not_beyond(canvas, request):
    surface = request.getfixturevalue(canvas)
    place = (0.25, 0.0) if canvas == "plane" else (0.25, 0.0, 0.5)
    surface.set_layers({"h": Points([place], "handle")}, ("h",))
    x, y = surface.place(place)
    expected, told = surface.world(x + 3.0, y - 2.0), []
    surface.dragged.connect(told.append)
    for away in (GRIP - 0.5, GRIP + 0.5):
        surface.hand.pressed.emit(LEFT, x + away, y)
        surface.hand.dragged.emit(LEFT, x + 3.0, y - 2.0, 3.0, -2.0)
        surface.hand.dropped.emit(LEFT)
    assert told == [expected]


@pytest.mark.parametrize("canvas", ["plane", "space"])
def test_what_is_hovered_lies_under_the_pointer(canvas, request):
    surface = request.getfixturevalue(canvas)
    told = []
    surface.hovered.connect(told.append)
    surface.hand.hovered.emit(31.0, 17.0)
    assert surface.place(told[0]) == pytest.approx((31.0, 17.0))


def test_the_middle_button_never_grips_a_handle(plane):
    plane.set_layers({"h": Points([[60.0, 40.0]], "handle")}, ("h",))
    told = []
    plane.dragged.connect(told.append)
    plane.hand.pressed.emit(Qt.MouseButton.MiddleButton, 60.0, 40.0)
    plane.hand.dragged.emit(Qt.MouseButton.MiddleButton, 70.0, 40.0, 10.0, 0.0)
    assert told == []
    assert plane.limits == (-10.0, 110.0, 0.0, 80.0)


def test_with_shift_the_picture_is_stroked_and_stays_where_it_is(plane):
    plane.set_layers({"h": Points([[60.0, 40.0]], "handle")}, ("h",))
    strokes, others = [], []
    plane.brushed.connect(strokes.append)
    for signal in (plane.clicked, plane.dragged):
        signal.connect(others.append)
    ended = []
    plane.released.connect(lambda: ended.append(True))
    before = plane.limits
    plane.hand.shifted = True
    plane.hand.pressed.emit(LEFT, 60.0, 40.0)
    plane.hand.dragged.emit(LEFT, 70.0, 40.0, 10.0, 0.0)
    plane.hand.dropped.emit(LEFT)
    assert strokes == [plane.world(60.0, 40.0), plane.world(70.0, 40.0)]
    plane.hand.pressed.emit(LEFT, 20.0, 20.0)
    plane.hand.clicked.emit(LEFT, 20.0, 20.0)
    assert len(strokes) == 3
    assert plane.strokes == 2
    assert len(ended) == 2
    assert others == []
    assert plane.limits == before
    plane.hand.shifted = False
    plane.hand.pressed.emit(LEFT, 20.0, 20.0)
    plane.hand.clicked.emit(LEFT, 20.0, 20.0)
    assert others == [plane.world(20.0, 20.0)]
