"""The current look."""

from __future__ import annotations

import gc

import pytest
from PyQt6 import sip
from PyQt6.QtCore import QObject

from widgets.theme.look import ROOM, Followers
from widgets.theme.tokens import LIGHT


class Listener(QObject):
    def __init__(self, heard, then=None):
        super().__init__()
        self.heard, self.then = heard, then

    def tell(self):
        self.heard.append(self)
        if self.then is not None:
            self.then()


@pytest.fixture
def followers():
    return Followers()


def test_methods_of_what_qt_has_deleted_are_not_called(followers):
    heard = []
    first, second = Listener(heard), Listener(heard)
    followers.connect(first.tell)
    followers.connect(second.tell)
    first.then = lambda: sip.delete(second)  # while they are being told
    followers.emit()
    first.then = None
    followers.emit()
    assert heard == [first, first]
    assert len(followers) == 1


def test_to_be_told_keeps_nobody_alive_and_leaves_nothing_behind(followers):
    stays = Listener([])
    followers.connect(stays.tell)
    for _ in range(10 * ROOM):
        followers.connect(Listener([]).tell)
    gc.collect()
    assert len(followers) == 1
    assert len(followers._all) <= 2 * ROOM
    followers.emit()
    assert stays.heard == [stays]


def test_who_does_not_want_to_be_told_any_more_is_not(followers):
    heard = []
    one = Listener(heard)
    followers.connect(one.tell)
    followers.disconnect(one.tell)
    followers.emit()
    assert heard == []


def test_the_fault_of_one_keeps_nothing_from_the_others(followers, monkeypatch):
    faults, heard = [], []
    monkeypatch.setattr("sys.excepthook", lambda kind, error, trace: faults.append(kind))
    last = Listener(heard)
    followers.connect(lambda: 1 / 0)
    followers.connect(last.tell)
    followers.emit()
    assert faults == [ZeroDivisionError]
    assert heard == [last]


def test_a_change_is_told_once_and_carries_everything(look):
    heard = []
    look.changed.connect(lambda: heard.append((look.theme, look.scale, look.density.slider_row)))
    look.set(LIGHT, 1.5)
    assert heard == [(LIGHT, 1.5, 63)]


def test_taking_tells_nobody_yet(look):
    heard = []
    look.changed.connect(lambda: heard.append(1))
    look.take(LIGHT, 1.25)
    assert heard == []
    assert look.theme is LIGHT


def test_a_window_of_another_height_changes_the_density_and_only_then_tells(look):
    heard = []
    look.changed.connect(lambda: heard.append(look.density.name))
    look.fit(1440, 900)
    look.fit(1280, 720)
    look.fit(1280, 700)
    assert heard == ["tight"]


def test_lengths_grow_with_the_text(look):
    look.set(LIGHT, 1.25)
    assert look.px(16) == 20


def test_colours_carry_their_opacity(look):
    colour = look.colour("accent", 0.5)
    assert colour.name().upper() == look.theme.accent
    assert abs(colour.alphaF() - 0.5) < 0.01
