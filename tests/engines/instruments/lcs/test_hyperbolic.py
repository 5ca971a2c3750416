from dataclasses import replace

import numpy as np
import pytest

from engines.instruments.lcs.cauchy_green import cauchy_green
from engines.instruments.lcs.hyperbolic import (
    MaterialLine,
    Rules,
    material_lines,
    region,
    seeds_on_lines,
    stretching,
    strongest,
)

X = np.linspace(-1.0, 1.0, 41)
RULES = Rules(
    step=2e-3, failure=0.1, shortest=0.5, percentile=0.0, sampling=5, mean=1.0, apart=0.05
)


@pytest.mark.parametrize("attracting", [False, True])
def test_lines_of_a_saddle_are_straight(saddle, attracting):
    c = cauchy_green(saddle(rate=0.8), X, X, start=0.0, horizon=2.0)
    lines, best = material_lines(c, RULES, attracting=attracting)
    assert len(lines) >= 1
    across = 1 if attracting else 0  # shrink lines are x = const, stretch lines y = const
    for line in lines:
        along = line.places[-1] - line.places[0]
        assert abs(along[across]) <= 1e-4 * abs(along[1 - across])
        assert np.ptp(line.places[:, across]) <= 1e-4
        assert np.ptp(line.places[:, 1 - across]) > 1.9
        assert line.mean == pytest.approx(np.exp(3.2), rel=1e-6)
    assert best == pytest.approx(np.exp(3.2), rel=1e-6)


def test_the_line_between_two_gyres_is_where_they_part(shipped):
    flow = shipped("double-gyre", epsilon=0.0)
    x, y = np.linspace(0.0, 2.0, 101), np.linspace(0.0, 1.0, 51)
    c = cauchy_green(flow, x, y, start=0.0, horizon=5.0)
    inner = replace(RULES, mean=30.0, failure=0.05, percentile=60.0)
    lines, _ = material_lines(c, inner)
    nearest = min(lines, key=lambda line: abs(line.places[:, 0].mean() - 1.0))
    assert np.abs(nearest.places[:, 0] - 1.0).max() < 1e-3


def test_the_region_is_where_neighbours_are_weaker(shipped):
    flow = shipped("double-gyre", epsilon=0.0)
    x, y = np.linspace(0.0, 2.0, 101), np.linspace(0.0, 1.0, 51)
    c = cauchy_green(flow, x, y, start=0.0, horizon=5.0)
    inside = region(c, False, 0.0)
    assert inside[20:30, 50].all()
    assert not inside[:, [0, -1]].any()
    assert np.all(c.eigen.high[inside] > 1.0)
    assert inside.sum() > region(c, False, 80.0).sum()


def test_stretch_lines_count_by_what_they_are_squeezed_from_the_sides(saddle):
    c = cauchy_green(saddle(rate=0.5), X, X, start=0.0, horizon=2.0)
    np.testing.assert_allclose(stretching(c, True), np.exp(2.0), rtol=1e-6)


def test_seeds_are_peaks_on_rows_and_columns_within_the_region():
    y, x = np.meshgrid(X, X, indexing="ij")
    strength = np.exp(-((x - 0.2) ** 2) / 0.05)
    inside = np.abs(y) < 0.6
    seeds = seeds_on_lines(X, X, strength, inside, 4)
    on_rows = seeds[np.abs(seeds[:, 0] - 0.2) < 1e-9]
    assert len(on_rows) >= 2
    assert np.all(np.abs(seeds[:, 1]) < 0.6)


def test_of_lines_beside_each_other_the_strongest_is_kept():
    along = np.linspace(0.0, 1.0, 201)
    first, beside, apart, partly = (
        MaterialLine(np.stack([along, 0.0 * along + y], axis=1), mean)
        for y, mean in ((0.0, 9.0), (0.03, 8.0), (0.5, 7.0), (0.02, 6.0))
    )
    partly = MaterialLine(np.stack([along, 1.0 * along], axis=1), 6.0)
    assert strongest([first, beside, apart, partly], 0.1) == [first, apart, partly]
    assert strongest([first, beside], 0.01) == [first, beside]
    assert strongest([first, beside], 0.0) == [first, beside]


def test_a_line_stops_where_states_blew_up(saddle):
    c = cauchy_green(saddle(rate=0.8), X, X, start=0.0, horizon=2.0)
    gone = X > 0.5
    eigen = replace(
        c.eigen,
        **{
            name: np.where(gone[:, None] if field.ndim == 2 else gone[:, None, None], np.nan, field)
            for name, field in (
                ("low", c.eigen.low),
                ("high", c.eigen.high),
                ("double", c.eigen.double),
            )
        },
    )
    lines, _ = material_lines(replace(c, eigen=eigen), RULES)
    assert lines
    assert all(line.places[:, 1].max() < 0.5 for line in lines)
