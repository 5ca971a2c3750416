from __future__ import annotations

import numpy as np

from engines.evidence.generative.interpolants import trained as evidence
from engines.evidence.generative.interpolants.trained import CLAIMS, ID
from engines.numerics.interpolants.bridging import Shaking
from engines.systems.samples.shapes import on_checkerboard


def test_near_pairs_make_the_flow_straighter():
    text, passed, _ = CLAIMS[-1].measure()
    assert passed, text


def test_both_signs_of_the_noise_make_the_gradient_quiet():
    text, passed, _ = evidence.antithetic(rounds=12)
    assert passed, text


def test_moons_arrive_at_the_spiral_with_noise_and_without():
    text, passed, _ = evidence._spiral(1500, 40)
    assert passed, text


def test_flow_and_diffusion_bring_noise_onto_the_checkerboard():
    flow, noisy = evidence.occupied(evidence.shipped("interpolants-checkerboard"), 600, 40)
    assert flow > 0.87
    assert noisy > 0.87
    assert evidence.CLAIMS[0].attempts


def test_smaller_networks_do_nearly_as_well():
    flow, noisy = evidence.occupied(evidence.shipped("interpolants-checkerboard-small"), 1000, 40)
    assert flow > 0.8
    assert noisy > 0.8


def test_a_bridge_that_stops_half_way_is_seen():
    bridge = evidence.shipped("interpolants-checkerboard-small")
    begin = bridge.noise(800, np.random.default_rng(0))
    half = bridge.followed_by(Shaking(steps=20)).advance(begin, 0.0, 0.5)
    assert float(on_checkerboard(half).mean()) < 0.7


def test_squares_become_a_spiral_with_noise_by_either_score():
    text, passed, _ = evidence._scores(2000, 60)
    assert passed, text


def test_pictures_are_read_as_what_was_asked_for(monkeypatch):
    monkeypatch.setattr(evidence, "WORDS", ("1", "6", "7"))
    text, passed, _ = evidence._kinds(10, 30)
    assert passed, text


def test_every_claim_names_its_source_and_its_preset():
    assert all(claim.id == ID and claim.source and claim.must for claim in CLAIMS)
