from __future__ import annotations

import numpy as np
import pytest

from engines.experiments.generative.stochastic_interpolants import EXPERIMENT
from engines.running.ticket import Ticket
from engines.systems.clouds.bridges import FAMILY

SMALL = {"nx": 24, "ny": 24, "samples": 400, "paths": 8, "t": 0.5}


@pytest.fixture(scope="module")
def experiment():
    return EXPERIMENT(FAMILY())


def last(experiment, **values):
    return list(experiment.frames(experiment.parameters(**SMALL, **values), Ticket()))[-1]


def test_cloud_density_and_ftle_stand_beside_each_other(experiment):
    views = experiment.views(experiment.parameters())
    assert [view.id for view in views] == ["portrait", "ftle"]
    frame = last(experiment)
    assert {"ftle", "samples", "probability", "tracks"} <= set(frame.layers)
    assert not frame.notes


def test_no_diffusion_moves_a_field_and_every_one_moves_the_cloud(experiment):
    plain, noisy = last(experiment), last(experiment, eps=2.0)
    for name in ("ftle", "probability"):
        assert noisy.layers[name].values == pytest.approx(plain.layers[name].values, nan_ok=True)
    one, two = (frame.layers["samples"].positions for frame in (plain, noisy))
    assert np.abs(one - two).max() > 0.5
    # but not its law
    assert two.mean(axis=0) == pytest.approx(one.mean(axis=0), abs=0.35)
    assert two.std(axis=0) == pytest.approx(one.std(axis=0), abs=0.25)


def test_four_clouds_nobody_asked_for_melt_in_the_latent_noise(experiment):
    def at_the_middle(amplitude):
        flow = experiment.flow(experiment.parameters(amplitude=amplitude))
        ghost, middle = np.array([[1.5, 1.5]]), np.array([[0.0, 0.0]])
        return float(flow.log_density(ghost, 0.5)[0] - flow.log_density(middle, 0.5)[0])

    assert at_the_middle(0.0) > 10.0
    assert at_the_middle(4.0) < 1.5


def test_sliders_that_mean_nothing_say_why(experiment):
    assert "amplitude" in experiment.unfit(experiment.parameters(gamma="none"))
    assert "first" in experiment.unfit(experiment.parameters(shape="mirror"))
    assert not {"amplitude", "first"} & set(experiment.unfit(experiment.parameters()))


def test_the_heading_says_which_sampler_runs(experiment):
    assert experiment.heading(experiment.parameters(eps=0.5))[1].endswith("diffusion 0.5")
    assert experiment.clock(experiment.parameters()).parameter == "t"
