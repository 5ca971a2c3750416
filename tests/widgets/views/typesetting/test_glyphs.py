"""Glyphs come from the maths font, the baseline at 0, y downwards."""

from __future__ import annotations

import sys
import threading

import pytest
from matplotlib.mathtext import MathTextParser

from widgets.views.typesetting.glyphs import outline, parse


def test_the_baseline_is_at_zero(qapp):
    for tex in ("x", r"\frac{1}{2} x", "x^2"):
        glyphs = parse(tex, 17.0)[0]
        assert next(g for g in glyphs if chr(g[2]) in "x𝑥")[4] == pytest.approx(0, abs=0.01)


def test_a_power_stands_above_and_an_index_below(qapp):
    glyphs = parse("x^2", 17.0)[0]
    assert glyphs[1][4] < 0
    assert parse("x_2", 17.0)[0][1][4] > 0


def test_a_fraction_has_a_rule(qapp):
    [(x, y, width, height)] = parse(r"\frac{1}{2}", 17.0)[1]
    assert width > 5
    assert 0 < height < 2
    assert y < 0 <= x + 1


def test_an_outline_is_made_once_and_points_up(qapp):
    font, _, _, _, _, glyph = parse("l", 17.0)[0][0]
    path = outline(font, glyph)
    assert outline(font, glyph) is path
    assert path.boundingRect().top() < -50
    assert path.boundingRect().bottom() < 5


def test_what_is_no_tex_is_refused(qapp):
    with pytest.raises(ValueError, match="cases"):
        parse(r"\begin{cases}", 17.0)


def test_formulas_are_read_while_a_figure_reads_its_own():
    """Found by the random hand: one grammar, with the state of what it reads, for two threads."""
    count, wrong, began = 40, [], threading.Barrier(2)

    def figure():
        began.wait(5.0)
        for i in range(count):
            try:
                MathTextParser("path").parse(rf"$\frac{{x_{{{i}}}^2}}{{y + {i}}}$")
            except ValueError as error:
                wrong.append(error)

    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    thread = threading.Thread(target=figure)
    thread.start()
    try:
        began.wait(5.0)
        read = [parse.__wrapped__(rf"\frac{{a_{{{i}}}}}{{b + {i}}}", 17.0) for i in range(count)]
    finally:
        thread.join()
        sys.setswitchinterval(before)
    assert wrong == []
    assert all(len(glyphs) >= 5 for glyphs, *_ in read)
