from __future__ import annotations

import pytest

from engines.errors import FlowError, ParameterError, UnfitError
from engines.experiments.generative.kinetic_optimal_paths import EXPERIMENT
from engines.parameters.reading import validated
from engines.protocols.gesture import Gesture
from engines.running.ticket import Ticket
from engines.systems.clouds.bridges import FAMILY as BRIDGES
from engines.systems.clouds.scheduled import FAMILY

SMALL = {"samples": 50, "paths": 4, "probability_columns": 20}


@pytest.fixture(scope="module")
def experiment():
    return EXPERIMENT(FAMILY())


def last(experiment, **values):
    return list(experiment.frames(experiment.parameters(**SMALL, **values), Ticket()))[-1]


def test_a_cloud_its_schedule_unrolled_and_what_it_costs(experiment):
    frame = last(experiment)
    assert {"samples", "schedule_plane", "unrolled", "energy_0"} <= set(frame.layers)
    assert not frame.notes
    views = experiment.views(experiment.parameters())
    assert {view.id for view in views} == {"portrait", "schedule_plane", "unrolled", "energies"}


def test_data_that_are_no_plane_are_seen_by_their_schedules(experiment):
    values = {"data": "random points", "dimensions": 64}
    views = experiment.views(experiment.parameters(**values))
    assert "portrait" not in {view.id for view in views}
    frame = last(experiment, **values)
    assert frame.readings["unrolled"].value == pytest.approx(78.3, abs=1.5)
    assert "unrolled" in frame.layers
    assert not frame.notes


def test_a_knot_is_dragged_and_one_that_breaks_the_order_is_refused(experiment):
    before = experiment.parameters(schedule="drawn")
    pull = Gesture("drag", "schedule_plane", (0.2, 0.95))
    after = experiment.respond(before, pull)
    assert (after.knot_1_a, after.knot_1_m) == (0.2, 0.95)
    assert experiment.flow(after).schedule.knots[0] == pytest.approx([0.2, 0.95])
    with pytest.raises(FlowError, match="SNR must increase"):
        experiment.respond(before, Gesture("drag", "schedule_plane", (0.1, 0.58)))


def test_the_heading_tells_what_it_costs(experiment):
    told = experiment.heading(experiment.parameters(data="two points", schedule="linear"))[1]
    assert told.startswith("linear, energy ")
    half = experiment.heading(experiment.parameters(share=0.5))[1]
    assert half.startswith("50% optimal")
    assert experiment.heading(experiment.parameters(schedule="drawn"))[1].startswith("drawn")
    net = experiment.heading(experiment.parameters(velocity="learned"))[1]
    assert net.endswith("the network of all schedules")
    assert "share" in experiment.unfit(experiment.parameters(schedule="VP"))
    assert "share" not in experiment.unfit(experiment.parameters())


def test_flows_without_a_schedule_are_refused():
    with pytest.raises(UnfitError, match="needs clouds with schedules"):
        EXPERIMENT(BRIDGES())


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"dimensions": 0}, "dimensions"),
        ({"point_count": 1}, "point_count"),
        ({"sampling_steps": 0}, "sampling_steps"),
        ({"share": 1.5}, "share"),
        ({"schedule": "cubic"}, "schedule"),
        ({"knot_1_m": -0.2}, "knot_1_m"),
        ({"source": "guess"}, "source"),
    ],
)
def test_values_that_make_no_schedule_are_refused_by_name(experiment, typed, words):
    with pytest.raises(ParameterError, match=words):
        validated(experiment.parameters, typed)
