from __future__ import annotations

import numpy as np
import pytest
import torch

from engines.learned.nets.denoiser import shapes
from engines.learned.nets.mlp import Mlp
from engines.learned.nets.mlp import shapes as mlp_shapes
from engines.running.randomness import stream
from engines.running.ticket import Ticket, Withdrawn
from engines.training.diffusion.averaging import Average
from engines.training.diffusion.denoising import BATCH, RATE, DenoiserRecipe, denoising_loss
from engines.training.diffusion.lessons import Lesson, LessonsRecipe, Task, matching_loss
from engines.training.loop import cosine, descent, initial


class Small(DenoiserRecipe):
    shape = "moons"
    title = "Small"
    hidden = (8,)


class Lines(LessonsRecipe):
    """Two networks that learn y = a x, a = 1 and 2."""

    title, place, source = "Lines", "generative.diffusion", "none"
    steps, batch, rate, networks = 400, 16, 3e-2, 2

    def lessons(self, seed):
        self.arrays["kept"] = np.ones(1, np.float32)
        for a in (1.0, 2.0):
            tensors, draw = initial(mlp_shapes((1, 1), f"{a:.0f}."), seed), stream(seed, "x")

            def loss(a=a, tensors=tensors, draw=draw):
                x = draw.standard_normal((16, 1))
                return matching_loss(tensors, Task(x, a * x), f"{a:.0f}.")

            yield Lesson(tensors, loss, lambda arrays: None, f"line {a:.0f}")

    def data(self):
        return "lines"

    def sizes(self):
        return {"hidden": []}

    def metrics(self):
        return {"lines": 2}


def test_a_recipe_descends_as_the_loop_itself_does():
    """The loop, the average and the draws written out once more give the same numbers."""
    recipe = Small()
    list(recipe.fit(5, 6, Ticket()))
    data, spread, _ = recipe.points(5)
    tensors, draw = initial(shapes(2, (8,)), 5), stream(5, "batches")
    average = Average(tensors)

    def loss(step):
        average.follow()
        rows = draw.integers(0, len(data), BATCH)
        return denoising_loss(tensors, data[rows], spread, "v", draw)

    list(descent(tensors, loss, cosine(RATE, 6), 6, Ticket(), flow=lambda: None, what=""))
    average.follow()
    for name, array in average.arrays().items():
        np.testing.assert_array_equal(recipe.arrays[name], array)
    assert recipe.training["steps"] == 6


def test_networks_learn_one_after_the_other_and_keep_what_is_known():
    recipe = Lines()
    shots = list(recipe.fit(0, None, Ticket()))
    assert (shots[-1].step, shots[-1].steps, shots[-1].what) == (800, 800, "line 2")
    assert recipe.training["steps"] == [400, 400]
    assert set(recipe.arrays) == {"kept", "1.0.weight", "1.0.bias", "2.0.weight", "2.0.bias"}
    for a in (1, 2):
        found = Mlp(recipe.arrays, f"{a}.").value(np.ones((1, 1)))
        assert found[0, 0] == pytest.approx(a, abs=0.1)


def test_a_card_tells_of_the_training(tmp_path):
    recipe = Lines()
    list(recipe.fit(0, 4, Ticket()))
    recipe.save(tmp_path / "lines.safetensors", tmp_path / "lines.toml")
    text = (tmp_path / "lines.toml").read_text()
    assert 'title = "Lines"' in text
    assert "steps = [2, 2]" in text
    assert "lines = 2" in text


def test_a_withdrawn_ticket_ends_it():
    ticket = Ticket()
    ticket.withdraw()
    with pytest.raises(Withdrawn):
        list(Small().fit(0, 4, ticket))


def test_errors_count_by_their_weights():
    tensors = initial(mlp_shapes((2, 3)), 0)
    with torch.no_grad():
        for tensor in tensors.values():
            tensor.zero_()
    wanted = np.array([[1.0, 0.0, 0.0], [0.0, 2.0, 0.0]])
    task = Task(np.ones((2, 2)), wanted)
    assert float(matching_loss(tensors, task).detach()) == pytest.approx(2.5)
    weighted = task._replace(weights=np.array([2.0, 0.5]))
    assert float(matching_loss(tensors, weighted).detach()) == pytest.approx(2.0)


def test_lessons_may_differ_in_length_and_rate():
    class Uneven(Lines):
        def counts(self, steps):
            return (2, 5)

        def rate_of(self, number):
            return (0.0, 1e-2)[number]

    recipe = Uneven()
    snapshots = list(recipe.fit(0, None, Ticket()))
    assert (snapshots[-1].step, snapshots[-1].steps) == (7, 7)
    assert recipe.training["steps"] == [2, 5]
    first = initial(mlp_shapes((1, 1), "1."), 0)
    np.testing.assert_array_equal(recipe.arrays["1.0.weight"], first["1.0.weight"].detach())
    second = initial(mlp_shapes((1, 1), "2."), 0)
    assert not np.allclose(recipe.arrays["2.0.weight"], second["2.0.weight"].detach())
