from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
import torch

from engines.systems.descent.flows import (
    AcceleratedFlow,
    SteppingFlow,
    accelerated_flow,
    followed,
    iterated,
    own_path,
    stepping_flow,
)
from engines.systems.descent.methods import METHODS, immersed

START = np.array([1.0, 1.0])


def test_torch_walks_through_the_places_where_nesterov_takes_its_slopes(course):
    """torch's x is y_k: it keeps x_k + beta (x_k - x_{k-1}) instead of x_k."""
    walk = course("quadratic-bowl", "nesterov", kappa=100.0, rotation=20.0)
    method = walk.own
    path = iterated(walk, method, START, 60)
    ahead = path[1:] + method.beta * np.diff(path, axis=0)
    place = torch.tensor(START, dtype=torch.float64, requires_grad=True)
    steps = torch.optim.SGD(
        [place], lr=method.alpha, momentum=method.beta, nesterov=True, dampening=0.0
    )
    found = []
    for _ in range(60):
        slope = walk.landscape.gradient(place.detach().numpy()[None], walk.values)[0]
        place.grad = torch.tensor(slope)
        steps.step()
        found.append(place.detach().numpy().copy())
    np.testing.assert_allclose(found, ahead, atol=1e-13)
    assert np.abs(np.array(found) - path[1:]).max() > 0.1


def test_torch_with_plain_momentum_is_heavy_ball(course):
    walk = course("log-cosh-ridge", "heavy_ball")
    path = iterated(walk, walk.own, START, 60)
    place = torch.tensor(START, dtype=torch.float64, requires_grad=True)
    steps = torch.optim.SGD([place], lr=walk.own.alpha, momentum=walk.own.beta)
    for k in range(60):
        slope = walk.landscape.gradient(place.detach().numpy()[None], walk.values)[0]
        place.grad = torch.tensor(slope)
        steps.step()
        np.testing.assert_allclose(place.detach().numpy(), path[k + 1], atol=1e-13)


@pytest.mark.parametrize("name", METHODS)
def test_flows_of_methods_stay_near_their_steps(course, name):
    gaps = []
    for factor in (0.4, 0.1):
        walk = course("log-cosh-ridge", name, factor, mu=0.05)
        steps = round(12.0 / math.sqrt(factor))
        gap = iterated(walk, walk.own, START, steps) - followed(walk, walk.own, START, steps)
        gaps.append(np.abs(gap).max())
    assert gaps[1] < 0.6 * gaps[0]
    assert gaps[1] < 0.1


def test_low_resolution_tells_heavy_ball_and_nesterov_apart_by_nothing_but_their_steps(course):
    paths = []
    for name in ("heavy_ball", "nesterov"):
        walk = course("log-cosh-ridge", name, fine=False, mu=0.05)
        same = replace(walk.own, alpha=0.01)
        paths.append(followed(walk, same, START, 200))
    np.testing.assert_allclose(paths[0], paths[1], atol=1e-12)


def test_a_step_too_long_diverges_at_a_step_that_is_told(course):
    walk = course("quadratic-bowl", "gradient_descent", 2.1, kappa=100.0)
    flow = stepping_flow(walk)
    found = flow.walk(walk.own, START, 400)
    assert 0 < found.diverged < 400
    assert np.isnan(found.places[found.diverged :]).all()
    assert np.isfinite(found.places[: found.diverged]).all()
    assert np.isfinite(found.flow).all()
    assert flow.theory(walk.own) > 1.0


def test_a_walk_that_arrives_never_diverged(course):
    walk = course("quadratic-bowl", "nesterov", kappa=100.0)
    found = stepping_flow(walk).walk(walk.own, START, 100)
    assert found.diverged == -1
    assert found.places.shape == found.flow.shape == (101, 2)


def test_walking_from_the_lowest_place_is_standing_still(course):
    walk = course("quadratic-bowl", "nesterov", kappa=100.0)
    found = stepping_flow(walk).walk(walk.own, np.zeros(2), 10)
    assert found.diverged == -1
    assert not found.places.any()


def test_a_flow_of_free_numbers_is_walked_along_from_rest(course):
    walk = replace(course("single-mode", "nesterov", lam=0.25), coefficients=(0.4, 1.0, 1.2))
    path = own_path(walk, walk.own, np.array([2.0]), 30)
    r = np.roots([1.0, 0.4 + 0.25, 1.2 * 0.25])
    t = math.sqrt(walk.own.alpha) * np.arange(31)
    exact = 2.0 * np.real((r[1] * np.exp(r[0] * t) - r[0] * np.exp(r[1] * t)) / (r[1] - r[0]))
    np.testing.assert_allclose(path[:, 0], exact, atol=1e-8)


def test_a_finer_flow_keeps_what_it_walks_down(course):
    flow = accelerated_flow(course("single-mode", "nesterov"))
    finer = flow.refined()
    assert isinstance(finer, AcceleratedFlow)
    assert finer.landscape == flow.landscape == "A single mode"
    assert finer.stepper == "dormand_prince"


def test_growing_momentum_has_no_rate(course):
    walk = course("quadratic-bowl", "convex_nesterov")
    flow = accelerated_flow(replace(walk, coefficients=immersed(0.01)))
    assert math.isnan(flow.theory(walk.own))


def test_a_flow_of_steps_is_a_map_that_knows_its_slope(course):
    walk = course("bent-parabola", "heavy_ball")
    flow = stepping_flow(walk)
    assert isinstance(flow, SteppingFlow)
    assert flow.discrete
    near = np.array([[0.6, -1.8]])
    moved, tangents = flow.advance_tangent(near, 0.0, 6.0)
    for j, way in enumerate(np.eye(2)):
        off = flow.advance(near + 1e-7 * way, 0.0, 6.0) - moved
        np.testing.assert_allclose(off[0] / 1e-7, tangents[0][:, j], atol=1e-5)


def test_between_its_steps_a_flow_is_seen_as_often_as_asked(course):
    walk = course("log-cosh-ridge", "triple_momentum")
    found = accelerated_flow(walk).walk(walk.own, START, 20, 4)
    assert found.flow.shape == (81, 2)
    once = accelerated_flow(walk).walk(walk.own, START, 20).flow
    np.testing.assert_allclose(found.flow[::4], once, atol=1e-9)


def test_a_flow_of_no_method_has_no_steps(course):
    walk = course("single-mode", "nesterov")
    own = replace(walk.own, kind=0, stepped=False)
    found = accelerated_flow(replace(walk, coefficients=immersed(0.01))).walk(own, START[:1], 10)
    assert np.isnan(found.places).all()
    assert np.isfinite(found.flow).all()
    assert found.diverged == -1


def test_numbers_that_a_method_sets_are_not_live(course):
    walk = course("bent-parabola", "heavy_ball")
    assert not any("live" in line for line in stepping_flow(walk).tex())
    free = replace(walk, own=replace(walk.own, name="free", kind=0))
    assert any(r"\live{beta}{0.444}" in line for line in stepping_flow(free).tex())
    assert "2.31" in accelerated_flow(walk).tex()[1]
