from __future__ import annotations

import numpy as np
import pytest

from engines.systems.samples.figures import (
    EDGE,
    FIRST,
    KINDS,
    PLACES,
    SECOND,
    areas,
    circles,
    circles_of,
    factors_of,
    figures,
    kinds,
    rendered,
    squares,
    squares_of,
)

SHIFTS = (np.arange(16) + 0.5) / 16.0
SOFT = np.pi * EDGE**2 / 5.0  # pi times the variance of the density 6 q (1 - q) over the edge


def shifted(kind: int, a: float, b: float, turn: float) -> np.ndarray:
    """One figure at 256 places within a pixel, shape (256, 6)."""
    x, y = (part.ravel() for part in np.meshgrid(13.5 + SHIFTS, 13.5 + SHIFTS))
    pose = np.tile([kind, a, b, turn], (x.size, 1))
    return np.column_stack([pose, x, y])


@pytest.mark.parametrize("turn", [0.0, 0.3, 1.1])
@pytest.mark.parametrize(
    ("kind", "a", "b", "area", "blur"),
    [
        (0, 8.0, 4.0, np.pi * 32.0, SOFT),
        (0, 6.0, 6.0, np.pi * 36.0, SOFT),
        (1, 8.0, 2.0, 112.0, SOFT),
        (2, 6.0, 1.5, np.pi * (7.5**2 - 4.5**2), 0.0),
    ],
)
def test_ink_is_the_area_and_what_a_soft_edge_adds_to_it(kind, a, b, area, blur, turn):
    """Steiner: a parallel curve at u encloses A + P u + pi u^2; of P nothing is left over a soft
    edge, and for the two edges of a ring pi u^2 cancels."""
    poses = shifted(kind, a, b, turn)
    np.testing.assert_allclose(areas(poses), area)
    ink = float(rendered(poses).sum(axis=(1, 2), dtype=np.float64).mean())
    # an ellipse that is no circle has its distance to first order only
    assert ink - area == pytest.approx(blur, abs=0.5 if kind == 0 and a != b else 0.02)


def test_a_ring_is_empty_inside_and_a_cross_is_full_there():
    poses = np.array([[2, 6, 1.5, 0.4, 14, 14], [1, 6, 2.4, 0.4, 14, 14]])
    middle = rendered(poses)[:, 13:15, 13:15]
    np.testing.assert_array_equal(middle[0], 0.0)
    np.testing.assert_array_equal(middle[1], 1.0)


def test_turns_are_anticlockwise_and_y_points_upwards():
    bar = rendered(np.array([[0, 9, 3, np.pi / 4, 14, 14]]))[0]
    np.testing.assert_allclose(bar, bar[::-1, ::-1], atol=1e-6)
    assert bar[8, 19] > 0.9  # upper right
    assert bar[8, 8] == 0.0
    high = rendered(np.array([[0, 6, 3, 0, 14, 18]]))[0]
    assert high[:14].sum() > high[14:].sum()


def test_poses_fill_their_ranges_and_no_figure_leaves_the_picture():
    poses = factors_of(np.random.default_rng(0).random((6000, 6)))
    kind = poses[:, 0].astype(int)
    np.testing.assert_allclose(np.bincount(kind) / 6000, 1 / len(KINDS), atol=0.02)
    for number in range(len(KINDS)):
        own = poses[kind == number]
        for column, limits in ((1, FIRST), (2, SECOND)):
            low, high = limits[number]
            assert low <= own[:, column].min() < low + 0.02
            assert high - 0.02 < own[:, column].max() <= high
    assert PLACES[0] <= poses[:, 4:].min() < poses[:, 4:].max() <= PLACES[1]
    assert 0.0 <= poses[:, 3].min() < poses[:, 3].max() < np.pi
    edge = rendered(poses).max(axis=0)
    assert max(edge[0].max(), edge[-1].max(), edge[:, 0].max(), edge[:, -1].max()) <= 0.25


def test_one_seed_gives_one_set_and_a_longer_one_begins_with_a_shorter():
    first = figures(20, 3)
    np.testing.assert_array_equal(first, figures.__wrapped__(20, 3))
    np.testing.assert_array_equal(first, figures(30, 3)[:20])
    assert not np.array_equal(first, figures(20, 4))


def test_kinds_are_those_of_the_figures():
    rings = figures(60, 3)[kinds(60, 3) == KINDS.index("ring")]
    assert len(rings) > 10
    weight = rings.sum(axis=(1, 2))
    middle = [(rings * axis).sum(axis=(1, 2)) / weight for axis in np.mgrid[:28, :28]]
    holes = rings[np.arange(len(rings)), *(np.round(m).astype(int) for m in middle)]
    assert holes.max() < 0.05


@pytest.mark.parametrize("chance", [-0.1, 1.0, np.nan])
def test_a_chance_that_is_none_is_refused(chance):
    with pytest.raises(ValueError, match="chances"):
        factors_of(np.full((1, 6), chance))


def test_a_circle_and_the_square_of_the_same_chances_have_one_place_and_one_area():
    chances = np.random.default_rng(1).random((50, 3))
    circles, squares = circles_of(chances), squares_of(chances)
    np.testing.assert_allclose(areas(circles), areas(squares))
    np.testing.assert_array_equal(circles[:, 4:], squares[:, 4:])
    drawn = [rendered(poses).astype(float) for poses in (circles, squares)]
    for axis in np.mgrid[:28, :28]:
        middles = [(p * axis).sum(axis=(1, 2)) / p.sum(axis=(1, 2)) for p in drawn]
        np.testing.assert_allclose(middles[0], middles[1], atol=0.05)
    # a square is full in the corner that a circle leaves empty
    corner = circles[:, 1] * 0.5 * np.sqrt(np.pi) - 1.5
    rows = np.round(27.5 - circles[:, 5] - corner).astype(int)
    columns = np.round(circles[:, 4] + corner - 0.5).astype(int)
    square, circle = (p[np.arange(50), rows, columns] for p in (drawn[1], drawn[0]))
    assert (square >= circle).all()
    assert (square - circle).mean() > 0.1


def test_sets_of_circles_and_squares_are_apart_and_stay_as_they_are():
    assert circles(30, 2) is circles(30, 2)
    assert not circles(30, 2).flags.writeable
    ink = [found(200, 2).sum(axis=(1, 2)) for found in (circles, squares)]
    assert abs(np.corrcoef(ink)[0, 1]) < 0.3
