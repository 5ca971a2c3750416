import pytest

from engines.numerics.interpolants.declared import SHAKING, shaking_of
from engines.parameters.declare import parameters_model, whole


def test_sliders_become_a_sampler():
    values = parameters_model("Values", (*SHAKING, whole("seed", 0, 0, 9)))
    made = shaking_of(values(eps=0.5, profile="fading", sampling_steps=50, wrong=0.25, seed=3))
    assert (made.noise, made.steps, made.error, made.seed) == (0.5, 50, 0.25, 3)
    assert made.at(0.25) == pytest.approx(0.375)


def test_without_a_seed_there_is_one_all_the_same():
    assert shaking_of(parameters_model("Values", SHAKING)()).seed == 0
