from __future__ import annotations

import math

import pytest

from engines.evidence.generative import pfgm_planar as evidence
from engines.evidence.generative.pfgm_planar import CLAIMS, ID, MOST, OFF, apart, off, split
from engines.learned.generative.pfgm import BATCH


def test_the_place_of_rest_splits_where_theory_says():
    words, passed, _ = split()
    assert passed
    assert words.startswith("1.4142, 1.2247")


@pytest.mark.parametrize("hidden", [2.0, math.inf])
def test_a_network_is_right_under_heavy_tails_and_under_normal_noise(hidden, monkeypatch):
    monkeypatch.setattr(evidence, "DENSE", 4000)
    assert off("moons", hidden) <= OFF


def test_samples_of_two_hidden_dimensions_are_as_sharp_as_any(monkeypatch):
    monkeypatch.setattr(evidence, "CLOUD", 1500)
    assert max(apart("moons", 2.0), apart("moons", 2.0, BATCH)) <= MOST


def test_a_batch_is_a_quieter_target_than_the_point(monkeypatch):
    monkeypatch.setattr(evidence, "DENSE", 2000)
    first = evidence.batches()[0].split(";")[0]
    loud, quiet = (float(word) for word in first.split(": ")[1].split(",")[0].split(" against "))
    assert quiet < 0.25 * loud


def test_every_claim_names_its_source_and_its_preset():
    assert all(claim.id == ID and claim.source and claim.must for claim in CLAIMS)
    assert len({claim.check for claim in CLAIMS}) == len(CLAIMS)
