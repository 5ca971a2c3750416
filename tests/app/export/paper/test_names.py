from __future__ import annotations

import pytest

from app.export.paper.names import axis_name, unit_words, upright
from engines.protocols.views import Axis


@pytest.mark.parametrize(
    ("axis", "name", "stands"),
    [
        (Axis("angle", r"\theta", "rad"), r"angle $\theta$, rad", False),
        (Axis("x", "x", "m"), "$x$, m", True),
        (Axis("x1", "x_1"), "$x_1$", True),
        (Axis("exponent", "", "1/s"), "exponent, 1/s", False),
        (Axis("", "y"), "$y$", True),
    ],
)
def test_names_hold_words_symbol_and_unit(axis, name, stands):
    assert axis_name(axis) == name
    assert upright(axis) is stands


def test_powers_of_units_are_raised():
    assert unit_words("1/s^2") == "1/s²"
    assert unit_words("m^-1") == "m⁻¹"
    assert unit_words("rad") == "rad"
