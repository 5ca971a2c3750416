from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from engines.learned.latent.potentials.layout import Layout
from engines.running.ticket import Ticket
from engines.training.potentials.fitting import Fitting, beginning
from engines.training.potentials.settings import Settings

SMALL = Settings(count=3, width=16, each=2)


def trained(settings, decoder, steps=6, seed=0):
    fitting = Fitting(settings, decoder, 12, seed)
    list(fitting.snapshots(steps, Ticket(), lambda now: None, "", 0, steps))
    return fitting


@pytest.mark.parametrize("equation", ["wave", "heat", "hamilton-jacobi", "none"])
def test_every_array_that_has_a_say_is_trained(decoder, equation):
    settings = replace(SMALL, equation=equation)
    begun, fitting = beginning(settings, 12, 0), trained(settings, decoder)
    still = {n for n, a in fitting.result.items() if np.array_equal(a, begun[n].detach().numpy())}
    told = {"wave": set(), "heat": set()}.get(equation, {"speed"})
    assert still - {"read.bias"} == told
    assert {n: a.shape for n, a in fitting.result.items()} == Layout(12, 16, 3).shapes()


def test_directions_are_trained_and_stay_unit_vectors(decoder):
    fitting = trained(replace(SMALL, straight=True), decoder)
    found = fitting.result["directions"]
    np.testing.assert_allclose(np.linalg.norm(found, axis=1), 1.0, atol=1e-6)
    assert "told" in fitting.parts
    assert "told" not in trained(replace(SMALL, classified=False), decoder, 2).parts


def test_the_same_seed_gives_the_same_potentials(decoder):
    first, again, other = (trained(SMALL, decoder, 3, seed).result for seed in (0, 0, 1))
    for name, array in first.items():
        np.testing.assert_array_equal(array, again[name])
    assert not np.array_equal(first["place.weight"], other["place.weight"])


def test_amplitudes_end_at_their_cap(decoder):
    found = trained(replace(SMALL, pace=100.0, cap=0.75), decoder, 4).result
    np.testing.assert_allclose(found["log_amplitude"], 0.75)
