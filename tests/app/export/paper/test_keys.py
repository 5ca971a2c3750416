from __future__ import annotations

import numpy as np

from app.export.figure import prepared
from app.export.paper.keys import key_of
from app.export.paper.style import drawing
from app.export.running import last_frame
from engines.layers.curves import Curves


def test_only_lines_that_are_there_are_named():
    lines = Curves((np.zeros((2, 2)),), ("attract",), (("attract", "in"), ("repel", "out")))
    assert key_of({"lines": lines}) == {"attract": "in"}


def test_a_bar_has_its_unit_and_names_what_is_clipped(toy):
    with drawing():
        frame = last_frame(toy)
        shown, _ = prepared(toy, frame, None, "light", {"ftle": (0.1, 0.5)})
        texts = {t.get_text() for t in shown.figure.findobj(lambda a: hasattr(a, "get_text"))}
    assert {"1/s", "≥ 0.5", "≤ 0.1", "stable manifold"} <= texts
