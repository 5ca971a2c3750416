from __future__ import annotations

import numpy as np
import pytest

from widgets.panels.gallery.moving_dots import HEIGHT, WIDTH, MovingDots
from widgets.theme.look import LOOK


def light(dots):
    return dots._light


def test_a_dot_lights_its_place_and_leaves_a_fading_trail(qapp):
    places = np.array([[[0.1, 0.5]], [[0.2, 0.5]], [[0.3, 0.5]]], np.float32)
    dots = MovingDots(places, True)

    def at(x):
        middle = round(x * WIDTH)
        return light(dots)[HEIGHT // 2 - 2 : HEIGHT // 2 + 2, middle - 4 : middle + 4].max()

    dots.advance()
    first = at(0.1)
    assert first > 0.2
    assert at(0.3) == 0.0
    dots.advance()
    dots.advance()
    assert 0.0 < at(0.1) < first
    assert at(0.3) > 0.1
    # where it goes on, it lights the way too
    assert at(0.25) > 0.0
    assert light(dots)[:20].max() == 0.0


def test_upwards_is_up_and_nothing_is_lit_outside(qapp):
    dots = MovingDots(np.array([[[0.5, 0.95], [1.2, 0.5], [np.nan, 0.5]]], np.float32), False)
    dots.advance()
    rows, columns = np.nonzero(light(dots))
    assert rows.max() < 0.1 * HEIGHT
    assert np.abs(columns - WIDTH / 2).max() < 3


def test_a_dot_that_begins_anew_draws_no_line_across(qapp):
    dots = MovingDots(np.array([[[0.1, 0.5]], [[0.9, 0.5]]], np.float32), True)
    dots.advance()
    dots.advance()
    assert light(dots)[:, WIDTH // 3 : 2 * WIDTH // 3].max() == 0.0


def test_it_goes_round(qapp):
    dots = MovingDots(np.full((3, 1, 2), 0.5, np.float32), True)
    for _ in range(4):
        dots.advance()
    assert dots.frame == 0


@pytest.mark.usefixtures("every_look")
def test_its_ground_is_the_canvas(qapp):
    dots = MovingDots(np.full((3, 1, 2), 0.5, np.float32), True)
    dots.advance()
    image = dots.image()
    assert (image.width(), image.height()) == (WIDTH, HEIGHT)
    assert image.pixelColor(2, 2).name() == LOOK.colour("canvas").name()
    middle = [image.pixelColor(WIDTH // 2 - i, HEIGHT // 2 - 1).name() for i in (0, 1, 2)]
    assert set(middle) != {image.pixelColor(2, 2).name()}
