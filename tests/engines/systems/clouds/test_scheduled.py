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
    OPTIMAL,
    POINTS,
    drawn_separation,
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
    t = np.linspace(0.0, 1.0, 7)
    straight = FAMILY().flow(values(schedule=BY_HAND)).schedule
    np.testing.assert_allclose(straight.a(t), t, atol=1e-3)
    straight_on = tuple((i / 6, 1.0 - i / 6) for i in range(2, 6))
    moved = FAMILY().flow(values(schedule=BY_HAND, knots=((0.1, 1.2), *straight_on))).schedule
    assert (float(moved.a(t[1])), float(moved.s(t[1]))) == pytest.approx((0.1, 1.2))
    with pytest.raises(FlowError, match="SNR must increase"):
        FAMILY().flow(values(schedule=BY_HAND, knots=((1.4, 0.1), *straight_on)))


def test_points_are_told_apart_better_in_more_dimensions(values):
    angles = [
        np.rad2deg(FAMILY().flow(values(data=POINTS, dimensions=d)).optimal.opening)
        for d in (1, 16, 1024)
    ]
    assert angles[0] < 30.0
    assert angles[2] > 86.0
    assert angles == sorted(angles)
    assert FAMILY().flow(values(data=POINTS, point_count=5, dimensions=3)).dimension == 3
    assert random_points(5, 3).means.shape == (5, 3)


def test_draws_tell_what_quadrature_tells():
    exact, drawn = normalised("eight Gaussians")[1], drawn_separation("eight Gaussians")
    rho = np.array([0.5, 1.0, 2.0])
    np.testing.assert_allclose(drawn.at(rho), exact.at(rho), atol=0.02)


def test_sliders_that_mean_nothing_say_why(values):
    family = FAMILY()
    assert set(family.unfit(values())) == {"point_count", "dimensions", "knot_count"}
    assert set(family.unfit(values(data=POINTS, schedule="VP"))) == {"share", "knot_count"}
    assert "knot_count" not in family.unfit(values(schedule=BY_HAND))


def test_a_square_of_even_density_is_told_apart_as_one_of_its_sides():
    """Of independent coordinates each tells of itself alone; a uniform law is nearly Gaussian."""
    cloud, separation = normalised("even square")
    points = cloud.drawn(20_000, np.random.default_rng(0))
    assert np.abs(points).max() < 2.6
    angle = np.rad2deg(
        FAMILY().flow(parameters_model("V", FAMILY().declared)(data="even square")).optimal.opening
    )
    assert 0.0 < angle < 25.0
    rho = np.array([0.5, 1.0, 2.0])
    assert (separation.at(rho) >= rho**2 / (1.0 + rho**2) - 1e-6).all()


def test_points_in_a_plane_know_how_far_others_open(values):
    flow = FAMILY().flow(values(data=POINTS, dimensions=4))
    assert flow.openings(4) == pytest.approx(flow.optimal.opening)
    assert flow.openings(64) > flow.openings(4)
    assert flow.refined().openings is flow.openings
