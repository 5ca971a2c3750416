import itertools

import numpy as np
import pytest

from engines.errors import FlowError
from engines.numerics.interpolants.coupling import paired


def cost(first, last):
    return float(((first - last) ** 2).sum())


def test_near_pairs_cost_no_more_than_any_other_pairing():
    draw = np.random.default_rng(0)
    first, last = draw.standard_normal((5, 2)), draw.standard_normal((5, 2)) + 2.0
    joined = paired(first, last, "nearest in batch")
    best = min(cost(first, last[list(order)]) for order in itertools.permutations(range(5)))
    assert cost(*joined) == pytest.approx(best)


def test_every_draw_is_used_once_and_batches_do_not_mix():
    draw = np.random.default_rng(1)
    first, last = draw.standard_normal((23, 2)), draw.standard_normal((23, 2))
    _, near = paired(first, last, "nearest in batch", batch=10)
    for begin in (0, 10, 20):
        piece = slice(begin, begin + 10)
        assert sorted(map(tuple, near[piece])) == sorted(map(tuple, last[piece]))
    assert cost(first, near) < cost(first, last)


def test_independent_draws_stay_as_they_are():
    first, last = np.zeros((4, 2)), np.arange(8.0).reshape(4, 2)
    assert paired(first, last)[1] is last


@pytest.mark.parametrize(
    ("last", "coupling", "words"),
    [
        (np.zeros((3, 2)), "independent", "must be alike"),
        (np.zeros((4, 3)), "nearest in batch", "must be alike"),
        (np.zeros((4, 2)), "optimal", "coupling = 'optimal'"),
    ],
)
def test_clouds_that_cannot_be_joined_are_refused(last, coupling, words):
    with pytest.raises(FlowError, match=words):
        paired(np.zeros((4, 2)), last, coupling)
