"""The legend names the lines in their own pens."""

from __future__ import annotations

import numpy as np
import pytest
from PyQt6.QtCore import Qt

from engines.layers.curves import Curves
from widgets.theme.tokens import DARK, LIGHT
from widgets.views.surround.legend import Entry, curve_pen, legend_entries, legend_width

LINE = np.array([[0.0, 0.0], [1.0, 1.0]])


def test_each_role_that_is_drawn_and_named_stands_once():
    curves = Curves((LINE, LINE), ("attract", "attract"), (("attract", "stable"), ("repel", "un")))
    assert legend_entries([curves, curves, 3]) == (Entry("attract", "stable"),)


@pytest.mark.parametrize("theme", [DARK, LIGHT])
@pytest.mark.parametrize(
    ("role", "token", "width", "dashes"),
    [
        ("attract", "attract", 1.6, []),
        ("repel", "repel", 1.6, []),
        ("nullcline_first", "text2", 1.25, [1.5, 4.0]),
        ("nullcline_second", "text2", 1.25, [7.0, 4.0]),
    ],
)
def test_pens_are_those_of_the_look(theme, role, token, width, dashes):
    pen = curve_pen(role, theme)
    assert pen.color().name().upper() == getattr(theme, token)
    assert pen.widthF() == width
    if dashes:
        assert [d * width for d in pen.dashPattern()] == pytest.approx(dashes)
    else:
        assert pen.style() == Qt.PenStyle.SolidLine


def test_the_width_counts_every_entry(qapp):
    one = legend_width([Entry("attract", "stable")])
    assert legend_width([]) == 0
    assert legend_width([Entry("attract", "stable")] * 2) == pytest.approx(2 * one + 18)


def test_a_dot_over_a_letter_is_typeset(qapp):
    dotted, plain = Entry("nullcline_first", "θ̇ = 0"), Entry("nullcline_first", "θ = 0")
    assert 20 < legend_width([dotted]) < 3 * legend_width([plain])
