from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

import numpy as np
import pytest

from engines.learned.weights import open_model
from engines.running.ticket import Ticket
from engines.training.potentials.arms import Arm, ArmsRecipe
from engines.training.potentials.settings import Settings


class Small(ArmsRecipe):
    steps = 3
    title = "Small"
    arms: ClassVar[Mapping[str, Arm]] = {
        "wave": Arm(Settings(each=2)),
        "wave-seed-1": Arm(Settings(each=2), 1),
        "linear": Arm(Settings("none", straight=True, each=2)),
    }


@pytest.fixture(scope="module")
def recipe():
    return Small()


@pytest.fixture(scope="module")
def snapshots(recipe):
    return list(recipe.fit(0, None, Ticket()))


def test_all_arms_are_one_training(snapshots):
    assert (snapshots[-1].step, snapshots[-1].steps) == (9, 9)
    assert [s.step for s in snapshots] == sorted(s.step for s in snapshots)
    assert {s.what for s in snapshots} == {
        "Training, wave",
        "Training, wave-seed-1",
        "Training, linear",
    }


def test_each_arm_can_be_seen_while_it_learns(snapshots):
    flows = [s.flow for s in snapshots if s.flow is not None]
    assert {type(f).__name__ for f in flows} == {"PotentialSpace", "CodeSpace"}
    assert flows[0].decode(np.array([flows[0].box.start])).shape == (1, 32, 32)


def test_what_was_learned_opens_again(recipe, snapshots, tmp_path):
    recipe.save(tmp_path / "small.safetensors", tmp_path / "small.toml")
    model = open_model(tmp_path / "small.toml")
    assert tuple(model.potentials) == ("wave", "wave-seed-1")
    assert tuple(model.directions) == ("linear",)
    assert model.card.metrics["wave_residual"] > 0.0
    assert model.card.training["seed"] == 0
    seeds = [model.potentials[name].slopes(model.codes[None, :2], 1.0) for name in model.potentials]
    assert abs(seeds[0] - seeds[1]).max() > 1e-4
