from __future__ import annotations

import numpy as np
import pytest

from engines.errors import ParameterError
from engines.instruments.disentanglement.vp_score import vp_score
from engines.running.ticket import Ticket, Withdrawn


def walked(count, told, seed=0):
    """Random 8 x 8 pictures, one of whose two halves becomes brighter; or nothing to see."""
    draw = np.random.default_rng(seed)
    first = draw.random((count, 8, 8)).astype(np.float32)
    ways = draw.integers(0, 2, count)
    last = first + 0.05 * draw.standard_normal(first.shape).astype(np.float32)
    if told:
        last[ways == 0, :4] += 0.2
        last[ways == 1, 4:] += 0.2
    return first, last, ways


def test_ways_that_differ_to_the_eye_are_told_apart():
    assert vp_score(*walked(600, told=True), 0.1, steps=80) > 0.95


def test_ways_that_look_alike_are_guessed_by_chance():
    assert 0.4 < vp_score(*walked(600, told=False), 0.1, steps=80) < 0.6


def test_the_length_of_all_walks_together_does_not_matter():
    first, last, ways = walked(400, told=True)
    short = first + np.float32(0.25) * (last - first)
    a, b = (vp_score(first, end, ways, 0.2, steps=40) for end in (last, short))
    assert a == pytest.approx(b, abs=0.01)


def test_the_score_follows_from_its_seed():
    pairs = walked(200, told=True)
    assert vp_score(*pairs, 0.1, seed=3, steps=10) == vp_score(*pairs, 0.1, seed=3, steps=10)


def test_colours_are_channels_of_the_same_pictures():
    first, last, ways = walked(200, told=True)
    both = [np.repeat(p[:, None], 3, axis=1) for p in (first, last)]
    assert vp_score(*both, ways, 0.2, steps=60) > 0.8


@pytest.mark.parametrize("share", [0.0, 1.0, 0.001])
def test_something_must_be_learned_from_and_something_tested(share):
    with pytest.raises(ParameterError, match="share = "):
        vp_score(*walked(20, told=True), share)


def test_what_does_not_fit_is_refused():
    first, last, ways = walked(20, told=True)
    with pytest.raises(ParameterError, match="must be the same"):
        vp_score(first, last[:, :4], ways)
    with pytest.raises(ParameterError, match="multiples of 8"):
        vp_score(first[:, :6], last[:, :6], ways)
    with pytest.raises(ParameterError, match="20 whole numbers"):
        vp_score(first, last, ways - 1)
    with pytest.raises(ParameterError, match="not finite"):
        vp_score(first, last * np.nan, ways)


def test_a_withdrawn_score_is_not_waited_for():
    ticket = Ticket()
    ticket.withdraw()
    with pytest.raises(Withdrawn):
        vp_score(*walked(40, told=True), 0.5, ticket=ticket)
