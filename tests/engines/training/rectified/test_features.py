from __future__ import annotations

import numpy as np
import pytest
import torch

from engines.running.ticket import Ticket, Withdrawn
from engines.training.rectified import features


def first(count, draw):
    return draw.standard_normal((count, 4)) * [0.1, 1.0, 1.0, 1.0] - [2.0, 0.0, 0.0, 0.0]


def last(count, draw):
    return first(count, draw) + np.array([4.0, 0.0, 0.0, 0.0])


def test_what_tells_the_domains_apart_weighs_more(monkeypatch):
    monkeypatch.setattr(features, "STEPS", 40)
    monkeypatch.setattr(features, "RATE", 2e-2)
    weighed = features.weighing(first, last, 0, Ticket())
    x = torch.zeros(1, 4)
    across, along = (
        float((weighed(x, torch.tensor([move])) ** 2).sum())
        for move in ([1.0, 0.0, 0.0, 0.0], [0.0, 1.0, 0.0, 0.0])
    )
    assert across > 1.5 * along > 0.0


def test_errors_are_pushed_by_the_derivative_of_the_features(monkeypatch):
    monkeypatch.setattr(features, "STEPS", 2)
    weighed = features.weighing(first, last, 0, Ticket())
    error = torch.from_numpy(np.random.default_rng(0).standard_normal((3, 4)).astype(np.float32))
    found = weighed(torch.zeros(3, 4), error)
    assert found.shape == (3, 4 + features.FEATURES[-1])
    np.testing.assert_allclose(found[:, :4] ** 2, (1.0 - features.SHARE) * error**2, rtol=1e-5)
    np.testing.assert_allclose(weighed(torch.zeros(3, 4), 2.0 * error), 2.0 * found, rtol=1e-4)


def test_it_can_be_stopped():
    ticket = Ticket()
    ticket.withdraw()
    with pytest.raises(Withdrawn):
        features.weighing(first, last, 0, ticket)
