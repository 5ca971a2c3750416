from __future__ import annotations

import pytest

from engines.errors import FlowError
from engines.learned.generative.rectified.stages import (
    ROUNDS,
    STAGES,
    checked_stages,
    path_of,
    present,
    stem,
)
from engines.numerics.diffusion.path import Linear, VariancePreserving


def test_every_stage_has_a_prefix_of_its_own():
    assert len({stem(stage) for stage in STAGES}) == len(STAGES)
    assert stem(2) == stem("2") == "k2."


def test_only_the_curved_baselines_leave_the_straight_path():
    assert all(isinstance(path_of(stage), Linear) for stage in ROUNDS)
    assert isinstance(path_of("VP"), VariancePreserving)


@pytest.mark.parametrize(
    ("stage", "known", "sentence"),
    [
        ("3", ("1",), "k = 3: no stored pairs, run reflow 2 first"),
        ("2", ("1",), "run reflow 1 first"),
        ("distilled", ("1",), "k = distilled: no stored pairs, run reflow 1 first"),
        ("VP", ("trig",), "stage 'VP' was not trained, known: trig"),
    ],
)
def test_a_stage_without_its_pairs_says_what_makes_them(stage, known, sentence):
    with pytest.raises(FlowError, match=sentence):
        present(stage, known)
    assert present(stage, (stage,)) == stage


@pytest.mark.parametrize("stages", [[], "1", ["1", "1"], ["4"], [1], None])
def test_stages_a_card_cannot_mean_are_refused(stages):
    with pytest.raises(ValueError, match="stages"):
        checked_stages(stages)
    assert checked_stages(["1", "VP"]) == ("1", "VP")
