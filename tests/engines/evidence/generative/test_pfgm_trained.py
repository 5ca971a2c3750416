from __future__ import annotations

import math

import pytest

from engines.evidence.generative.pfgm_trained import (
    CLAIMS,
    DIMENSIONS,
    ID,
    MOST,
    distance,
    one_path,
)


@pytest.mark.parametrize("hidden", [32.0, math.inf])
def test_samples_of_the_shipped_networks_lie_near_the_digits(hidden):
    assert distance(hidden, 0) <= MOST


def test_fewer_dimensions_bear_more_noise_on_the_way_and_all_bear_some():
    few, endless = distance(32.0, 0, 0.3), distance(math.inf, 0, 0.3)
    assert 0.5 < few < 0.93 * endless


def test_few_bits_and_few_steps_cost_something():
    assert distance(128.0, 0, bits=4) > 2.0 * MOST
    assert distance(128.0, 0, steps=6) > 2.0 * MOST


def test_endless_dimensions_are_plain_diffusion():
    assert one_path() == ("0", True, False)


def test_every_claim_names_its_source_and_its_preset():
    assert all(claim.id == ID and claim.source and claim.must for claim in CLAIMS)
    assert len({claim.check for claim in CLAIMS}) == len(CLAIMS)
    assert len(DIMENSIONS) == 5
