"""What all painted controls share."""

from __future__ import annotations

from PyQt6.QtCore import QEvent, QPointF, Qt
from PyQt6.QtGui import QEnterEvent, QFocusEvent, QKeyEvent
from PyQt6.QtWidgets import QApplication

from widgets.controls.painted import Painted, symbol_width
from widgets.theme.look import LOOK
from widgets.theme.tokens import LIGHT


class Counting(Painted):
    """Counts how often it takes a new look."""

    count = 0

    def restyle(self):
        self.count += 1
        super().restyle()


def test_a_new_look_reaches_every_painted_control(shown):
    control = shown(Counting(), 40, 20)
    before = control.count
    LOOK.set(LIGHT, 1.0)
    assert control.count == before + 1


def test_a_control_that_is_gone_is_not_told(qapp):
    control = Counting()
    control.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    LOOK.changed.emit()


def test_the_ring_is_for_the_keyboard_only(shown):
    control = shown(Counting(), 40, 20)
    for reason, ringed in (
        (Qt.FocusReason.TabFocusReason, True),
        (Qt.FocusReason.MouseFocusReason, False),
    ):
        QApplication.sendEvent(control, QFocusEvent(QEvent.Type.FocusIn, reason))
        assert control.ringed is ringed
        QApplication.sendEvent(control, QFocusEvent(QEvent.Type.FocusOut))
        assert not control.ringed


def test_the_pointer_is_noticed(shown):
    control = shown(Counting(), 40, 20)
    at = QPointF(1, 1)
    QApplication.sendEvent(control, QEnterEvent(at, at, at))
    assert control.hovered
    QApplication.sendEvent(control, QEvent(QEvent.Type.Leave))
    assert not control.hovered


def test_an_index_makes_a_symbol_wider_but_less_than_a_letter(qapp):
    assert symbol_width("z") < symbol_width("z_1") < symbol_width("zz") + 2
    assert symbol_width("") == 0


class Typing(Counting):
    own_keys = frozenset({Qt.Key.Key_1})


def _left_to_shortcuts(control, key):
    event = QKeyEvent(QEvent.Type.ShortcutOverride, key, Qt.KeyboardModifier.NoModifier)
    event.ignore()
    QApplication.sendEvent(control, event)
    return not event.isAccepted()


def test_keys_of_its_own_are_kept_from_shortcuts_while_it_has_the_ring(shown):
    control = shown(Typing(), 40, 20)
    assert _left_to_shortcuts(control, Qt.Key.Key_1)
    reason = Qt.FocusReason.TabFocusReason
    QApplication.sendEvent(control, QFocusEvent(QEvent.Type.FocusIn, reason))
    assert not _left_to_shortcuts(control, Qt.Key.Key_1)
    assert _left_to_shortcuts(control, Qt.Key.Key_2)
