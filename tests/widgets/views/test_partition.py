"""One to four views are parted as the look says."""

from __future__ import annotations

import pytest

from engines.protocols.views import Axis, ViewSpec
from widgets.views.partition import LINE, Cut, aspect, parted, placed

BOX = (0, 0, 878, 748)


def spec(kind, wide=2.0, equal=True):
    return ViewSpec(
        kind, kind, kind, (), axes=(Axis("x", high=wide), Axis("y", high=1.0)), equal=equal
    )


def shares(tree):
    """Width and height of each view as a share of the whole, without the lines."""
    return {
        i: (round((w + LINE / 2) / BOX[2], 2), round((h + LINE / 2) / BOX[3], 2))
        for i, (_, _, w, h) in placed(tree, BOX).views.items()
    }


@pytest.mark.parametrize(
    ("kinds", "wanted"),
    [
        (("plane",), [(1.0, 1.0)]),
        (("plane", "chart"), [(1.0, 0.7), (1.0, 0.3)]),
        (("plane", "plane"), [(0.5, 1.0), (0.5, 1.0)]),
        (("plane", "sheet"), [(0.5, 1.0), (0.5, 1.0)]),
        (("plane", "plane", "chart"), [(1.0, 0.64), (0.5, 0.36), (0.5, 0.36)]),
        (("space", "space", "space", "plane"), [(0.5, 0.5)] * 4),
        (
            ("plane", "sheet", "sheet", "sheet"),
            [(0.64, 0.63), (0.36, 0.26), (0.36, 0.36), (1.0, 0.37)],
        ),
    ],
)
def test_each_number_of_views_has_its_arrangement(kinds, wanted):
    found = shares(parted([spec(k) for k in kinds]))
    for i, pair in enumerate(wanted):
        assert found[i] == pytest.approx(pair, abs=0.02)


def test_two_square_planes_stand_above_a_chart():
    found = shares(parted([spec("plane", 1.0), spec("plane", 1.1), spec("chart")]))
    assert found[0] == pytest.approx((0.5, 0.66), abs=0.01)
    assert found[2] == pytest.approx((1.0, 0.34), abs=0.01)


@pytest.mark.parametrize("count", [1, 2, 3, 4])
@pytest.mark.parametrize("box", [BOX, (10, 20, 782, 541), (0, 0, 241, 121)])
def test_views_and_lines_fill_the_box_without_overlap(count, box):
    found = placed(parted([spec("plane")] * count), box)
    parts = [*found.views.values(), *(line for _, line, _ in found.dividers)]
    assert sum(w * h for _, _, w, h in parts) == box[2] * box[3]
    for i, (x, y, w, h) in enumerate(parts):
        assert w > 0
        assert h > 0
        for u, v, p, q in parts[:i]:
            assert x + w <= u or u + p <= x or y + h <= v or v + q <= y


def test_a_cut_never_squeezes_a_view_to_nothing():
    found = placed(Cut(True, 0.0, 0, 1), BOX)
    assert found.views[0][2] == 120


def test_only_planes_that_keep_it_have_an_aspect():
    assert aspect(spec("plane")) == 2.0
    assert aspect(spec("plane", equal=False)) == 0.0
    assert aspect(spec("chart")) == 0.0
