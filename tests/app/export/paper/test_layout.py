from __future__ import annotations

import pytest

from app.export.paper.layout import Insets, expected_widths, plan, rows_of
from engines.protocols.views import ViewSpec

INSETS = Insets(30.0, 10.0, 20.0, 30.0)


def views(*kinds):
    return tuple(ViewSpec(f"{i}", kind, kind, ()) for i, kind in enumerate(kinds))


def planned(kinds, aspects, pixels=None):
    return plan(views(*kinds), aspects, lambda i: INSETS, pixels, lambda width: 12.0)


@pytest.mark.parametrize(
    ("kinds", "rows"),
    [
        ((), []),
        (("plane",), [[0]]),
        (("plane", "chart"), [[0], [1]]),
        (("plane", "plane"), [[0, 1]]),
        (("plane", "plane", "chart"), [[0, 1], [2]]),
        (("plane", "chart", "chart"), [[0], [1, 2]]),
        (("plane", "sheet", "sheet", "sheet"), [[0, 1], [2, 3]]),
        (("plane",) * 4, [[0, 1], [2, 3]]),
    ],
)  # fmt: skip
def test_views_stand_as_in_the_window(kinds, rows):
    assert rows_of(views(*kinds)) == rows
    assert len(expected_widths(views(*kinds))) == len(kinds)


@pytest.mark.parametrize("pixels", [None, (1280, 720), (720, 1280), (640, 400)])
@pytest.mark.parametrize(
    "kinds",
    [("plane",), ("plane", "chart"), ("plane", "plane"), ("space", "plane", "chart"),
     ("plane", "plane", "plane", "sheet")],
)  # fmt: skip
def test_nothing_overlaps_and_planes_keep_their_shape(kinds, pixels):
    aspects = [2.0 if kind == "plane" else None for kind in kinds]
    made = planned(kinds, aspects, pixels)
    for i, (data, cell) in enumerate(zip(made.data, made.cells, strict=True)):
        assert cell.x >= 0
        assert cell.x + cell.width <= made.width + 1e-6
        assert cell.y >= 0
        assert cell.y + cell.height <= made.height + 1e-6
        assert cell.x <= data.x
        assert data.x + data.width <= cell.x + cell.width + 1e-6
        if aspects[i]:
            assert data.width / data.height == pytest.approx(aspects[i])
        for other in made.cells[:i]:
            apart = (
                other.x + other.width <= cell.x + 1e-6
                or other.y >= cell.y + cell.height - 1e-6
                or other.x >= cell.x + cell.width - 1e-6
                or other.y + other.height <= cell.y + 1e-6
            )
            assert apart


@pytest.mark.parametrize("pixels", [(1280, 720), (641, 399), (3840, 2160), (333, 777)])
def test_the_size_in_pixels_is_exact(pixels):
    made = planned(("plane", "chart"), [1.0, None], pixels)
    assert round(made.width / 72 * made.dpi, 6) == pixels[0]
    assert round(made.height / 72 * made.dpi, 6) == pixels[1]


def test_neighbours_share_the_upper_edge_of_their_data():
    made = planned(("plane", "plane"), [1.0, 2.0])
    tops = [data.y + data.height for data in made.data]
    assert tops[0] == pytest.approx(tops[1])


def test_a_wide_picture_puts_the_chart_beside_the_plane_and_a_tall_one_below():
    wide = planned(("plane", "chart"), [1.0, None], (1280, 720))
    tall = planned(("plane", "chart"), [1.0, None], (720, 1280))
    assert wide.data[1].x > wide.data[0].x + wide.data[0].width
    assert tall.data[1].y < tall.data[0].y
