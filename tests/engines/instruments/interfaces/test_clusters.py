from __future__ import annotations

import itertools

import numpy as np
import pytest

from engines.errors import ParameterError
from engines.instruments.interfaces import clusters

GROUPED = np.array([[0.0, 0.1, 0.2, 4.9], [5.0, 5.1, 9.9, 10.1]])


def cost(values: np.ndarray, centres: np.ndarray) -> float:
    return float(((values.ravel()[:, None] - centres) ** 2).min(axis=1).sum())


@pytest.mark.parametrize("way", clusters.WAYS)
def test_three_plain_groups_are_found(way: str) -> None:
    found = clusters.WAYS[way](GROUPED, 3)
    assert found == pytest.approx([0.1, 5.0, 10.0], abs=0.03)
    assert clusters.labels(GROUPED, found).tolist() == [[0, 0, 0, 1], [1, 1, 2, 2]]


def test_thresholds_lie_halfway() -> None:
    assert clusters.thresholds(np.array([0.0, 1.0, 4.0])).tolist() == [0.5, 2.5]


def test_a_hole_belongs_to_no_group_and_changes_none() -> None:
    holed = np.append(GROUPED.ravel(), np.nan)
    assert clusters.lloyd(holed, 3) == pytest.approx(clusters.lloyd(GROUPED, 3))
    assert clusters.labels(holed, clusters.lloyd(holed, 3))[-1] == -1


def test_lloyd_ends_where_every_centre_is_the_mean_of_its_own() -> None:
    values = np.random.default_rng(0).gamma(0.5, size=500)
    centres = clusters.lloyd(values, 4)
    own = clusters.labels(values, centres)
    assert centres == pytest.approx([values[own == i].mean() for i in range(4)])


def test_exact_groups_are_the_best_of_all_splits() -> None:
    draw = np.random.default_rng(1)
    for k in (1, 2, 3, 4):
        values = 1e6 + draw.normal(size=11)
        ordered = np.sort(values)
        splits = itertools.combinations(range(1, 11), k - 1)
        best = min(
            sum(float(((p - p.mean()) ** 2).sum()) for p in np.split(ordered, list(split)))
            for split in splits
        )
        assert cost(values, clusters.exact(values, k)) == pytest.approx(best, rel=1e-6)


def test_exact_groups_are_never_worse_than_those_of_lloyd() -> None:
    draw = np.random.default_rng(2)
    worse = 0
    for _ in range(20):
        values = np.concatenate([draw.gamma(0.3, size=300), draw.normal(6.0, 0.1, 40)])
        rough, best = clusters.lloyd(values, 5), clusters.exact(values, 5)
        assert cost(values, best) <= cost(values, rough) * (1.0 + 1e-12)
        worse += cost(values, rough) > cost(values, best) * 1.001
    assert worse > 0  # otherwise this would not tell them apart


def test_fuzzy_centres_satisfy_their_equation() -> None:
    values = np.random.default_rng(3).gamma(1.0, size=400)
    centres = clusters.fuzzy(values, 3)
    near = (values - centres[:, None]) ** -2.0
    weights = (near / near.sum(0)) ** 2
    assert centres == pytest.approx((weights @ values) / weights.sum(1), rel=1e-6)


@pytest.mark.parametrize("way", clusters.WAYS)
def test_more_groups_than_values_are_refused(way: str) -> None:
    with pytest.raises(ParameterError, match="clusters = 3, allowed 1 to 2"):
        clusters.WAYS[way](np.array([1.0, 1.0, 2.0, np.nan]), 3)
