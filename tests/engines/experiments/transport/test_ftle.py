from __future__ import annotations

import numpy as np

from engines.experiments.transport.ftle import EXPERIMENT
from engines.parameters.reading import changed
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
