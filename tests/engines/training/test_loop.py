from __future__ import annotations

import numpy as np
import pytest
import torch

from engines.protocols.recipe import Snapshot
from engines.running.ticket import Ticket, Withdrawn
from engines.training.loop import Curve, arrays, cosine, descent, initial


@pytest.fixture
def bowl():
    tensors = {"x": torch.tensor([3.0, -2.0], requires_grad=True)}
    return tensors, lambda step: (tensors["x"] ** 2).sum()


def run(tensors, loss, steps, ticket=None, **more):
    about = {"flow": lambda: None, "what": "Training", **more}
    return list(descent(tensors, loss, cosine(0.1, steps), steps, ticket or Ticket(), **about))


def test_the_loss_falls_to_the_bottom_of_a_bowl(bowl):
    snapshots = run(*bowl, 300)
    assert np.abs(arrays(bowl[0])["x"]).max() < 1e-2
    assert snapshots[-1].step == snapshots[-1].steps == 300


def test_the_last_snapshot_carries_a_flow(bowl):
    marker = object()
    assert run(*bowl, 5, flow=lambda: marker)[-1].flow is marker


def test_stages_count_on(bowl):
    last = run(*bowl, 5, first=20, total=40)[-1]
    assert (last.step, last.steps) == (25, 40)


def test_a_withdrawn_ticket_ends_the_training_before_its_next_step(bowl):
    ticket = Ticket()
    seen = []

    def loss(step):
        seen.append(step)
        if step == 3:
            ticket.withdraw()
        return bowl[1](step)

    with pytest.raises(Withdrawn):
        run(bowl[0], loss, 100, ticket)
    assert seen == [0, 1, 2, 3]


def test_first_weights_depend_on_the_seed_alone_and_on_the_fan_in():
    shapes = {"0.weight": (400, 100), "0.bias": (400,)}
    one, again, other = (arrays(initial(shapes, seed)) for seed in (0, 0, 1))
    np.testing.assert_array_equal(one["0.weight"], again["0.weight"])
    assert not np.allclose(one["0.weight"], other["0.weight"])
    assert 0.099 < np.abs(one["0.weight"]).max() <= 0.1
    assert 0.09 < np.abs(one["0.bias"]).max() <= 0.1


def test_copies_do_not_follow_the_training(bowl):
    copy = arrays(bowl[0])["x"]
    run(*bowl, 10)
    np.testing.assert_array_equal(copy, [3.0, -2.0])


def test_a_cosine_falls_from_its_rate_to_nothing():
    rate = cosine(2.0, 100)
    assert rate(0) == 2.0
    assert rate(50) == pytest.approx(1.0)
    assert rate(100) == pytest.approx(0.0, abs=1e-12)


def test_a_curve_is_thinned_but_keeps_its_ends():
    curve = Curve()
    for _ in curve.kept(iter(Snapshot(s, 500, 1.0 / s, None) for s in range(1, 501))):
        pass
    table = curve.table()
    assert len(table["curve_steps"]) == len(table["curve_losses"]) == Curve.MOST
    assert (table["curve_steps"][0], table["curve_steps"][-1]) == (1, 500)
