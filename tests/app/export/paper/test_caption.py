from __future__ import annotations

import numpy as np
import pytest

from app.catalogue import opened, preset
from app.export.paper.caption import caption_lines, number_words, write_caption
from app.export.paper.style import drawing, style
from app.export.running import last_frame
from engines.layers.frame import Frame
from engines.layers.scalar_field import ScalarField


def test_a_caption_tells_grid_values_and_path_of_computation(toy):
    pieces = caption_lines(toy, last_frame(toy))
    assert pieces == [
        "Toy",
        "64 × 32 nodes",
        r"$\lambda$ = 0.7 1/s",
        "$t_0$ = 0 s",
        "CPU, float64",
    ]


def test_every_grid_in_the_picture_is_told_once(toy):
    fields = [ScalarField(np.arange(n), np.arange(2), np.zeros((2, n))) for n in (3, 4, 3)]
    pieces = caption_lines(toy, Frame(dict(zip("abc", fields, strict=True))))
    assert "3 × 2 and 4 × 2 nodes" in pieces


def test_what_a_clock_shows_is_left_out(toy):
    pieces = caption_lines(toy, last_frame(toy), "start")
    assert not any(piece.startswith("$t_0$") for piece in pieces)
    assert "CPU, float64" not in pieces  # a movie may be computed on another path


def test_values_of_instruments_that_are_off_are_left_out():
    lorenz = opened(preset("lorenz-1963"))
    assert not any(piece.startswith("$T$") for piece in caption_lines(lorenz, Frame({})))
    with_ftle = opened(preset("lorenz-1963"), {"ftle": True})
    assert any(piece.startswith("$T$") for piece in caption_lines(with_ftle, Frame({})))


def test_a_field_of_both_directions_has_both_horizons():
    both = opened(preset("double-gyre"), {"direction": "both", "horizon": -7.0})
    assert "$T$ = ±7 s" in caption_lines(both, Frame({}))


def test_how_long_paths_are_is_told_only_where_there_are_paths():
    with_one, without = (
        caption_lines(opened(preset("double-gyre"), values), Frame({}))
        for values in ({"starts": [[0.5, 0.5]]}, {"starts": []})
    )
    assert "Duration = 30 s" in with_one
    assert not any(piece.startswith("Duration") for piece in without)


def test_where_a_plane_cuts_is_told_unless_it_follows():
    level = opened(preset("henon-heiles"))
    assert not any("p_x" in piece for piece in caption_lines(level, Frame({})))
    slice_ = opened(preset("henon-heiles"), {"across": "x", "at_p_x": 0.2})
    assert any(piece == "$p_{x}$ = 0.2" for piece in caption_lines(slice_, Frame({})))


@pytest.mark.parametrize(
    ("value", "words"),
    [(0.0, "0"), (-0.25, "−0.25"), (5000, "5000"), (12000, "12\u2009000"), (1e-9, "1.000e−9"),
     (np.pi, "3.142")],
)  # fmt: skip
def test_numbers_are_as_short_as_they_may_be(value, words):
    assert number_words(value) == words


def test_pieces_are_never_broken_and_take_three_lines_at_most():
    with drawing():
        look = style("light")
        one = write_caption(None, None, ["short"], look, 300.0)
        two = write_caption(None, None, ["a long piece of text"] * 2, look, 90.0)
        many = write_caption(None, None, ["a long piece of text"] * 20, look, 90.0)
    assert one < two < many
    assert many == pytest.approx(one + 2 * (two - one))
