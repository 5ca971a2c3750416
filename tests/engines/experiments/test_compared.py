import re

import numpy as np
import pytest

from engines.experiments.compared import PREFIX, Compared, Kept, _baked, _still
from engines.experiments.portraits.portrait import Portrait
from engines.layers.shader_field import ShaderTracers
from engines.parameters.reading import changed
from engines.protocols.gesture import Gesture
from engines.running.ticket import Ticket
from engines.systems.system_file import system_from_text

OSCILLATOR = """
title = "Oscillator"
duration = 6.0
[rates]
x = "y"
y = "-k*x"
[states]
x = { low = -2.0, high = 2.0, start = 1.0 }
y = { low = -2.0, high = 2.0, start = 0.0 }
[parameters]
k = { value = 1.0, low = 0.1, high = 9.0 }
"""
LINES = ("portrait.tracks",)


@pytest.fixture(scope="module")
def portrait():
    return Portrait(system_from_text(OSCILLATOR, "oscillator"), LINES)


@pytest.fixture
def both(portrait):
    kept = Kept(portrait, portrait.parameters(), "Oscillator")
    return Compared(portrait, kept)


def last_of(experiment, values):
    *_, last = experiment.frames(values, Ticket())
    return last


def test_the_kept_one_stands_beside_with_names_of_its_own(both):
    main, kept, chart = both.views(both.parameters(k=4.0))[:3]
    assert (kept.id, kept.kind, kept.title) == (PREFIX + main.id, main.kind, "Kept")
    assert kept.layers == tuple(PREFIX + name for name in main.layers)
    assert not kept.clicks
    assert chart.id == "distance"
    assert not any("live" in line for line in kept.equations)


def test_each_is_what_it_would_be_alone(both, portrait):
    values = both.parameters(k=4.0)
    frame = last_of(both, values)
    for name, alone in (("", values), (PREFIX, portrait.parameters())):
        np.testing.assert_array_equal(
            frame.layers[f"{name}tracks"].positions,
            last_of(portrait, alone).layers["tracks"].positions,
        )
    assert frame.layers["tracks_before"].role == "before"
    assert frame.progress == 1.0


def test_the_distance_is_that_of_two_cosines(both):
    # x = cos(2t), y = -2 sin(2t) beside x = cos(t), y = -sin(t)
    line = last_of(both, both.parameters(k=4.0)).layers["distance"]
    t = line.x
    exact = np.hypot(np.cos(2 * t) - np.cos(t), -2 * np.sin(2 * t) + np.sin(t))
    np.testing.assert_allclose(10.0**line.y, exact, atol=1e-6)


def test_equal_systems_are_nowhere_apart(both):
    assert len(last_of(both, both.parameters()).layers["distance"].x) == 0


def test_both_begin_where_one_launches(both):
    values = both.respond(both.parameters(), Gesture("launch", "portrait", (0.5, 0.5)))
    assert both.beside(values).starts == values.starts
    frame = last_of(both, values)
    assert len(frame.layers[PREFIX + "tracks"].positions) == len(values.starts) == 2


def test_without_a_start_both_know_there_is_no_distance(portrait):
    third = system_from_text(
        OSCILLATOR.replace('y = "-k*x"', 'y = "-k*x"\nz = "-z"').replace(
            "[parameters]", "z = { low = -1.0, high = 1.0 }\n[parameters]"
        ),
        "third",
    )
    other = Portrait(third, LINES)
    both = Compared(portrait, Kept(other, other.parameters(), "Third"))
    assert "distance" not in [view.id for view in both.views(both.parameters())]
    frame = last_of(both, both.parameters())
    assert "distance" not in frame.layers
    assert "tracks_before" not in frame.layers
    assert PREFIX + "tracks" in frame.layers


def test_the_kept_one_is_drawn_once_while_the_other_moves(both):
    last_of(both, both.parameters(k=4.0))
    drawn = both._drawn
    last_of(both, changed(both.parameters(), {"k": 5.0}))
    assert both._drawn is drawn


def test_a_kept_recipe_is_deaf_to_sliders():
    layer = ShaderTracers(
        "uniform float k;\nuniform float t0;\nvec2 velocity(vec2 x, float t) { return x*k; }",
        {"k": 2.0, "t0": 1.0},
        (-1, 1, -1, 1),
        10,
    )
    baked = _baked(layer, {"k": 2.0})
    assert "const float k = 2.0;" in baked.glsl
    assert dict(baked.uniforms) == {"t0": 1.0}
    assert not re.search(r"uniform float k", baked.glsl)


def test_numbers_of_the_kept_equations_stand_still():
    assert _still(r"\dot{x} = \live{a}{1.50}x") == r"\dot{x} = {1.50}x"
    assert _still(r"\live{b}{2e-05}") == r"{2 \cdot 10^{-5}}"
