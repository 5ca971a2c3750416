"""Short movements."""

from __future__ import annotations

from PyQt6.QtCore import QObject, QVariantAnimation

from widgets.theme.motion import FOLD, animate


def test_it_ends_exactly_at_the_goal_and_takes_itself_away(qapp, qtbot, look):
    owner, seen = QObject(), []
    moving = animate(owner, 0.0, 1.0, FOLD, seen.append)
    with qtbot.waitSignal(moving.destroyed):
        pass
    assert seen[-1] == 1.0
    assert seen == sorted(seen)
    assert owner.findChildren(QVariantAnimation) == []


def test_with_reduced_motion_it_is_there_at_once(qapp, look):
    look.still = True
    owner, seen = QObject(), []
    assert animate(owner, 0.0, 1.0, FOLD, seen.append) is None
    assert seen == [1.0]
