from dataclasses import replace

import pytest

from app.session.history import History
from app.session.playing import Playing
from engines.parameters.declare import parameters_model, real
from engines.parameters.reading import changed
from engines.protocols.views import Clock

MODEL = parameters_model("M", (real("start", 0.0, 0.0, 10.0),))


class Asked(Playing):
    """Counts how often a moment is wanted."""

    def __init__(self, parameter=""):
        super().__init__()
        self.asked = 0
        self.clock = Clock(parameter, 0.0, 10.0, rate=2.0)
        self._history = History(MODEL())

    def _ask(self):
        self.asked += 1


def test_time_comes_round_or_stops_at_the_end(qapp):
    space = Asked()
    space.play(True)
    space.pass_time(6.0)
    assert space.time == pytest.approx(2.0)
    space.loops = False
    space.pass_time(6.0)
    assert (space.time, space.playing) == (10.0, False)


def test_no_time_passes_while_it_does_not_play(qapp):
    space = Asked()
    space.pass_time(1.0)
    assert space.time == 0.0


def test_a_playhead_stays_on_its_track_and_asks_for_its_moment(qapp):
    space = Asked("start")
    space.seek(99.0)
    assert (space.time, space.parameters.start, space.asked) == (10.0, 10.0, 1)
    space.seek(5.0, final=False)
    assert space.asked == 2
    space.shader_live = lambda values: True
    space.seek(6.0, final=False)  # drawn on the graphics card: nobody is asked
    assert space.asked == 2


def test_a_stroke_that_moves_time_holds_it_and_lets_it_go_on_when_released(qapp):
    space = Asked("start")
    space.clock = replace(space.clock, stroked=True)
    moved = []
    space.time_moved.connect(moved.append)
    space.play(True)
    before = space.parameters
    space._history.edit(changed(before, {"start": 4.0}), False)
    space.moved_by_hand(before, stroke=True)
    assert (space.playing, space.time, moved) == (False, 4.0, [4.0])
    space.let_go()
    assert space.playing
    space.play(False)
    space.let_go()  # nothing is held
    assert not space.playing


def test_an_act_that_leaves_the_time_alone_leaves_the_clock_alone(qapp):
    space = Asked("start")
    space.time = 3.5
    space.moved_by_hand(space.parameters, stroke=False)
    assert space.time == 3.5
