from __future__ import annotations

import numpy as np
import pytest

from engines.learned.generative.rectified_flow import RectifiedFlow
from engines.running.ticket import Ticket
from engines.training.recipes.generative.rectified_flow import RECIPE


@pytest.fixture(scope="module")
def trained():
    return list(RECIPE().fit(0, 210, Ticket()))


def test_the_loss_falls_while_the_flow_is_seen_changing(trained):
    first = [s for s in trained if s.what == "Training"]
    assert first[-1].loss < first[0].loss
    assert sum(isinstance(s.flow, RectifiedFlow) for s in trained) >= 2


def test_both_rounds_are_trained_and_named(trained):
    assert [s.what for s in trained][-1] == "Training, reflow 1"
    assert trained[-1].flow.k == 2
    assert trained[-1].step == 210


def test_a_copied_flow_stays_as_it_was(trained):
    early = next(s.flow for s in trained if s.flow is not None)
    at = np.array([[0.5, 0.5]])
    assert not np.allclose(early.velocity(at, 0.9), trained[-1].flow.velocity(at, 0.9))


def test_the_same_seed_gives_the_same_flow():
    one, two = (list(RECIPE().fit(5, 7, Ticket()))[-1].flow for _ in range(2))
    at = np.array([[0.5, -1.0]])
    np.testing.assert_array_equal(one.velocity(at, 0.5), two.velocity(at, 0.5))
