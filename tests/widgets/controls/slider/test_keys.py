"""Keys of a slider."""

from __future__ import annotations

import pytest
from PyQt6.QtCore import Qt

from widgets.controls.slider.keys import ENDS, STEPS, pace

PLAIN = Qt.KeyboardModifier.NoModifier
SHIFT, CTRL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier


@pytest.mark.parametrize(
    ("with_it", "factor"), [(PLAIN, 1.0), (SHIFT, 10.0), (CTRL, 0.1), (SHIFT | CTRL, 10.0)]
)
def test_shift_is_coarse_and_ctrl_is_fine(with_it, factor):
    assert pace(with_it) == factor


def test_every_key_has_one_that_undoes_it():
    assert sorted(STEPS.values()) == sorted(-v for v in STEPS.values())
    assert not set(ENDS) & set(STEPS)
