from __future__ import annotations

import threading

import matplotlib
import numpy as np

from app.export.paper import style as paper_style
from app.export.paper.style import drawing, families, maths, plain, style


def test_our_own_letters_are_used():
    assert families()[0] == "Inter"


def test_settings_are_as_before_afterwards():
    before = matplotlib.rcParams["mathtext.fontset"]
    with drawing():
        assert matplotlib.rcParams["mathtext.fontset"] == "stix"
        assert matplotlib.rcParams["svg.fonttype"] == "none"
    assert matplotlib.rcParams["mathtext.fontset"] == before


def test_mathematics_that_cannot_be_set_becomes_plain_letters():
    assert maths(r"\lambda_1") == r"$\lambda_1$"
    assert maths(r"\nonsense{") == "nonsense{"
    assert maths("") == ""


def test_dollars_are_letters_and_dots_over_letters_are_set_by_mathematics():
    assert plain("5 $") == r"5 \$"
    assert plain("v\u0307 = 0") == r"$\dot{v}$ = 0"


def test_low_values_sink_into_the_page():
    for theme in ("light", "dark"):
        look = style(theme)
        lowest = np.array(look.map_of("ftle_forward")(0.0)[:3])
        page = np.array(matplotlib.colors.to_rgb(look.theme.canvas))
        np.testing.assert_allclose(lowest, page, atol=0.01)
        assert look.map_of("amount")(np.nan)[3] == 0


def test_one_figure_is_drawn_at_a_time():
    asked, got, drawn = threading.Event(), [], []

    def second():
        got.append(paper_style._ALONE.acquire(blocking=False))
        asked.set()
        with drawing():
            drawn.append(matplotlib.rcParams["svg.fonttype"])

    thread = threading.Thread(target=second)
    before = matplotlib.rcParams["svg.fonttype"]
    with drawing():
        thread.start()
        assert asked.wait(5.0)
        assert drawn == []
    thread.join(10.0)
    assert got == [False]
    assert drawn == ["none"]
    assert matplotlib.rcParams["svg.fonttype"] == before
