from dataclasses import replace

from app.lab.portfolio import SIZE, poster, telling
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
