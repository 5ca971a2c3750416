from __future__ import annotations

import numpy as np
import pytest

from widgets.painters.gl.buffer import UNIT_SQUARE, Buffer
from widgets.painters.painter import Moment, Painter
from widgets.theme.tokens import DARK


class _Resource:
    def __init__(self):
        self.released = 0

    def release(self):
        self.released += 1


class _Painter(Painter):
    def draw(self, moment):
        """Nothing."""


@pytest.fixture
def moment(context):
    square = Buffer(UNIT_SQUARE)
    yield Moment(np.diag([0.1, 0.2, 1.0, 1.0]), (100, 50), 2.0, DARK, square)
    square.release()


def test_world_places_become_device_pixels(moment):
    places = np.array([[0.0, 0.0], [10.0, 5.0], [-10.0, -5.0]])
    np.testing.assert_allclose(moment.pixels(places), [[50, 25], [100, 50], [0, 0]])


def test_pixels_become_clip_coordinates(moment):
    clip = moment.pixel_matrix @ np.array([100.0, 0.0, 0.0, 1.0])
    np.testing.assert_allclose(clip, [1.0, -1.0, 0.0, 1.0])


def test_a_colour_comes_by_the_name_of_its_token(moment):
    red, green, blue, alpha = moment.colour("accent", 0.5)
    assert (round(red * 255), round(green * 255), round(blue * 255)) == (0x4F, 0xD1, 0xB8)
    assert alpha == 0.5


def test_resources_are_given_back_once_and_never_after_the_context_is_lost():
    painter, first, second, third = _Painter(None), _Resource(), _Resource(), _Resource()
    painter.hold(first)
    painter.hold(second)
    painter.drop(first)
    painter.release()
    painter.hold(third)
    painter.lost()
    painter.release()
    assert (first.released, second.released, third.released) == (1, 1, 0)
