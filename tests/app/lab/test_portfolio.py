from app.lab.portfolio import SIZE, poster
from widgets.theme.look import LOOK


def test_a_poster_has_the_proportions_of_a_card_and_shows_the_data(pendulum):
    image = poster(pendulum.stage.views[0])
    assert image.size() == SIZE
    assert SIZE.width() / SIZE.height() == 8 / 5
    ground = LOOK.colour("canvas").rgb()
    drawn = sum(image.pixel(x, y) != ground for x in range(0, 400, 4) for y in range(0, 250, 4))
    assert drawn > 300
