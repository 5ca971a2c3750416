from __future__ import annotations

from engines.training.potentials.settings import Settings


def test_a_walk_at_the_pace_held_is_longer_than_the_comparison_needs():
    usual = Settings()
    assert usual.pace * usual.steps > 1.0


def test_the_published_equation_is_the_usual_one():
    assert Settings().equation == "wave"
    assert Settings().classified
