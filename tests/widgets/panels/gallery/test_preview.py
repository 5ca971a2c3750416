"""The chosen preset, large."""

from __future__ import annotations

import pytest
from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QWidget

from widgets.controls.labels import Label
from widgets.panels.gallery.preview import Preview
from widgets.theme.look import LOOK


@pytest.fixture
def preview(shown, items):
    made = Preview()
    made.show_item(items[0])
    return shown(made, 360, 800)


def test_title_source_words_and_checks_are_shown(preview):
    texts = [x.text() for x in preview.findChildren(Label) if x.isVisible()]
    for text in ("Lorenz", "Lorenz 1963", "Largest exponent", "0.904 ± 0.005"):
        assert text in texts


def test_open_names_the_preset(preview, qtbot):
    with qtbot.waitSignal(preview.opened) as caught:
        qtbot.mouseClick(preview.open_button, Qt.MouseButton.LeftButton)
    assert caught.args == ["lorenz"]


def test_the_tour_is_a_button(preview, qtbot):
    with qtbot.waitSignal(preview.tour):
        qtbot.mouseClick(preview.tour_button, Qt.MouseButton.LeftButton)


def test_a_live_view_takes_the_place_of_the_picture_and_gives_it_back(preview):
    view = QWidget()
    preview.set_live(view)
    assert view.isVisible()
    assert not preview.poster.isVisible()
    preview.set_live(None)
    assert preview.poster.isVisible()
    assert view.parent() is None
    view.deleteLater()


def test_nothing_chosen_says_what_to_do(preview):
    preview.show_item(None)
    assert not preview.open_button.isEnabled()
    assert "Choose" in preview.source.text()


def test_no_word_is_cut(shown, items, flaws, every_look):
    made = Preview()
    made.show_item(items[0])
    assert flaws(shown(made, LOOK.px(272), LOOK.px(800))) == []
