from __future__ import annotations

import gc
from weakref import ref

import numpy as np
import pytest

from engines.instruments.distance.carried_cloud import MOMENTS, ROWS, CarriedCloud, cloud_of
from engines.numerics.diffusion.generation import Sampler
from engines.running.ticket import Ticket, Withdrawn
from engines.systems.clouds.gaussian_mixture import circle
from engines.systems.clouds.probability_flow import flow_to

NOISE = np.random.default_rng(0).standard_normal((ROWS + 100, 2))


def test_at_the_moments_that_are_known_a_cloud_is_where_it_is_carried():
    for scale in (0.0, 1.0):
        flow = flow_to(circle(), sampler=Sampler(steps=12, scale=scale))
        cloud = CarriedCloud(flow, NOISE, 1.0)
        cloud.carry(len(NOISE))
        direct = flow.sampled(NOISE, np.array([0.0, 0.5, 1.0]))
        np.testing.assert_allclose(cloud.at(0.0, len(NOISE)), NOISE)
        np.testing.assert_allclose(cloud.at(0.5, len(NOISE)), direct[:, 1], atol=1e-9)
        np.testing.assert_allclose(cloud.at(1.0, 70), direct[:70, 2], atol=1e-9)


def test_between_two_moments_it_moves_straight_ahead():
    cloud = CarriedCloud(flow_to(circle()), NOISE, 1.0)
    cloud.carry(50)
    h = 0.5 / (MOMENTS - 1)
    middle = 0.5 * (cloud.at(0.5, 50) + cloud.at(0.5 + 2 * h, 50))
    np.testing.assert_allclose(cloud.at(0.5 + h, 50), middle)


def test_what_was_carried_stays_when_nobody_waits_any_more():
    cloud, ticket = CarriedCloud(flow_to(circle()), NOISE, 1.0), Ticket()
    cloud.carry(1, ticket)
    ticket.withdraw()
    with pytest.raises(Withdrawn):
        cloud.carry(len(NOISE), ticket)
    assert len(cloud.at(1.0, ROWS)) == ROWS
    cloud.carry(len(NOISE))
    assert len(cloud.at(1.0, len(NOISE))) == len(NOISE)


def test_a_cloud_is_remembered_and_dies_with_its_flow():
    flow = flow_to(circle())
    first = cloud_of(flow, NOISE, 0, 1.0)
    assert cloud_of(flow, NOISE, 0, 1.0) is first
    assert cloud_of(flow, NOISE, 1, 1.0) is not first
    known = ref(flow)
    del flow
    gc.collect()
    assert known() is None
