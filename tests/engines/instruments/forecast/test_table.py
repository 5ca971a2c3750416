from __future__ import annotations

import numpy as np
import pytest

from engines.instruments.forecast.models import NAMES, NETWORKS, Split, race
from engines.instruments.forecast.table import HORIZONS, Entry, joined, scores_of


@pytest.fixture(scope="module")
def outcomes():
    k = np.arange(1200)
    return list(race(np.sin(0.07 * k) + np.sin(0.0913 * k), 200, 100))


@pytest.fixture(scope="module")
def split():
    k = np.arange(1200)
    return Split.of(3.0 + 2.0 * np.sin(0.07 * k), 200)


def entry_of(outcomes, split, published=0.9, computed=None):
    return Entry(2.0, published, computed, {100: scores_of(outcomes, split, 100)})


def test_horizons_between_two_of_the_table_are_near(outcomes, split):
    entry = entry_of(outcomes, split)
    for outcome in outcomes:
        for horizon in range(1, 201):
            there = entry.error(outcome.racer.name, horizon)
            exact = horizon in HORIZONS[100]
            assert there == pytest.approx(outcome.smape[horizon - 1], rel=1e-3, abs=None if exact
                                          else 8.0)  # fmt: skip
        assert entry.error(outcome.racer.name, 0.15) == entry.error(outcome.racer.name, 1)


def test_our_own_exponent_comes_first(outcomes, split):
    assert entry_of(outcomes, split, 0.9, 0.6).chaos() == pytest.approx(1.2)
    assert entry_of(outcomes, split, 0.9, None).chaos() == pytest.approx(1.8)
    assert entry_of(outcomes, split, None, None).chaos() is None


def test_what_networks_said_is_kept_to_a_hundredth_of_the_spread(outcomes, split):
    said = np.append(np.sin(0.3 * np.arange(150)), np.full(50, np.nan))
    networks = scores_of([split.scored(n, said, 4) for n in NETWORKS], split, 100)
    off = networks.curve("gru") - (split.mean + split.spread * said)
    assert np.nanmax(np.abs(off)) <= 0.0051 * split.spread
    assert np.isnan(off).tolist() == np.isnan(said).tolist()
    assert networks.nrmse["gru"] is None
    assert networks.setting == {"gru": 4, "nbeats": 4}
    first = scores_of(outcomes, split, 100)
    both = joined(first, networks)
    assert tuple(both.smape) == (*NAMES, "gru", "nbeats")
    assert not Entry(1.0, None, None, {100: first}).complete()
    assert Entry(1.0, None, None, {100: both}).complete()
