from __future__ import annotations

from engines.evidence.generative.interpolants import trained as evidence
from engines.evidence.generative.interpolants.trained import CLAIMS, ID


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


def test_networks_that_have_hardly_learned_fall_behind():
    _, passed, behind = evidence.small_networks(3, 200, 5)
    assert not passed
    assert behind


def test_every_claim_names_its_source_and_its_preset():
    assert all(claim.id == ID and claim.source and claim.must for claim in CLAIMS)
