from __future__ import annotations

from engines.experiments.generative.rectified.target import TARGET
from engines.parameters.declare import parameters_model
from engines.systems.samples.mixtures import MODES, RADIUS, SPREAD


def test_at_rest_it_is_the_circle_of_the_training():
    values = parameters_model("target", TARGET)()
    assert (values.modes, values.radius, values.spread) == (MODES, RADIUS, SPREAD)
