"""What every view does, whatever it shows."""

from __future__ import annotations

import pytest
from PyQt6.QtCore import QRectF, Qt
from PyQt6.QtTest import QTest

from engines.layers.frame import Frame
from engines.protocols.views import ViewSpec
from widgets.theme.look import LOOK
from widgets.theme.tokens import DARK, LIGHT
from widgets.views.view import View, fitted


@pytest.fixture
def view(qtbot, specs):
    made = View(specs["plane"], DARK)
    qtbot.addWidget(made)
    made.resize(878, 480)
    made.show()
    return made


def test_the_header_and_the_strip_stand_above_the_body(view):
    assert view.header.geometry().getRect() == (0, 0, 878, 30)
    assert view.strip.geometry().getRect() == (0, 30, 878, 36)
    assert view.natural_top() == 66


def test_icons_of_the_header_become_signals_of_the_view(view, qtbot):
    for name, signal in (
        ("layers", view.layers_requested),
        ("export", view.export_requested),
        ("maximise", view.maximise_requested),
    ):
        with qtbot.waitSignal(signal, timeout=1000):
            QTest.mouseClick(view.header.buttons[name], Qt.MouseButton.LeftButton)


def test_trouble_pushes_the_body_down_and_can_be_dismissed(view):
    view.set_trouble("The shader does not compile.", "line 3")
    assert view.trouble.geometry().top() == 30
    assert view.strip.geometry().top() == 30 + view.trouble.height()
    QTest.mouseClick(view.trouble.close_button, Qt.MouseButton.LeftButton)
    assert view.trouble.isHidden()
    assert view.strip.geometry().top() == 30


def test_a_finished_frame_without_layers_says_what_to_do(view, layers):
    view.show_frame(Frame({}, progress=0.5))
    assert view.empty.isHidden()
    view.show_frame(Frame({}))
    assert view.empty.missing == "Nothing is switched on."
    view.show_frame(Frame(layers))
    assert view.empty.isHidden()


def test_the_legend_comes_from_the_curves_of_the_frame(view, layers):
    view.show_frame(Frame(layers))
    assert [e.label for e in view.strip._entries] == ["stable manifold"]


def test_another_spec_changes_the_words(view):
    view.set_spec(ViewSpec("p", "plane", "Other", ("ftle",), "words"))
    assert view.header.accessibleName() == "View 1: Other"
    assert view.strip.isHidden()
    assert view.natural_top() == 30


def test_the_view_follows_the_look(view):
    LOOK.set(LIGHT, 1.5)
    assert view.header.height() == 45
    assert view.grab().toImage().pixelColor(400, 400).name().upper() == LIGHT.canvas


def test_a_gesture_carries_the_id_of_the_view(view, qtbot):
    with qtbot.waitSignal(view.gesture, timeout=1000) as told:
        view.tell("launch", (1, 2))
    gesture = told.args[0]
    assert (gesture.kind, gesture.view, gesture.place) == ("launch", "p", (1.0, 2.0))


def test_the_picture_has_device_pixels(view):
    image = view.grab_picture()
    ratio = view.devicePixelRatioF()
    assert (image.width(), image.height()) == (round(878 * ratio), round(480 * ratio))


def test_a_closed_view_no_longer_follows_the_look(view):
    view.close_view()
    LOOK.set(LIGHT, 1.0)
    assert view.grab().toImage().pixelColor(400, 400).name().upper() == DARK.canvas


@pytest.mark.parametrize(
    ("room", "aspect", "wanted"),
    [
        ((52, 74, 744, 366), 2.0, (58, 74, 732, 366)),
        ((52, 74, 300, 366), 2.0, (52, 182, 300, 150)),
        ((52, 74, 744, 366), None, (52, 74, 744, 366)),
        ((0, 0, 100, 100), 1.0, (0, 0, 100, 100)),
    ],
)
def test_a_domain_is_centred_in_what_is_left(room, aspect, wanted):
    assert fitted(QRectF(*room), aspect) == QRectF(*wanted)


def test_beside_neighbours_a_domain_stands_at_the_top():
    assert fitted(QRectF(52, 74, 300, 366), 2.0, at_top=True) == QRectF(52, 74, 300, 150)


def test_a_hidden_layer_is_not_drawn_until_it_is_shown_again(view, layers):
    view.show_frame(Frame(layers))
    menu = view.layer_menu()
    assert [a.text() for a in menu.actions()] == ["Marks", "Curves", "Ftle"]
    menu.actions()[1].trigger()
    assert view.hidden == {"curves"}
    assert set(view._layers) == {"ftle", "marks"}
    assert view.strip._entries == ()
    menu.actions()[0].trigger()
    menu.actions()[2].trigger()
    assert view.empty.missing == "All layers are hidden."
    view.clear()
    assert view.hidden == frozenset()
    menu.close()
