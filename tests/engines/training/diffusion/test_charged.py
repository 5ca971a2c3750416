from __future__ import annotations

import math

import numpy as np
import pytest

from engines.learned.generative.pfgm import POINT
from engines.learned.generative.pfgm_digits import PfgmDigitsModel, digits_shapes
from engines.learned.nets.denoiser import WAVES
from engines.learned.weights import open_model
from engines.running.randomness import stream
from engines.running.ticket import Ticket
from engines.systems.clouds.charges import Charges
from engines.systems.samples.digits import about_mean, split
from engines.training.diffusion.charged import (
    ChargedDigitsRecipe,
    ChargedRecipe,
    charged_task,
    seen_from,
)
from engines.training.diffusion.denoising import denoising_loss
from engines.training.diffusion.lessons import Lesson, LessonsRecipe
from engines.training.diffusion.perturbing import lognormal
from engines.training.loop import initial


class Endless(ChargedDigitsRecipe):
    title, hidden, batch = "Endless", math.inf, 16


class Few(ChargedDigitsRecipe):
    title, hidden, batch = "Few", 32.0, 16


class Karras:
    """Noise of Karras et al. without a word of charges."""

    def strengths(self, count, draw):
        return lognormal(count, draw)

    def noise(self, count, dimension, draw):
        return draw.standard_normal((count, dimension))


class Plain(LessonsRecipe):
    """The denoiser of Karras et al., with the same data and batches."""

    title, place, source = "Plain", "generative.diffusion", "Karras et al. (2022)"
    steps, batch, rate = 3000, 16, 1e-3

    def lessons(self, seed):
        data, _ = about_mean(split(0)[0])
        spread = float(np.sqrt((data**2).mean()))
        wanted = {name: shape for name, shape in digits_shapes().items() if name != "mean"}
        tensors, draw = initial(wanted, seed), stream(seed, "batches")

        def loss():
            rows = draw.integers(0, len(data), self.batch)
            found = denoising_loss(
                tensors, data[rows], spread, "v", draw, "v.", perturbation=Karras()
            )
            return found / 64.0

        yield Lesson(tensors, loss, lambda arrays: None, "plain")

    def data(self):
        return ""

    def sizes(self):
        return {}

    def metrics(self):
        return {}


def test_without_bound_to_the_dimensions_it_is_plain_diffusion_number_for_number():
    charged, plain, few = Endless(), Plain(), Few()
    for recipe in (charged, plain, few):
        list(recipe.fit(4, 2, Ticket()))
    for name, array in plain.arrays.items():
        np.testing.assert_array_equal(charged.arrays[name], array)
    assert (few.arrays["v.0.weight"] != plain.arrays["v.0.weight"]).any()


def test_what_is_learned_opens_with_its_dimensions(tmp_path):
    recipe = Few()
    list(recipe.fit(0, 1, Ticket()))
    recipe.save(tmp_path / "few.safetensors", tmp_path / "few.toml")
    model = open_model(tmp_path / "few.toml")
    assert isinstance(model, PfgmDigitsModel)
    assert model.made().hidden == 32.0
    np.testing.assert_array_equal(model.made().mean, recipe.arrays["mean"].astype(float))


def test_every_network_of_a_shape_begins_alike():
    class Moons(ChargedRecipe):
        title, shape, batch = "Moons", "moons", 8

    lessons = list(_first(Moons()))
    for lesson in lessons[1:]:
        for one, other in zip(lessons[0].tensors.values(), lesson.tensors.values(), strict=True):
            assert (one == other).all()
    losses = [float(lesson.loss().detach()) for lesson in lessons]
    assert len(set(losses)) == 8  # but each sees noise of its own
    # a batch on average is quieter than one of its points
    assert all(quiet < loud for loud, quiet in zip(losses[:4], losses[4:], strict=True))


@pytest.mark.parametrize("hidden", [2.0, math.inf])
def test_a_batch_is_seen_as_its_charges_are(hidden):
    draw = np.random.default_rng(5)
    x, points = draw.standard_normal((6, 2)), draw.standard_normal((40, 2))
    found = seen_from(x, points, np.full(6, 0.4), hidden)
    assert found == pytest.approx(Charges(points, hidden).denoised(x, 0.4), abs=1e-5)


def test_the_point_a_noisy_one_came_from_is_right_on_average():
    """Two charges of unit spread, N = 1, D = 2: E[F | x] against what is taught."""
    draw = np.random.default_rng(6)
    clean = np.sign(draw.standard_normal((400_000, 1)))
    task = charged_task(clean, 2.0, POINT, draw)
    level = np.abs(task.seen[:, 1] - task.seen[0, 1]) < 3e-3
    place = np.abs(task.seen[:, 0] - task.seen[0, 0]) < 3e-2
    near = task.wanted[level & place, 0]
    error = near.std() / math.sqrt(len(near))
    exact = _answer(task.seen[0], Charges(np.array([[-1.0], [1.0]]), 2.0))
    assert near.mean() == pytest.approx(exact, abs=4.0 * error + 0.02)


def _answer(seen, charges):
    """F at what a network sees, from the exact mean."""
    level = np.arctan2(seen[1], seen[1 + WAVES]) / (0.25 * math.pi)
    noise = 1.0 / level - 1.0
    r = math.hypot(1.0, noise)
    x = seen[0] * r
    return float((charges.denoised(np.array([[x]]), noise)[0, 0] - x / r**2) * r / noise)


def _first(recipe):
    recipe.arrays = {}
    return recipe.lessons(1)
