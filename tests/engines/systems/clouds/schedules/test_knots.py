from __future__ import annotations

import numpy as np
import pytest

from engines.errors import FlowError, ParameterError
from engines.numerics.kinetic.drawn import Drawn
from engines.parameters.declare import parameters_model
from engines.systems.clouds.schedules.knots import KNOTS, knots_of

VALUES = parameters_model("p", KNOTS)


@pytest.mark.parametrize("count", [4, 5, 8])
def test_knots_lie_straight_until_one_was_dragged(count):
    knots = knots_of(VALUES(knot_count=count))
    assert knots.shape == (count, 2)
    assert knots.sum(axis=1) == pytest.approx(np.ones(count))


def test_more_knots_are_laid_along_the_same_curve():
    bent = ((0.1, 0.99), (0.3, 0.9), (0.5, 0.8), (0.8, 0.5))
    more = knots_of(VALUES(knot_count=8, knots=bent))
    curve = Drawn(np.array(bent))
    shares = np.arange(1, 9) / 9
    assert more == pytest.approx(np.stack([curve.a(shares), curve.s(shares)], axis=1))
    assert knots_of(VALUES(knot_count=4, knots=bent)) == pytest.approx(np.array(bent))


def test_bad_knots_are_refused_in_words():
    with pytest.raises(ParameterError, match="allowed a and m of each"):
        knots_of(VALUES(knots=((0.1, 0.9, 0.3),)))
    with pytest.raises(FlowError, match="SNR must increase"):
        knots_of(VALUES(knots=((0.9, 0.1), (0.1, 0.9))))
