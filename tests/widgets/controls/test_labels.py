"""Text and the grounds it stands on."""

from __future__ import annotations

from PyQt6.QtWidgets import QWidget

from widgets.controls.labels import Label, ground, separator
from widgets.theme.apply import apply_theme
from widgets.theme.look import LOOK
from widgets.theme.tokens import LIGHT


def test_a_label_keeps_its_size_when_the_look_changes(shown, qapp):
    label = shown(Label("Lorenz", "title", 600), 100, 30)
    assert label.font().pixelSize() == 18
    apply_theme(qapp, LIGHT, 1.5)
    assert label.font().pixelSize() == 27
    assert label.font().weight() == 600


def test_a_tone_gives_the_colour(shown, colours):
    label = shown(Label("▉▉▉", tone="text3"), 60, 20)
    assert LOOK.theme.text3 in colours(label)
    label.set_tone("error")
    assert LOOK.theme.error in colours(label)


def test_markup_is_shown_as_it_is_written(shown):
    assert shown(Label("a<b>c")).text() == "a<b>c"
    assert shown(Label("<h1>no</h1>")).sizeHint().height() < 30


def test_grounds_and_separators_have_the_colours_of_their_tokens(shown, colours):
    assert colours(shown(ground(QWidget(), "panel"), 20, 20)) == {LOOK.theme.panel}
    assert colours(shown(separator(), 20)) == {LOOK.theme.line}
    assert separator(vertical=True).maximumWidth() == 1
    assert separator().maximumHeight() == 1
