"""Text cut into marks, TeX and Greek letters too."""

from __future__ import annotations

import pytest

from engines.errors import EquationError
from engines.systems.written.marks import Page, marks


def texts(written):
    return [m.text for m in marks(Page(written))]


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("2*x1 - 3e-2", ["2", "*", "x1", "-", "3e-2"]),
        ("a ** b", ["a", "^", "b"]),
        ("λ − μ²", ["lam", "-", "mu", "^", "2"]),
        (r"\sigma \left(y - x\right)", ["sigma", "(", "y", "-", "x", ")"]),
        (r"\mathrm{d}x \cdot \text{max}", ["d", "x", "*", "max"]),
        ("x_{12} x_max x_{max} \\sigma_0", ["x_12", "x_max", "x_max", "sigma_0"]),
        ("x_{n+1}", ["x_n", "next"]),
        ("x_\\tau", ["x_tau"]),
        ("x # all of this\ny % and this", ["x", "", "y"]),
        (r"\begin{aligned} x &= 1 \\ \end{aligned}", ["x", "=", "1", ""]),
        ("lambda ln arcsin", ["lam", "log", "asin"]),
    ],
)
def test_text_is_cut_into_marks(written, found):
    assert texts(written) == found


def test_every_mark_knows_its_place():
    written = "a\n  \\frac{b}{cd}"
    for mark in marks(Page(written)):
        if mark.kind == "word":
            assert written[mark.start : mark.end] == mark.text


@pytest.mark.parametrize(
    ("written", "line", "column", "sentence"),
    [
        ("x = $\n  y ?", 2, 5, "character '?' cannot be read"),
        ("x\n\\sigm", 2, 1, "unknown command '\\sigm', did you mean 'sigma'?"),
        ("x\0", 1, 2, "character '\\x00' cannot be read"),
        ("x" * 20_001, 1, 20_001, "allowed 20000"),
    ],
)
def test_what_cannot_be_read_is_refused_at_its_place(written, line, column, sentence):
    with pytest.raises(EquationError) as caught:
        marks(Page(written))
    assert sentence in str(caught.value)
    assert (caught.value.line, caught.value.column) == (line, column)
