from __future__ import annotations

import numpy as np
import pytest

from engines.errors import UnfitError
from engines.evidence.shipped import system
from engines.experiments.transport.ftle import EXPERIMENT
from engines.parameters.reading import changed
from engines.protocols.capabilities import Recorded
from engines.protocols.gesture import Gesture
from engines.running.ticket import Ticket

SMALL = {"nx": 33, "ny": 33, "horizon": 2.0, "number": 100}


def test_the_field_of_a_linear_saddle_is_its_rate(subject, saddle):
    experiment = EXPERIMENT(subject(saddle))
    p = changed(experiment.parameters(), {**SMALL, "rate": 0.7})
    frames = list(experiment.frames(p, Ticket()))
    field = frames[-1].layers["ftle"]
    np.testing.assert_allclose(field.values, 0.7, rtol=1e-6)
    assert {"tracks", "starts", "tracers"} <= set(frames[-1].layers)


def test_the_field_lies_below_everything_else(subject, saddle):
    experiment = EXPERIMENT(subject(saddle))
    view = experiment.views(experiment.parameters())[0]
    assert view.layers[0].startswith("ftle")
    assert view.layers.index("ftle") < view.layers.index("tracers") < view.layers.index("tracks")


def test_the_heading_says_which_walls_are_shown(subject, saddle):
    experiment = EXPERIMENT(subject(saddle))
    p = changed(experiment.parameters(), {"horizon": 3.0})
    assert experiment.heading(p) == ("FTLE, forward", "repelling walls, T = 3")
    p = changed(p, {"horizon": -3.0})
    assert experiment.heading(p)[0] == "FTLE, backward"
    assert "\N{MINUS SIGN}3" in experiment.heading(p)[1]


def test_the_clock_moves_the_moment_of_release(subject, drift):
    experiment = EXPERIMENT(subject(drift))
    p = experiment.parameters()
    clock = experiment.clock(p)
    assert clock.parameter == "start"
    assert (clock.low, clock.high) == (0.0, p.duration)
    changed(p, {"start": clock.high})


def test_the_clock_of_a_steady_flow_runs_along_its_paths(subject, saddle):
    experiment = EXPERIMENT(subject(saddle))
    clock = experiment.clock(experiment.parameters())
    assert (clock.parameter, clock.label) == ("", "time")


def test_another_field_is_called_by_its_own_name(subject, saddle):
    experiment = EXPERIMENT(subject(saddle), ["vortices.lavd", "portrait.tracers"])
    p = changed(experiment.parameters(), {"horizon": -3.0})
    assert experiment.heading(p) == ("LAVD", "T = \N{MINUS SIGN}3")
    assert experiment.heading(changed(p, {"ftle": True}))[0] == "FTLE, backward"
    at_once = changed(p, {"lavd": False, "ivd": True, "start": -1.5})
    assert experiment.heading(at_once) == ("IVD", "t = \N{MINUS SIGN}1.5")


def test_a_space_is_cut_in_a_view_of_its_own(subject, lorenz):
    experiment = EXPERIMENT(subject(lorenz))
    p = changed(experiment.parameters(), {"across": "z", "along": "x", "at_y": 2.0})
    first, second, *_ = experiment.views(p)
    assert (first.id, first.kind, first.layers[0]) == ("ftle", "plane", "ftle_live")
    assert [axis.label for axis in first.axes] == ["z", "x"]
    assert (first.title, first.clicks) == ("FTLE, forward", True)
    assert "within the slice" in first.subtitle
    assert second.kind == "space"
    assert "ftle" not in second.layers
    assert experiment.unfit(p)["slice"] == "is an axis of the picture"
    assert "slice" in experiment.unused(p)
    launched = experiment.respond(p, Gesture("launch", "ftle", (30.0, 1.0)))
    assert launched.starts[-1] == (1.0, 2.0, 30.0)
    assert "all directions" in experiment.views(changed(p, {"full": True}))[0].subtitle


def test_one_coordinate_twice_is_refused_with_one_sentence(subject, lorenz):
    experiment = EXPERIMENT(subject(lorenz))
    p = changed(experiment.parameters(), {"across": "y"})
    with pytest.raises(UnfitError, match="along = 'y' is the horizontal axis too"):
        experiment.views(p)


def test_a_click_where_the_energy_forbids_it_is_said():
    experiment = EXPERIMENT(system("henon-heiles"), ["ftle", "tracks"])
    p = experiment.parameters()
    launched = experiment.respond(p, Gesture("launch", "ftle", (0.2, 0.1)))
    x, y, p_x, p_y = launched.starts[-1]
    assert (x, y, p_y) == (0.0, 0.2, 0.1)
    energy = (p_x**2 + p_y**2 + y**2) / 2 - y**3 / 3
    assert energy == pytest.approx(p.E)
    with pytest.raises(UnfitError, match="no state is there"):
        experiment.respond(p, Gesture("launch", "ftle", (0.79, 0.5)))


def test_a_globe_has_its_axes_in_degrees():
    experiment = EXPERIMENT(system("rossby-haurwitz"))
    (view,) = experiment.views(experiment.parameters())[:1]
    assert [axis.compass for axis in view.axes] == ["EW", "NS"]
    assert view.kind == "plane"
    assert view.title == "FTLE, forward"


@pytest.mark.parametrize(
    ("values", "moments"),
    [
        ({"horizon": 2.0}, (3.0, 6.0)),
        ({"horizon": -2.0}, (5.0, 8.0)),
        ({"horizon": 2.0, "direction": "both"}, (5.0, 6.0)),
        ({"horizon": 5.0}, (3.0, 8.0)),
    ],
)
def test_a_recording_is_played_as_far_as_it_reaches(subject, drift, values, moments):
    class Seen(drift, Recorded):
        span = (3.0, 8.0)

    experiment = EXPERIMENT(subject(Seen))
    p = changed(experiment.parameters(), values)
    clock = experiment.clock(p)
    assert (clock.low, clock.high) == pytest.approx(moments)
    changed(p, {"start": clock.low})
