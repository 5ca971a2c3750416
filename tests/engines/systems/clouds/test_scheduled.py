from __future__ import annotations

import numpy as np
import pytest

from engines.errors import FlowError
from engines.numerics.kinetic.scheduling import OTHERS
from engines.parameters.declare import parameters_model
from engines.systems.clouds.scheduled import (
    BY_HAND,
    CLOUDS,
    FAMILY,
    KNOTS,
    OPTIMAL,
    POINTS,
    drawn_separation,
    knot_names,
    normalised,
    random_points,
    schedule,
)

TOLD_APART = [name for name in CLOUDS if name != "one Gaussian"]


@pytest.fixture
def values():
    return parameters_model("Values", FAMILY().declared)


@pytest.mark.parametrize("name", CLOUDS)
def test_clouds_are_brought_to_mean_zero_and_variance_one(name):
    cloud, separation = normalised(name)
    assert cloud.mean() == pytest.approx(np.zeros(2), abs=1e-9)
    assert np.trace(cloud.covariance()) == pytest.approx(2.0)
    assert separation.clipped < 0.2 or name not in TOLD_APART


@pytest.mark.parametrize("name", TOLD_APART)
def test_no_schedule_costs_less_than_the_optimal_one(values, name):
    energies = FAMILY().flow(values(data=name)).energies
    assert energies["this one"] == energies["least"]
    assert min(energies[other] for other in OTHERS) > energies["least"] + 1e-3


def test_for_normal_data_any_circle_is_free(values):
    flow = FAMILY().flow(values(data="one Gaussian"))
    assert flow.optimal.free
    assert flow.energies["this one"] == pytest.approx(0.0, abs=1e-3)


def test_the_slider_leads_from_the_straight_schedule_to_the_optimal_one(values):
    _, separation = normalised("two points")
    t = np.linspace(0.05, 0.95, 7)
    assert schedule(OPTIMAL, separation, 0.0).a(t) == pytest.approx(t)
    assert schedule(OPTIMAL, separation, 1.0).a(t) != pytest.approx(t, abs=0.05)
    flows = [FAMILY().flow(values(data="two points", share=s)) for s in (0.0, 0.5, 1.0)]
    energies = [flow.energies["this one"] for flow in flows]
    assert energies[0] > energies[1] > energies[2]


@pytest.mark.parametrize("name", [OPTIMAL, *OTHERS, BY_HAND])
def test_every_schedule_arrives_at_the_cloud(values, name):
    flow = FAMILY().flow(values(schedule=name, sampling_steps=100))
    end = flow.advance(flow.noise(800, np.random.default_rng(0)), 0.0, 1.0)
    assert end.mean(axis=0) == pytest.approx(np.zeros(2), abs=0.12)
    assert float((end**2).sum(axis=1).mean()) == pytest.approx(2.0, rel=0.1)
    assert flow.refined().energies["this one"] == flow.energies["this one"]
    assert r"\live{sampling_steps}{100}" in " ".join(flow.tex())


def test_a_drawn_schedule_begins_straight_and_follows_its_knots(values):
    t = np.linspace(0.0, 1.0, KNOTS + 2)
    straight = FAMILY().flow(values(schedule=BY_HAND)).schedule
    np.testing.assert_allclose(straight.a(t), t, atol=1e-3)
    a, m = knot_names()[0]
    moved = FAMILY().flow(values(schedule=BY_HAND, **{a: 0.1, m: 1.2})).schedule
    assert (float(moved.a(t[1])), float(moved.s(t[1]))) == pytest.approx((0.1, 1.2))
    with pytest.raises(FlowError, match="SNR must increase"):
        FAMILY().flow(values(schedule=BY_HAND, **{a: 1.4, m: 0.1}))


def test_points_are_told_apart_better_in_more_dimensions(values):
    angles = [
        np.rad2deg(FAMILY().flow(values(data=POINTS, dimensions=d)).optimal.opening)
        for d in (1, 16, 1024)
    ]
    assert angles[0] < 30.0
    assert angles[2] > 86.0
    assert angles == sorted(angles)
    assert FAMILY().flow(values(data=POINTS, point_count=5, dimensions=3)).dimension == 3
    assert random_points(5, 3)[0].means.shape == (5, 3)


def test_draws_tell_what_quadrature_tells():
    exact, drawn = normalised("eight Gaussians")[1], drawn_separation("eight Gaussians")
    rho = np.array([0.5, 1.0, 2.0])
    np.testing.assert_allclose(drawn.at(rho), exact.at(rho), atol=0.02)


def test_sliders_that_mean_nothing_say_why(values):
    family = FAMILY()
    assert set(family.unfit(values())) == {"point_count", "dimensions"}
    assert set(family.unfit(values(data=POINTS, schedule="VP"))) == {"share"}
