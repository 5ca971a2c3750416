from __future__ import annotations

import numpy as np
import pytest

from widgets.painters.gl.buffer import UNIT_SQUARE, Buffer
from widgets.painters.gl.texture import Target
from widgets.painters.painter import Moment
from widgets.painters.parts.strokes import Pen, Strokes, pixel_lengths
from widgets.theme.tokens import DARK

WHITE = (1.0, 1.0, 1.0, 1.0)


@pytest.fixture
def paper(context):
    """A float target of 40 x 40 texels, and a moment whose world units are its texels."""
    square = Buffer(UNIT_SQUARE)
    moment = Moment(np.eye(4), (40, 40), 1.0, DARK, square)
    moment = Moment(moment.pixel_matrix, (40, 40), 1.0, DARK, square)
    target = Target(40, 40, np.zeros((40, 40, 4)))
    target.bind()
    yield target, moment
    target.release()
    square.release()


def test_the_width_is_that_of_the_pen(paper):
    target, moment = paper
    strokes = Strokes()
    strokes.write(np.array([[[5.0, 20.0], [35.0, 20.0]]]))
    strokes.draw(Pen(WHITE, 6.0), moment)
    column = target.read()[:, 20, 0]
    assert column.sum() == pytest.approx(6.0, abs=0.05)
    assert column[17:23].min() == pytest.approx(1.0, abs=0.01)
    strokes.release()


def test_a_corner_is_filled(paper):
    target, moment = paper
    strokes = Strokes()
    strokes.write(np.array([[[5.0, 10.0], [30.0, 10.0], [30.0, 35.0]]]))
    strokes.draw(Pen(WHITE, 6.0), moment)
    assert target.read()[8, 31, 0] == pytest.approx(1.0, abs=0.01)
    strokes.release()


def test_pieces_choose_a_stretch_of_every_line(paper):
    target, moment = paper
    x = np.arange(0.0, 41.0, 10.0)
    strokes = Strokes()
    strokes.write(np.stack([np.stack([x, np.full(5, y)], 1) for y in (10.5, 30.5)]))
    strokes.draw(Pen(WHITE, 2.0), moment, pieces=(1, 2))
    drawn = target.read()[..., 0]
    for row in (10, 30):
        assert drawn[row, 11:19].min() > 0.9
        assert drawn[row, :9].max() == 0.0
        assert drawn[row, 21:].max() == 0.0
    strokes.release()


def test_lines_far_from_the_origin_stay_sharp(paper):
    target, moment = paper
    strokes = Strokes()
    strokes.write(np.array([[[5.0, 20.5], [35.0, 20.5]]]) + 1e7)
    away = np.eye(4)
    away[:2, 3] = -1e7
    strokes.draw(Pen(WHITE, 2.0), moment, moment.matrix @ away)
    drawn = target.read()[..., 0]
    assert drawn[20, 6:34].min() > 0.99
    assert drawn[24].max() == 0.0
    strokes.release()


def test_lengths_are_counted_in_pixels_and_pass_over_gaps(paper):
    _, moment = paper
    places = np.array([[[0.0, 0.0], [3.0, 4.0], [np.nan, 0.0], [3.0, 4.0], [3.0, 10.0]]])
    np.testing.assert_allclose(pixel_lengths(places, moment), [[0, 5, 5, 5, 11]])


def test_thin_lines_are_one_pixel_wide_and_follow_the_same_pieces(paper):
    target, moment = paper
    x = np.arange(0.0, 41.0, 10.0)
    strokes = Strokes(thin=True)
    strokes.write(np.stack([np.stack([x, np.full(5, y)], 1) for y in (10.5, 30.5)]))
    strokes.draw(Pen(WHITE, 3.0), moment, pieces=(1, 3))
    drawn = target.read()[..., 0]
    known = np.zeros((40, 40))
    known[[10, 30], 10:30] = 1.0
    np.testing.assert_array_equal(drawn, known)
    strokes.release()
