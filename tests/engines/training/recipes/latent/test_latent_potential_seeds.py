from __future__ import annotations

from dataclasses import replace

from engines.training.recipes.latent.latent_potential_flows import RECIPE as FIRST
from engines.training.recipes.latent.latent_potential_seeds import RECIPE


def test_other_seeds_differ_from_the_first_in_nothing_but_the_seed():
    for way in ("wave", "linear"):
        arms = [RECIPE.arms[f"{way}-seed-{seed}"] for seed in (1, 2)]
        assert [arm.later for arm in arms] == [1, 2]
        assert all(arm.settings == FIRST.arms[way].settings for arm in arms)
    assert RECIPE.steps == FIRST.steps


def test_one_arm_has_no_classifier():
    assert [n for n, a in RECIPE.arms.items() if not a.settings.classified] == ["wave-unclassified"]


def test_one_arm_obeys_the_published_operator():
    published = [n for n, a in RECIPE.arms.items() if a.settings.published_operator]
    assert published == ["wave-published"]
    usual = replace(RECIPE.arms["wave-published"].settings, published_operator=False)
    assert usual == FIRST.arms["wave"].settings
