from __future__ import annotations

import numpy as np
import pytest

from engines.instruments.sampling.bound import LAST, Bound


def test_very_many_levels_cost_what_noisy_data_tell_of_clean_ones(normal, last):
    """For normal data that is d ln(1 + SNR) / 2 nats."""
    frame = last(Bound, normal, bound_draws=4000)
    line = frame.layers["bound_limit"]
    exact = np.log1p(np.exp(2.0 * line.x))
    assert line.y[-1] == pytest.approx(exact[-1], abs=0.25)
    assert line.y[80] == pytest.approx(exact[80], abs=0.1)
    assert line.x[-1] == pytest.approx(LAST)


def test_fewer_levels_pay_more(normal, last):
    sums = [last(Bound, normal, bound_levels=k).readings["bound"].value for k in (8, 40, 400)]
    assert sums[0] > sums[1] > sums[2]
    limit = last(Bound, normal, bound_levels=1000)
    assert limit.readings["bound"].value == pytest.approx(
        limit.layers["bound_limit"].y[-1], rel=0.02
    )


def test_it_says_what_too_few_levels_cost(normal, last):
    frame = last(Bound, normal, bound_levels=8)
    assert frame.trust.sentence.startswith("8 levels pay ")
    assert frame.layers["bound"].label == "8 levels"


def test_a_map_has_no_levels(shipped_map):
    assert Bound.refuses(shipped_map)
