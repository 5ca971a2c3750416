from __future__ import annotations

from dataclasses import replace

from engines.training.recipes.latent.latent_potential_flows import RECIPE


def test_the_file_holds_every_equation_none_and_straight_directions():
    equations = [arm.settings.equation for arm in RECIPE.arms.values() if not arm.settings.straight]
    assert equations == ["wave", "heat", "hamilton-jacobi", "none"]
    assert [name for name, arm in RECIPE.arms.items() if arm.settings.straight] == ["linear"]


def test_baselines_differ_from_the_wave_arm_in_nothing_but_what_they_are_named_for():
    wave = RECIPE.arms["wave"].settings
    for name, arm in RECIPE.arms.items():
        assert arm.later == 0
        usual = replace(arm.settings, equation="wave", straight=False)
        if arm.settings.rest_weight == 0.0:
            usual = replace(usual, rest_weight=wave.rest_weight)
        assert usual == wave, name


def test_only_what_can_leave_rest_begins_at_rest():
    found = {name: arm.settings.rest_weight for name, arm in RECIPE.arms.items()}
    assert found["wave"] > 0.0
    assert found["heat"] == found["hamilton-jacobi"] == 0.0
