from __future__ import annotations

import numpy as np
import pytest

from engines.experiments.portraits.portrait import EXPERIMENT
from engines.parameters.reading import changed
from engines.protocols.capabilities import Box
from engines.running.ticket import Ticket
from engines.systems.system_file import system_from_text


def _on(experiment):
    p = experiment.parameters()
    return {one.name for one in experiment.on(p)}


def test_each_kind_of_flow_begins_with_what_suits_it(subject, pendulum, lorenz, henon, drift):
    assert _on(EXPERIMENT(subject(pendulum))) == {
        "tracers",
        "tracks",
        "nullclines",
        "fixed_points",
        "manifolds",
        "series",
    }
    assert _on(EXPERIMENT(subject(lorenz))) == {"swarm", "tracks", "series"}
    assert _on(EXPERIMENT(subject(henon))) == {"orbits", "tracks", "fixed_points"}
    assert _on(EXPERIMENT(subject(drift))) == {"tracers", "tracks", "series"}


def test_what_remembers_begins_with_paths_alone():
    text = """
    title = "Feedback"
    kind = "dde"
    [rates]
    x = "-x@1"
    [states]
    x = { low = -2.0, high = 2.0, start = 1.0 }
    """

    assert _on(EXPERIMENT(system_from_text(text, "feedback"))) == {"tracks", "series"}


def test_the_clock_runs_along_the_paths(subject, pendulum):
    experiment = EXPERIMENT(subject(pendulum))
    clock = experiment.clock(changed(experiment.parameters(), {"duration": 40.0}))
    assert (clock.parameter, clock.low, clock.high, clock.unit) == ("", 0.0, 40.0, "s")
    assert clock.rate == pytest.approx(2.0)


def test_the_clock_of_a_map_counts_iterations(subject, henon):
    experiment = EXPERIMENT(subject(henon))
    assert experiment.clock(experiment.parameters()).label == "iteration"


def test_the_clock_of_an_unsteady_flow_begins_at_the_start(subject, drift):
    experiment = EXPERIMENT(subject(drift))
    p = changed(experiment.parameters(), {"start": 3.0, "duration": 10.0})
    clock = experiment.clock(p)
    assert (clock.low, clock.high) == (3.0, 13.0)


def test_a_flow_on_a_line_is_a_chart(subject, rotation):
    class Growth(rotation):
        dimension, states = 1, ("x",)
        knobs = ()
        box = Box((0.0,), (2.0,), (False,), ("size",), ("x",), ("",), (0.1,))

        def velocity(self, states, time):
            return states * (1.0 - states)

        def advance(self, states, start, stop, ticket=None):
            grown = np.exp(stop - start) * states / (1.0 - states)
            return grown / (1.0 + grown)

    experiment = EXPERIMENT(subject(Growth))
    p = experiment.parameters()
    (chart,) = experiment.views(p)
    assert (chart.kind, chart.title) == ("chart", "Size")
    series = list(experiment.frames(p, Ticket()))[-1].layers["series"]
    np.testing.assert_allclose(series.y, 1.0 / (1.0 + 9.0 * np.exp(-series.x)), rtol=1e-9)
