from __future__ import annotations

from pathlib import Path

import pytest

from engines.errors import WeightsError
from engines.learned.weights import known, open_model
from engines.running.ticket import Ticket, Withdrawn
from engines.training.command import places, recipe_of, train, trainable


def test_every_shipped_model_can_be_trained_again():
    assert set(known()) == set(trainable())


def test_files_go_into_the_tree_or_side_by_side(tmp_path):
    weights, card = places("rectified-flow")
    assert weights.parts[-4:] == (
        "weights",
        "generative",
        "rectified",
        "rectified-flow.safetensors",
    )
    assert card.parts[-4:] == ("models", "generative", "rectified", "rectified-flow.toml")
    assert [p.parent for p in places("rectified-flow", tmp_path)] == [tmp_path, tmp_path]


def test_an_unknown_model_names_the_near_miss():
    with pytest.raises(WeightsError, match="did you mean 'rectified-flow'"):
        recipe_of("rectified-flo")
    with pytest.raises(WeightsError, match="known: .*diffusion-eight-gaussians"):
        recipe_of("zzz")


def test_a_missing_folder_is_named_before_the_training():
    with pytest.raises(WeightsError, match="no such folder"):
        next(train("rectified-flow", out=Path("/nowhere/at/all")))


def test_a_short_training_leaves_a_model_that_opens(tmp_path, monkeypatch):
    place = "engines.training.rectified"
    monkeypatch.setattr(f"{place}.rounds.RoundsRecipe.pairs", 600)
    monkeypatch.setattr(f"{place}.planar.CLOUD", 60)
    snapshots = list(train("rectified-flow", 3, 14, out=tmp_path))
    assert snapshots[-1].step == snapshots[-1].steps == 14
    model = open_model(tmp_path / "rectified-flow.toml")
    assert model.card.training["seed"] == 3


def test_a_withdrawn_training_writes_nothing(tmp_path):
    ticket = Ticket()
    snapshots = train("rectified-flow", 0, 4000, ticket, tmp_path)
    next(snapshots)
    ticket.withdraw()
    with pytest.raises(Withdrawn):
        next(snapshots)
    assert not list(tmp_path.iterdir())
