from __future__ import annotations

import numpy as np
import pytest

from engines.errors import UnfitError
from engines.experiments.generative.dpm_ot import EXPERIMENT
from engines.protocols.gesture import Gesture
from engines.running.ticket import Ticket
from engines.systems.clouds.charged import FAMILY as OTHER
from engines.systems.leaps.dpm_ot import FAMILY

SMALL = {
    "nx": 12, "ny": 12, "samples": 60, "paths": 4, "latents_count": 24, "iterations": 50,
    "points": 1000, "cell_columns": 40, "baseline_steps": 5,
}  # fmt: skip


@pytest.fixture(scope="module")
def experiment():
    return EXPERIMENT(FAMILY())


@pytest.fixture(scope="module")
def frames(experiment):
    return list(experiment.frames(experiment.parameters(**SMALL), Ticket()))


def test_cells_come_first_and_everything_is_there_twice_at_last(frames):
    assert "cells" in frames[0].layers
    last = frames[-1].layers
    for name in ("samples", "stranded", "tracks", "starts", "ftle"):
        assert {name, f"beside_{name}"} <= set(last)
    assert frames[-1].progress == 1.0
    assert "beside it" in frames[-1].readings["stranded"].text
    assert np.isfinite(last["beside_ftle"].values).all()


def test_views_stand_in_two_columns(experiment):
    views = experiment.views(experiment.parameters(**SMALL))
    assert [v.id for v in views] == ["portrait", "beside", "ftle", "ftle_beside"]
    assert all(name.startswith("beside_") for v in views[1::2] for name in v.layers)
    assert views[1].title == "Euler"
    assert views[1].subtitle == "5 NFE all the way"
    bare = experiment.views(experiment.parameters(**SMALL, ftle=False, heights=True))
    assert [v.id for v in bare] == ["portrait", "beside", "heights"]


def test_a_point_dragged_over_an_edge_jumps_while_five_steps_of_euler_end_in_between(experiment):
    ends = []
    for place in ((1.2, 0.05), (-1.2, 0.2), (0.9 * np.cos(np.pi / 8.0), 0.9 * np.sin(np.pi / 8.0))):
        gesture = Gesture("drag", "beside", place)
        values = experiment.respond(experiment.parameters(**SMALL), gesture)
        last = list(experiment.frames(values, Ticket()))[-1].layers
        tracks = last["tracks"].positions[0], last["beside_tracks"].positions[0]
        ends.append([path[np.isfinite(path).all(axis=1)][-1] for path in tracks])
    modes = experiment.flow(values).modes
    assert np.linalg.norm(ends[0][0] - ends[1][0]) > 2.0
    assert not modes.off(np.array([end[0] for end in ends])).any()
    assert modes.off(ends[2][1][None]).all()  # on the way between two modes


def test_what_moves_with_the_clock_is_all_that_is_made_again(experiment, frames):
    values = experiment.parameters(**SMALL, t=0.2)
    again = list(experiment.frames(values, Ticket()))[-1].layers
    assert again["ftle"] is frames[-1].layers["ftle"]
    assert again["beside_ftle"] is frames[-1].layers["beside_ftle"]
    assert not np.allclose(again["samples"].positions, frames[-1].layers["samples"].positions)


def test_the_heading_tells_cost_and_stage_and_idle_sliders_say_why(experiment):
    values = experiment.parameters(**SMALL, back=8)
    assert experiment.heading(values) == (
        "Jump and tail",
        "9 NFE, \N{GREEK SMALL LETTER SIGMA} = 0.038",
    )
    assert experiment.unfit(values)["stage"] == "follows from the steps left"
    assert experiment.clock(values).parameter == "t"


def test_another_family_is_refused():
    with pytest.raises(UnfitError, match="needs clouds that a jump leads to"):
        EXPERIMENT(OTHER())
