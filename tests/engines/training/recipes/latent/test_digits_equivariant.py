from __future__ import annotations

import numpy as np
import pytest

from engines.learned.weights import open_model
from engines.running.ticket import Ticket
from engines.training.recipes.latent.digits_equivariant import RECIPE


@pytest.mark.filterwarnings("ignore:`torch.jit.script` is deprecated")  # torch's own, in jvp
def test_a_short_training_lowers_the_loss_and_leaves_a_model_that_opens(tmp_path):
    recipe = RECIPE(tested=300)
    snapshots = list(recipe.fit(0, 8, Ticket()))
    assert snapshots[-1].loss < snapshots[0].loss
    assert snapshots[-1].flow.decode(np.zeros((1, 10))).shape == (1, 16, 16, 3)
    name = "digits-equivariant"
    recipe.save(tmp_path / f"{name}.safetensors", tmp_path / f"{name}.toml")
    assert open_model(tmp_path / f"{name}.toml").card.training["batch"] == 144
