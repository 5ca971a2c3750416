from __future__ import annotations

import numpy as np

from engines.experiments.earlier import Earlier, faint
from engines.layers.frame import Frame
from engines.layers.points import Points
from engines.layers.series import Series
from engines.layers.tracks import Tracks


def _asked(*moments):
    ticks = iter(moments)
    return Earlier(now=lambda: next(ticks))


def test_nothing_was_before_the_first_move():
    earlier = _asked(0.0, 1.0)
    assert earlier.before((1.0,)) is None
    assert earlier.before((1.0,)) is None


def test_a_whole_drag_is_compared_with_its_beginning():
    earlier = _asked(0.0, 10.0, 10.05, 10.1)
    earlier.before((1.0,))
    assert earlier.before((1.1,)) == (1.0,)
    assert earlier.before((1.2,)) == (1.0,)
    assert earlier.before((1.3,)) == (1.0,)


def test_after_a_rest_the_next_drag_begins_anew():
    earlier = _asked(0.0, 10.0, 20.0)
    earlier.before((1.0,))
    earlier.before((2.0,))
    assert earlier.before((3.0,)) == (2.0,)


def test_back_where_it_was_there_is_no_difference_to_show():
    earlier = _asked(0.0, 10.0, 10.1)
    earlier.before((1.0,))
    earlier.before((2.0,))
    assert earlier.before((1.0,)) is None


def test_lines_of_before_bear_their_own_name_and_pen():
    def work():
        yield Frame({"tracks": Tracks(np.zeros((1, 2, 2)), np.arange(2.0))})
        yield Frame({"tracks": Series(np.arange(2.0), np.arange(2.0), label="now")})
        yield Frame({"tracks": Points(np.zeros((1, 2)))})

    tracks, series = (frame.layers["tracks_before"] for frame in faint(work(), "tracks"))
    assert tracks.role == series.role == "before"
    assert series.label == "before"
