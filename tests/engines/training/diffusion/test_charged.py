from __future__ import annotations

import math

import numpy as np
import pytest

from engines.learned.generative.pfgm_digits import PfgmDigitsModel, digits_shapes
from engines.learned.weights import open_model
from engines.running.randomness import stream
from engines.running.ticket import Ticket
from engines.systems.samples.digits import about_mean, split
from engines.training.diffusion.charged import ChargedDigitsRecipe, ChargedRecipe
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
        list(recipe.fit(4, 5, Ticket()))
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
    assert losses == pytest.approx([losses[0]] * 4, rel=2.0)
    assert len(set(losses)) == 4  # but each sees noise of its own


def _first(recipe):
    recipe.arrays = {}
    return recipe.lessons(1)
