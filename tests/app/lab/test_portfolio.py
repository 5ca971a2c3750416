from dataclasses import replace

import numpy as np
import pytest
from PyQt6.QtCore import QRect

from app.lab.portfolio import SIZE, framed, poster, telling
from widgets.theme.look import LOOK


def test_a_poster_has_the_proportions_of_a_card_and_shows_the_data(pendulum):
    image = poster(pendulum.stage.views[0])
    assert image.size() == SIZE
    assert SIZE.width() / SIZE.height() == 8 / 5
    ground = LOOK.colour("canvas").rgb()
    drawn = sum(image.pixel(x, y) != ground for x in range(0, 400, 4) for y in range(0, 250, 4))
    assert drawn > 300


def test_the_poster_is_of_the_instrument_that_is_named_first(pendulum):
    preset, views = pendulum.workspace.open_now.preset, pendulum.stage.views
    assert telling(views, preset) is views[0]
    planes = [v for v in views if v.spec.kind == "plane"]
    assert telling(views, replace(preset, instruments=(planes[-1].spec.id,))) is planes[-1]
    assert telling(views, replace(preset, instruments=("series",))) is views[0]


def test_a_poster_shows_all_that_is_drawn_and_the_middle_of_what_is_drawn_everywhere():
    pixels = np.zeros((300, 400, 4), np.uint8)
    pixels[:] = LOOK.colour("canvas").getRgb()
    pixels[40:61, 300:311] = 255  # high and at the right
    part = framed(pixels)
    assert part.contains(QRect(300, 40, 11, 21))
    assert part.height() < 30
    assert part.width() / part.height() == pytest.approx(1.6, rel=0.05)
    pixels[:] = 200
    assert framed(pixels) == QRect(0, 25, 400, 250)
