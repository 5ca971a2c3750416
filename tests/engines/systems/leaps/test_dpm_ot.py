import numpy as np
import pytest

from engines.numerics.expressway.lanes import Lane
from engines.parameters.declare import parameters_model
from engines.parameters.reading import validated
from engines.systems.leaps.dpm_ot import BASELINES, FAMILY

MODEL = parameters_model(FAMILY.id, FAMILY.declared)
SMALL = {"latents_count": 40, "iterations": 60, "points": 1000}


def at(**values):
    return validated(MODEL, {**SMALL, **values})


@pytest.mark.parametrize("origin", ["Gaussian", "uniform"])
def test_the_whole_way_ends_in_modes(origin):
    flow = FAMILY().flow(at(origin=origin))
    x = flow.noise(1000, np.random.default_rng(0))
    found = flow.sampled(x, np.array([0.0, 1.0]))[:, -1]
    assert flow.modes.off(found).mean() < 0.02
    assert flow.evaluations == 11


def test_what_comes_after_the_jump_needs_no_new_search():
    family = FAMILY()
    one = family.flow(at())
    assert family.flow(at(ending="PF-ODE", smoothing=0.4, baseline="DDIM")).solving is one.solving
    assert family.flow(at(back=12)).solving is not one.solving


def test_the_stage_follows_from_the_steps_left_unless_set_by_hand():
    family = FAMILY()
    assert family.stage(at(back=8)) == pytest.approx(0.0377, abs=1e-4)
    assert family.stage(at(own_stage=True, stage=0.5)) == 0.5
    assert "stage" in family.unfit(at())
    assert "stage" not in family.unfit(at(own_stage=True))
    assert {"rate", "points"} <= set(family.unfit(at(transport="Newton")))


@pytest.mark.parametrize("baseline", BASELINES)
def test_the_sampler_beside_it_starts_from_the_same_noise_and_costs_as_much(baseline):
    family = FAMILY()
    values = at(baseline=baseline, back=4)
    beside = family.beside(values)
    assert beside.evaluations == 5 == family.flow(values).evaluations
    z, x = (flow.noise(50, np.random.default_rng(1)) for flow in (beside, family.flow(values)))
    assert z == pytest.approx(x * 6.0 / np.sqrt(37.0))
    assert np.isfinite(beside.advance(z, 0.0, 1.0)).all()
    assert isinstance(beside, Lane) == (baseline == "annealed Langevin")


def test_as_many_evaluations_as_are_asked_for():
    assert FAMILY().beside(at(baseline_steps=5)).evaluations == 5


def test_the_density_after_the_jump_is_that_of_the_data_under_what_noise_is_left():
    flow = FAMILY().flow(at())
    there = np.array([[2.0, 0.0]])
    sharp, soft = (float(flow.log_density(there, t)[0]) for t in (1.0, 0.55))
    assert sharp == pytest.approx(np.log(1.0 / 8.0 / (2.0 * np.pi * 0.01)), abs=1e-6)
    assert soft < sharp
