from __future__ import annotations

import numpy as np

from engines.evidence.generative.interpolants import least as evidence
from engines.evidence.generative.interpolants.least import CLAIMS, ID, NOISE


def test_moons_arrive_at_the_two_gaussians():
    text, passed, _ = evidence._arrives(1500, 100)
    assert passed, text


def test_the_learned_bridge_costs_less_than_straight_ways():
    text, passed, _ = evidence._cheaper(200)
    assert passed, text


def test_noise_goes_to_eight_gaussians_for_less_than_straight_on():
    text, passed, _ = evidence._eight(900, 60)
    assert passed, text


def test_a_few_steps_already_train_drifts_and_ways():
    bridge = evidence.bridge_of_normals(steps=4, size=32)
    first = np.random.default_rng(0).standard_normal((50, 2))
    assert np.isfinite(bridge.sampled(first, np.array([0.0, 1.0]))).all()
    assert bridge.trained_noise == NOISE


def test_the_straight_bridge_begins_with_the_moons():
    draw = np.random.default_rng(1)
    one, two = evidence.moons_by_arcs().noise(4000, draw), evidence.moons(4000, draw)
    assert evidence.sliced(one, two) < 0.1


def test_every_claim_names_its_source_and_its_preset():
    assert all(claim.id == ID and claim.source and claim.must for claim in CLAIMS)
    assert [claim.full for claim in CLAIMS] == [True, False, False, False]
