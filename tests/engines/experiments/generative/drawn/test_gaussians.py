from __future__ import annotations

import numpy as np
import pytest

from engines.errors import ParameterError
from engines.experiments.generative.diffusion_principles import EXPERIMENT
from engines.experiments.generative.drawn.gaussians import LAYERS
from engines.learned.weights import card_of, open_model
from engines.parameters.reading import changed
from engines.protocols.gesture import Gesture
from engines.running.ticket import Ticket
from engines.systems.clouds.own_gaussians import GAUSSIANS, MOST, START

SMALL = {"nx": 12, "ny": 12, "samples": 100, "paths": 4, "probability_columns": 20}


@pytest.fixture(scope="module")
def experiment():
    return EXPERIMENT(open_model(card_of("diffusion-eight-gaussians")))


@pytest.fixture
def rest(experiment):
    return changed(experiment.parameters(), {**SMALL, "data": GAUSSIANS, "t": 1.0, "starts": ()})


def act(experiment, p, kind, place, stroke=0):
    return experiment.respond(p, Gesture(kind, "portrait", place, stroke=stroke))


def test_a_handle_moves_its_gaussian_and_the_flow_with_it(experiment, rest):
    found = act(experiment, rest, "drag", (2.4, -0.5))
    assert found.gaussians[1][:2] == (2.4, -0.5)
    assert (found.in_hand, found.own_along) == (2, START[1][3])
    np.testing.assert_allclose(experiment.flow(found).mixture.means[1], [2.4, -0.5])
    away = act(experiment, found, "drag", (9.0, 0.0))
    assert len(away.gaussians) == 2


def test_shift_adds_one_and_pulls_it_out(experiment, rest):
    new = act(experiment, rest, "brush", (4.0, 4.0), stroke=5)
    assert (len(new.gaussians), new.in_hand) == (4, 4)
    pulled = act(experiment, new, "brush", (4.0, 2.0), stroke=5)
    assert (len(pulled.gaussians), pulled.own_along) == (4, 1.0)
    other = act(experiment, pulled, "brush", (-4.0, 4.0), stroke=6)
    assert len(other.gaussians) == 5
    full = changed(rest, {"gaussians": (START[0],) * MOST})
    with pytest.raises(ParameterError, match="at most 16"):
        act(experiment, full, "brush", (0.0, 0.0), stroke=7)


def test_a_click_takes_one_in_hand_or_launches_a_path(experiment, rest):
    assert act(experiment, rest, "launch", START[2][:2]).in_hand == 3
    launched = act(experiment, rest, "launch", (5.0, -5.0))
    assert launched.starts == ((5.0, -5.0),)
    moved = act(experiment, launched, "drag", (5.1, -5.0))
    assert (moved.starts, moved.gaussians) == (((5.1, -5.0),), START)
    assert act(experiment, moved, "erase", ()).data == "eight Gaussians"


def test_each_has_a_handle_with_its_share_and_an_ellipse(experiment, rest):
    taken = act(experiment, rest, "launch", START[2][:2])
    frame = list(experiment.frames(taken, Ticket()))[-1]
    shapes, handles = (frame.layers[name] for name in LAYERS)
    assert handles.labels == ("40 %", "30 %", "30 %")
    np.testing.assert_allclose(handles.positions, [row[:2] for row in START])
    assert shapes.roles == ("reference", "reference", "neutral")
    far = np.abs(shapes.lines[1] - START[1][:2]).max(axis=0)
    np.testing.assert_allclose(far, [0.8, 1.8], atol=1e-6)
    assert set(LAYERS) <= set(experiment.views(taken)[0].layers)
    assert not set(LAYERS) & set(experiment.views(experiment.parameters())[0].layers)
