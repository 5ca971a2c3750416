from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch

from engines.learned.latent.potentials.derivatives import derivatives, of_time
from engines.learned.latent.potentials.landscape import Landscapes
from engines.learned.latent.potentials.residuals import scale, wave
from engines.learned.latent.potentials.walks import walked
from engines.training.potentials.fitting import beginning
from engines.training.potentials.paths import FAINT, at_arc_length, flowing, straight
from engines.training.potentials.settings import Settings

SMALL = Settings(count=3, width=16)
START = torch.tensor(np.random.default_rng(0).standard_normal((3, 4, 5)), dtype=torch.float32)


@pytest.mark.parametrize("equation", ["wave", "none"])
def test_paths_are_euler_steps_along_the_live_slopes(equation):
    tensors = beginning(SMALL, 5, 0)
    places = flowing(tensors, START, replace(SMALL, equation=equation)).places.detach().numpy()
    live = Landscapes({n: t.detach().numpy() for n, t in tensors.items()}, bounded=SMALL.bounded)
    here = START.numpy().astype(float)
    for t in range(SMALL.steps):
        here = here + live.slopes(here, float(t))
        np.testing.assert_allclose(places[t + 1], here, atol=1e-5)


def test_only_an_equation_leaves_a_residual():
    tensors = beginning(SMALL, 5, 0)
    found = flowing(tensors, START, SMALL)
    assert float(found.residual.detach()) > 0.0
    assert float(found.rest.detach()) > 0.0
    assert float(flowing(tensors, START, replace(SMALL, equation="none")).residual) == 0.0


def test_straight_ways_keep_the_pace():
    tensors = {"directions": torch.randn(3, 5)}
    moves = straight(tensors, START, SMALL).places.diff(dim=0).norm(dim=-1)
    torch.testing.assert_close(moves, torch.full_like(moves, SMALL.pace))


def test_training_and_comparison_stop_at_the_same_place():
    tensors = beginning(replace(SMALL), 5, 0)
    with torch.no_grad():
        tensors["log_amplitude"] += 2.0
    places = flowing(tensors, START, replace(SMALL, equation="none")).places.detach()
    live = Landscapes({n: t.detach().numpy() for n, t in tensors.items()}, bounded=SMALL.bounded)
    one = live.only(1)
    far = places.diff(dim=0).norm(dim=-1).sum(dim=0)[1].numpy()
    walks = walked(lambda z, t: one.slopes(z[None], t)[0], START[1].numpy(), SMALL.steps, 0.5)
    ends = at_arc_length(places, 0.5)[1].numpy()
    assert (far > 0.5).any()
    np.testing.assert_allclose(walks.ends[far > 0.5], ends[far > 0.5], atol=1e-5)


@pytest.mark.parametrize("published", [False, True])
def test_the_equation_is_asked_for_along_paths_and_at_their_starts_in_units_of_its_terms(published):
    settings = replace(SMALL, steps=2, published_operator=published)
    tensors = beginning(settings, 5, 0)
    one = derivatives(tensors, START, of_time(tensors, 0.0), settings.bounded, published)
    two = of_time(tensors, 1.0)
    there = torch.cat([START + one.slope, START], dim=1)
    both = [one, derivatives(tensors, there, two, settings.bounded, published)]
    c = tensors["speed"]
    squares = [wave(at, c).square().flatten(1).mean(1) for at in both]
    sizes = [scale("wave", at, c).flatten(1).mean(1) for at in both]
    size = sum(sizes)
    wanted = (sum(squares) / (size + FAINT * size.mean())).mean()
    torch.testing.assert_close(flowing(tensors, START, settings).residual, wanted)


def test_a_potential_that_is_nearly_flat_weighs_no_more_than_the_others():
    tensors = beginning(SMALL, 5, 0)
    with torch.no_grad():
        tensors["log_amplitude"][1] -= 12.0
    found = flowing(tensors, START, SMALL).residual
    found.backward()
    steep = tensors["join.weight"].grad.flatten(1).norm(dim=1)
    assert steep[1] < steep[0]
