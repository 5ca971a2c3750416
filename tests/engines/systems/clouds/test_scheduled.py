import numpy as np
import pytest

from engines.parameters.declare import parameters_model
from engines.systems.clouds.scheduled import CLOUDS, FAMILY, FIXED, OPTIMAL, normalised, schedule


@pytest.fixture
def values():
    return parameters_model("Values", FAMILY().declared)


@pytest.mark.parametrize("name", CLOUDS)
def test_clouds_are_brought_to_mean_zero_and_variance_one(name):
    cloud, separation = normalised(name)
    assert cloud.mean() == pytest.approx(np.zeros(2), abs=1e-9)
    assert np.trace(cloud.covariance()) == pytest.approx(2.0)
    assert separation.clipped < 0.2


@pytest.mark.parametrize("name", CLOUDS)
def test_no_schedule_costs_less_than_the_optimal_one(values, name):
    family = FAMILY()
    here, least = family.energy(values(data=name))
    assert here == least
    for other in FIXED:
        found, same = family.energy(values(data=name, schedule=other))
        assert same == least
        assert found > least + 1e-3


def test_the_slider_leads_from_the_straight_schedule_to_the_optimal_one(values):
    _, separation = normalised("two points")
    t = np.linspace(0.05, 0.95, 7)
    assert schedule(OPTIMAL, separation, 0.0).a(t) == pytest.approx(t)
    assert schedule(OPTIMAL, separation, 1.0).a(t) != pytest.approx(t, abs=0.05)
    energies = [FAMILY().energy(values(data="two points", share=s))[0] for s in (0.0, 0.5, 1.0)]
    assert energies[0] > energies[1] > energies[2]


@pytest.mark.parametrize("name", [OPTIMAL, *FIXED])
def test_every_schedule_arrives_at_the_cloud(values, name):
    flow = FAMILY().flow(values(schedule=name, sampling_steps=100))
    end = flow.advance(flow.noise(800, np.random.default_rng(0)), 0.0, 1.0)
    assert end.mean(axis=0) == pytest.approx(np.zeros(2), abs=0.12)
    assert float((end**2).sum(axis=1).mean()) == pytest.approx(2.0, rel=0.1)
