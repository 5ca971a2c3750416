"""What a name that was typed looks like."""

from __future__ import annotations

from engines.systems.written.sliders import shown, slider


def test_a_derivative_has_a_dot():
    assert shown("x") == "x"
    assert shown("theta_dot") == "\\dot{\\theta}"


def test_a_slider_lies_about_its_value():
    ends = {value: slider("a", value, None, delay=False) for value in (2.0, -2.0, 0.0)}
    assert {v: (d.low, d.high) for v, d in ends.items()} == {
        2.0: (0.0, 6.0),
        -2.0: (-6.0, 0.0),
        0.0: (-1.0, 1.0),
    }
    assert slider("tau", 2.0, None, delay=True).low == 0.1
    wide = slider("a", 9.0, (0.0, 5.0), delay=False)
    assert (wide.low, wide.default, wide.high) == (0.0, 9.0, 9.0)
