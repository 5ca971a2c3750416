from __future__ import annotations

import pytest

from engines.experiments.generative.carried_cloud import CarriedCloud
from engines.running.ticket import Ticket
from engines.systems.clouds.bridges import FAMILY

SMALL = {"nx": 12, "ny": 12, "samples": 50, "paths": 4}


@pytest.fixture(scope="module")
def experiment():
    return CarriedCloud(FAMILY())


def test_time_runs_from_one_cloud_to_the_other(experiment):
    values = experiment.parameters()
    clock = experiment.clock(values)
    assert (clock.parameter, clock.low, clock.high) == ("t", 0.0, 1.0)
    assert (values.horizon, values.duration, values.start) == (1.0, 1.0, 0.0)


def test_the_field_stands_beside_the_cloud_and_goes_when_it_is_off(experiment):
    views = experiment.views(experiment.parameters())
    assert [view.id for view in views] == ["portrait", "ftle"]
    assert "ftle" not in views[0].layers
    alone = experiment.views(experiment.parameters(ftle=False))
    assert [view.id for view in alone] == ["portrait"]


def test_a_field_that_does_not_depend_on_the_moment_is_measured_once(experiment):
    frames = [
        list(experiment.frames(experiment.parameters(**SMALL, t=t), Ticket()))[-1]
        for t in (0.2, 0.8)
    ]
    one, two = (frame.layers["ftle"] for frame in frames)
    assert one is two or one.values is two.values
    cloud = [frame.layers["samples"].positions for frame in frames]
    assert (cloud[0] != cloud[1]).any()
