from __future__ import annotations

from engines.layers.points import MARKS
from widgets.painters.parts.marks import KINDS


def test_every_mark_a_layer_may_ask_for_is_drawn():
    assert set(MARKS) <= set(KINDS)
