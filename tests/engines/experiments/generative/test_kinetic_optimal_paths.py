from __future__ import annotations

import numpy as np
import pytest

from engines.errors import FlowError, ParameterError, UnfitError
from engines.experiments.generative.kinetic_optimal_paths import EXPERIMENT
from engines.parameters.reading import validated
from engines.protocols.gesture import Gesture
from engines.running.ticket import Ticket
from engines.systems.clouds.bridges import FAMILY as BRIDGES
from engines.systems.clouds.scheduled import FAMILY
from engines.systems.clouds.schedules import gradual

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
    assert [v.id for v in views] == ["portrait", "beside", "schedule_plane", "unrolled", "energies"]


def test_the_same_noise_goes_a_second_schedule_beside_the_first(experiment):
    frame = last(experiment, t=0.6)
    one, two = (frame.layers[name].positions for name in ("samples", "beside_samples"))
    assert len(one) == len(two) == 50
    assert np.abs(one - two).max() > 0.05
    begun = last(experiment, t=0.0)
    ends = (begun.layers[name].positions for name in ("samples", "beside_samples"))
    np.testing.assert_allclose(*ends, atol=1e-6)
    views = {view.id: view for view in experiment.views(experiment.parameters(beside="VP"))}
    assert views["beside"].title == "VP"
    assert set(views["beside"].layers) == {"beside_probability", "beside_paths", "beside_samples"}
    for alone in ({"beside": "none"}, {"beside": "kinetic-optimal"}):
        assert "beside" not in {v.id for v in experiment.views(experiment.parameters(**alone))}
    assert not any(name.startswith("beside_") for name in last(experiment, beside="none").layers)


def test_fields_of_both_schedules_stand_side_by_side(experiment):
    views = [view.id for view in experiment.views(experiment.parameters(ftle=True))]
    assert views[:4] == ["portrait", "beside", "ftle", "ftle_beside"]


def test_many_points_are_known_roughly_first_and_well_a_moment_later(experiment, monkeypatch):
    monkeypatch.setattr(gradual, "WELL", 2e8)
    monkeypatch.setattr(gradual, "ROUGH", 1e7)
    values = {"data": "digits", "point_count": 400, "components": 12, "on_schedules": True}
    values = experiment.parameters(**SMALL, **values)
    frames = list(experiment.frames(values, Ticket()))
    angles = [f.readings["unrolled"].value for f in frames if "unrolled" in f.readings]
    assert angles[0] != angles[-1]
    assert angles[0] == pytest.approx(angles[-1], abs=6.0)
    assert frames[-1].layers["on_schedules"].images.shape[:2] == (4, 9)
    again = list(experiment.frames(values, Ticket()))
    assert again[0].readings["unrolled"].value == angles[-1]


def test_a_place_on_the_curve_of_dimensions_chooses_them(experiment):
    before = experiment.parameters(data="random points", opening=True)
    after = experiment.respond(before, Gesture("drag", "opening", (2.0, 40.0)))
    assert after.dimensions == 100
    assert "opening" in experiment.unfit(experiment.parameters())
    assert "on_schedules" in experiment.unfit(before)


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
    assert after.knots[0] == (0.2, 0.95)
    assert len(after.knots) == 5
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
        ({"knot_count": 9}, "knot_count"),
        ({"components": 65}, "components"),
        ({"beside": "cubic"}, "beside"),
        ({"source": "guess"}, "source"),
    ],
)
def test_values_that_make_no_schedule_are_refused_by_name(experiment, typed, words):
    with pytest.raises(ParameterError, match=words):
        validated(experiment.parameters, typed)
