"""Words beside marks stay inside the picture and never lie over each other."""

from __future__ import annotations

from PyQt6.QtCore import QRectF, Qt
from PyQt6.QtWidgets import QWidget

from widgets.theme.tokens import DARK, LIGHT
from widgets.views.surround.labels import LabelOverlay, label_places, obstacles, paint_labels


def identity(place):
    return place[0], place[1]


def test_words_stand_right_above_their_mark(qapp):
    [(text, place)] = label_places([("saddle", (100.0, 100.0))], identity, (300, 200))
    assert text == "saddle"
    assert place.left() == 110
    assert place.bottom() < 100


def test_words_turn_to_the_other_side_at_an_edge(qapp):
    [(_, place)] = label_places([("saddle", (290.0, 5.0))], identity, (300, 200))
    assert QRectF(0, 0, 300, 200).contains(place)
    assert place.right() < 290


def test_words_never_lie_over_each_other(qapp):
    crowd = [(f"point {i}", (100.0 + i, 100.0)) for i in range(9)]
    places = [p for _, p in label_places(crowd, identity, (300, 200))]
    assert 2 <= len(places) < 9
    assert not any(a.intersects(b) for i, a in enumerate(places) for b in places[:i])


def test_marks_outside_the_picture_have_no_word(qapp):
    assert label_places([("far", (400.0, 100.0))], identity, (300, 200)) == []


def test_the_overlay_is_there_only_while_there_are_words(qtbot):
    parent = QWidget()
    qtbot.addWidget(parent)
    overlay = LabelOverlay(DARK, parent)
    assert overlay.isHidden()
    assert overlay.testAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    overlay.show_places([("a", QRectF(0, 0, 10, 10))], DARK)
    assert not overlay.isHidden()
    overlay.show_places([], DARK)
    assert overlay.isHidden()


def test_words_go_out_of_the_way_of_marks_and_eigenvectors(qapp):
    place, ahead = (100.0, 100.0), (101.0, 99.0)  # an eigenvector right upwards
    taken = obstacles([(place, None), (place, ahead)], identity)
    [(_, word)] = label_places([("saddle", place)], identity, (300, 200), taken)
    assert not any(word.intersects(square) for square in taken)
    [(_, plain)] = label_places([("saddle", place)], identity, (300, 200))
    assert plain != word
    crowd = obstacles(
        [((x, y), None) for x in range(0, 300, 6) for y in range(0, 200, 6)], identity
    )
    assert len(label_places([("saddle", place)], identity, (300, 200), crowd)) == 1


def test_words_are_painted_once_and_shown_again_until_they_change(qtbot, monkeypatch):
    parent, painted = QWidget(), []
    qtbot.addWidget(parent)
    parent.resize(200, 100)
    overlay = LabelOverlay(DARK, parent)
    overlay.setGeometry(0, 0, 200, 100)

    def noted(painter, places, theme):
        painted.append([text for text, _ in places])
        paint_labels(painter, places, theme)

    monkeypatch.setattr("widgets.views.surround.labels.paint_labels", noted)
    overlay.show_places([("saddle", QRectF(20, 20, 60, 16))], DARK)
    first = overlay.grab().toImage()
    assert overlay.grab().toImage() == first
    assert painted == [["saddle"]]
    overlay.show_places([("node", QRectF(20, 20, 60, 16))], LIGHT)
    assert overlay.grab().toImage() != first
    overlay.resize(210, 100)
    overlay.grab()
    assert painted == [["saddle"], ["node"], ["node"]]
