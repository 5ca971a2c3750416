from __future__ import annotations

import numpy as np
import pytest

from engines.running.ticket import Ticket, Withdrawn
from engines.systems.sketch import DOTS, FRAMES, sketch
from engines.systems.system_file import system_from_text

CIRCLE = """
title = "Circle"
step = 0.05
duration = 80.0
period = 6.283185307179586
[rates]
x = "y + x*(1 - x^2 - y^2)"
y = "-x + y*(1 - x^2 - y^2)"
z = "-z"
[states]
x = { low = -2.0, high = 2.0, start = 0.1 }
y = { low = -2.0, high = 2.0, start = 0.2 }
z = { low = -2.0, high = 2.0, start = 1.0 }
"""


def test_dots_are_on_what_the_system_settles_on():
    made = sketch(system_from_text(CIRCLE.replace("z = ", "w = ").replace("-z", "-w"), "circle"))
    assert made.places.shape == (FRAMES, DOTS, 2)
    assert made.joined
    # seen from the side a circle is a line across: its width is the whole picture
    x = made.places[:, :, 0]
    assert (x.min(), x.max()) == pytest.approx((0.06, 0.94), abs=0.02)


def test_dots_of_a_flow_move_on_from_frame_to_frame(shipped):
    places = sketch(shipped("lorenz-1963")).places
    assert np.isfinite(places).all()
    steps = np.linalg.norm(np.diff(places, axis=0), axis=2)
    assert 0.0 < np.median(steps) < 0.05
    assert steps.max() < 0.2


def test_dots_of_a_plane_come_from_everywhere(shipped):
    first = sketch(shipped("pendulum")).places[0]
    assert np.nanstd(first[:, 0]) > 0.15


def test_a_map_of_one_state_shows_its_graph(shipped):
    made = sketch(shipped("logistic"))
    assert not made.joined
    flat = made.places.reshape(-1, 2).astype(float)
    # a parabola: its places fit a polynomial of degree two
    rest = np.polyfit(flat[:, 0], flat[:, 1], 2, full=True)[1]
    assert rest[0] / len(flat) < 1e-5


@pytest.mark.parametrize("id", ["mackey-glass", "belousov-zhabotinsky", "standard-map", "henon"])
def test_every_kind_of_system_has_dots(shipped, id):
    places = sketch(shipped(id)).places
    assert places.shape[0] == FRAMES
    assert np.isfinite(places).all(axis=2).mean() > 0.9
    assert np.nanstd(places[:, :, 1]) > 0.05


def test_what_leaves_for_infinity_is_no_number():
    text = """
    title = "Leaves"
    [rates]
    x = "1 + x^2"
    y = "y"
    z = "z"
    [states]
    x = { low = -1.0, high = 1.0 }
    y = { low = -1.0, high = 1.0 }
    z = { low = -1.0, high = 1.0, start = 0.5 }
    """
    assert sketch(system_from_text(text, "leaves")).places.shape == (FRAMES, DOTS, 2)


def test_it_leaves_when_it_is_asked_to(shipped):
    ticket = Ticket()
    ticket.withdraw()
    with pytest.raises(Withdrawn):
        sketch(shipped("lorenz-1963"), ticket)
