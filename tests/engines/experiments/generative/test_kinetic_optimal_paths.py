from __future__ import annotations

import pytest

from engines.errors import UnfitError
from engines.experiments.generative.kinetic_optimal_paths import EXPERIMENT
from engines.running.ticket import Ticket
from engines.systems.clouds.bridges import FAMILY as BRIDGES
from engines.systems.clouds.scheduled import FAMILY

SMALL = {"nx": 10, "ny": 10, "samples": 50, "paths": 4}


@pytest.fixture(scope="module")
def experiment():
    return EXPERIMENT(FAMILY())


def test_a_cloud_on_its_schedule_and_where_noise_decides(experiment):
    frame = list(experiment.frames(experiment.parameters(**SMALL), Ticket()))[-1]
    assert {"ftle", "samples", "tracks"} <= set(frame.layers)


def test_the_heading_tells_what_it_costs_and_what_it_might(experiment):
    told = experiment.heading(experiment.parameters(data="two points", schedule="linear"))[1]
    assert told.startswith("linear, energy ")
    here, least = (float(word) for word in told.replace(",", "").split() if word[0].isdigit())
    assert here > least
    half = experiment.heading(experiment.parameters(share=0.5))[1]
    assert half.startswith("50% optimal")
    assert "share" in experiment.unfit(experiment.parameters(schedule="VP"))
    assert "share" not in experiment.unfit(experiment.parameters())


def test_flows_without_a_schedule_are_refused():
    with pytest.raises(UnfitError, match="needs clouds with schedules"):
        EXPERIMENT(BRIDGES())
