from __future__ import annotations

import numpy as np
import pytest

from engines.learned.generative.rectified_flow import RectifiedFlow
from engines.running.ticket import Ticket
from engines.training.recipes.generative.rectified.flow import RECIPE


class Small(RECIPE):
    pairs, batch = 400, 64


@pytest.fixture(scope="module")
def trained():
    recipe = Small()
    return recipe, list(recipe.fit(0, 240, Ticket()))


def test_the_loss_falls_while_the_flow_is_seen_changing(trained):
    first = [s for s in trained[1] if s.what == "Training"]
    assert first[-1].loss < first[0].loss
    assert all(isinstance(s.flow, RectifiedFlow) for s in trained[1] if s.flow is not None)


def test_all_rounds_are_trained_and_named(trained):
    words = list(dict.fromkeys(s.what for s in trained[1]))
    assert words == ["Training", "Training, reflow 1", "Training, reflow 2", "Training, distilled"]
    assert trained[1][-1].flow.k == "distilled"
    assert trained[1][-1].step == 240
    assert trained[0].training["steps"] == [80, 60, 60, 40]


def test_each_round_begins_where_the_one_before_ended(trained):
    arrays = trained[0].arrays
    first, second = (arrays[f"k{k}.1.weight"] for k in (1, 2))
    assert 0.0 < np.abs(second - first).max() < 0.2


def test_a_copied_flow_stays_as_it_was(trained):
    early = next(s.flow for s in trained[1] if s.flow is not None)
    at = np.array([[0.5, 0.5]])
    assert not np.allclose(early.velocity(at, 0.9), trained[1][-1].flow.velocity(at, 0.9))


def test_the_same_seed_gives_the_same_flow():
    one, two = (list(Small().fit(5, 8, Ticket()))[-1].flow for _ in range(2))
    at = np.array([[0.5, -1.0]])
    np.testing.assert_array_equal(one.velocity(at, 0.5), two.velocity(at, 0.5))
