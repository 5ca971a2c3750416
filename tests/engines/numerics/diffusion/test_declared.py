from __future__ import annotations

import pytest

from engines.numerics.diffusion.declared import SAMPLING, path_named, path_of, sampler_of
from engines.numerics.diffusion.path import PATHS, Scaled
from engines.parameters.declare import parameters_model

MODEL = parameters_model("sampling", SAMPLING)


@pytest.mark.parametrize("name", PATHS)
def test_every_schedule_is_a_path_that_fits_into_a_picture(name):
    path = path_of(MODEL(schedule=name))
    assert path == path_named(name)
    assert path.at(0.0).s <= 1.0 + 1e-9
    assert isinstance(path, Scaled) == (name == "VE")


def test_values_make_a_sampler():
    sampler = sampler_of(MODEL(solver="DDIM", sampling_steps=7, churn=0.5))
    assert (sampler.solver, sampler.steps, sampler.grid, sampler.scale) == ("DDIM", 7, "lam", 0.5)
    assert sampler_of(MODEL(solver="Heun")).grid == "time"
    assert sampler_of(MODEL(solver="Heun", sampling_grid="Karras")).grid == "Karras"
