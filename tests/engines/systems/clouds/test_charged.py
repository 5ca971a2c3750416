import math

import pytest

from engines.parameters.declare import parameters_model
from engines.systems.clouds.charged import FAMILY, SHAPES


@pytest.fixture
def values():
    return parameters_model("Values", FAMILY().declared)


@pytest.mark.parametrize("shape", SHAPES)
def test_every_set_of_charges_is_a_flow(values, shape):
    flow = FAMILY().flow(values(data=shape, charges=40, hidden=3.0, sampling_steps=9))
    assert flow.charges.hidden == 3.0
    assert flow.sampler.steps == 9
    assert len(flow.charges.points) == (2 if shape == "two points" else 40)


def test_a_switch_makes_the_dimensions_infinite_and_a_seed_moves_the_charges(values):
    one, two = (FAMILY().flow(values(infinite=True, drawn=seed)) for seed in (0, 1))
    assert math.isinf(one.charges.hidden)
    assert (one.charges.points != two.charges.points).any()
