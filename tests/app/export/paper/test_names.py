from __future__ import annotations

import pytest

from app.export.paper.names import axis_name, upright
from engines.protocols.views import Axis


@pytest.mark.parametrize(
    ("axis", "name", "stands"),
    [
        (Axis("angle", r"\theta", "rad"), r"angle $\theta$, rad", False),
        (Axis("x", "x", "m"), "$x$, m", True),
        (Axis("x1", "x_1"), "$x_1$", True),
        (Axis("exponent", "", "1/s"), "exponent, 1/s", False),
        (Axis("force", "F", "kg m/s^2"), "force $F$, kg m/s²", False),
        (Axis("", "y"), "$y$", True),
    ],
)
def test_names_hold_words_symbol_and_unit(axis, name, stands):
    assert axis_name(axis) == name
    assert upright(axis) is stands
