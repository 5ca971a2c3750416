from __future__ import annotations

import numpy as np
import pytest

from engines.instruments.density.probability import Probability
from engines.parameters.declare import parameters_model
from engines.protocols.capabilities import Costly
from engines.running.ticket import Ticket
from engines.systems.clouds.gaussian_mixture import circle, mixture
from engines.systems.clouds.probability_flow import ProbabilityFlow, flow_to

FLOW = flow_to(circle())
MODEL = parameters_model("probability", Probability.declared(FLOW))


def test_all_probability_is_in_the_picture_and_lies_on_the_clouds():
    frames = list(Probability(FLOW).frames(MODEL(t=1.0, probability_columns=120), Ticket()))
    assert [frame.level for frame in frames] == [0, 1]
    field = frames[-1].layers["probability"]
    assert frames[-1].readings["probability"].value == pytest.approx(100.0, abs=0.5)
    row, column = np.unravel_index(field.values.argmax(), field.values.shape)
    place = np.array([field.x[column], field.y[row]])
    assert np.linalg.norm(circle().means - place, axis=1).min() < 0.2
    assert frames[-1].trust.level == "good"


class Slow(ProbabilityFlow, Costly):
    """As if each density took long."""


def test_a_costly_density_is_that_of_all_nodes_from_a_part_of_them():
    values = MODEL(t=0.8, probability_columns=120)
    *_, exact = Probability(ProbabilityFlow(circle())).frames(values, Ticket())
    *_, found = Probability(Slow(circle())).frames(values, Ticket())
    density = exact.layers["probability"].values
    off = np.abs(found.layers["probability"].values - density)
    assert np.quantile(off, 0.99) < 0.01 * density.max()
    assert "% of nodes are guessed" in found.trust.sentence
    assert "guessed" not in exact.trust.sentence


def test_noise_is_round():
    (frame,) = Probability(FLOW).frames(MODEL(t=0.0, probability_columns=40), Ticket())
    values = frame.layers["probability"].values
    np.testing.assert_allclose(values, values.T, atol=1e-12)


def test_a_flow_that_does_not_know_is_refused():
    assert Probability.refuses(FLOW) == ""
    line = flow_to(mixture([[0.0], [1.0]], 1.0))
    assert Probability.refuses(line) == "needs a planar flow"
    assert "knows how probable" in Probability.refuses(object())


def test_others_have_their_turn_while_a_costly_density_is_found():
    values = MODEL(t=0.8, probability_columns=48)
    *waiting, found = Probability(Slow(circle())).frames(values, Ticket())
    (exact,) = Probability(ProbabilityFlow(circle())).frames(values, Ticket())
    assert len(waiting) > 2
    assert not any(frame.layers for frame in waiting)
    assert sorted(f.progress for f in waiting) == [f.progress for f in waiting]
    np.testing.assert_allclose(
        found.layers["probability"].values, exact.layers["probability"].values
    )
