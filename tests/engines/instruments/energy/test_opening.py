from __future__ import annotations

import numpy as np
import pytest

from engines.errors import UnfitError
from engines.instruments.energy.opening import DIMENSIONS, INSTRUMENT
from engines.numerics.diffusion.generation import Sampler
from engines.numerics.diffusion.path import Linear
from engines.numerics.kinetic.scheduling import PointsFlow
from engines.parameters.declare import parameters_model
from engines.running.ticket import Ticket

EMPTY = parameters_model("p", ())()


@pytest.fixture
def drawn(scheduled):
    one = scheduled()
    sampler = Sampler("Euler", 20, "time")
    return PointsFlow(
        one.blobs, Linear(), one.separation, "exact", sampler, lambda d: 0.1 * np.log2(2 * d)
    )


def test_the_curve_grows_dimension_by_dimension(drawn):
    frames = list(INSTRUMENT(drawn).frames(EMPTY, Ticket()))
    assert len(frames) == 1 + len(DIMENSIONS)
    curve = frames[-1].layers["opening"].positions[0]
    assert curve[:, 0] == pytest.approx(np.log10(DIMENSIONS))
    assert curve[:, 1] == pytest.approx(np.rad2deg(0.1 * np.log2(2.0 * np.array(DIMENSIONS))))
    here = frames[0].layers["opening_here"].positions[0]
    assert here == pytest.approx([0.0, 39.607], abs=0.05)
    assert frames[-1].progress == 1.0


def test_a_place_stands_for_a_whole_number_of_dimensions(drawn):
    assert INSTRUMENT.chosen(drawn, EMPTY, (np.log10(37.4), 3.0)) == {"dimensions": 37}
    assert INSTRUMENT.chosen(drawn, EMPTY, (-3.0, 3.0)) == {"dimensions": 1}
    assert INSTRUMENT.chosen(drawn, EMPTY, (9.0, 3.0)) == {"dimensions": 1024}


def test_it_says_how_many_points_there_are(drawn, scheduled):
    assert "2 points; drag" in INSTRUMENT.heading(drawn, EMPTY)[1]
    with pytest.raises(UnfitError, match="drawn in some dimensions"):
        list(INSTRUMENT(scheduled()).frames(EMPTY, Ticket()))
