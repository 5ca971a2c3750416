from __future__ import annotations

import math

import numpy as np
import pytest

from engines.errors import ParameterError
from engines.instruments.interfaces.found import INNER, OUTER, interfaces

N = 64
NODES = 2.0 * math.pi / N * np.arange(N)
Y = NODES[:, None] * np.ones((1, N))


def stripe(edge: float = 1.0, core: float = 0.5) -> np.ndarray:
    """Three levels of dye around y = pi, with a hole of clear fluid inside."""
    off = np.abs(Y - math.pi)
    dye = np.where(off < core, 1.0, np.where(off < edge, 0.5, 0.0))
    dye[32:34, 10:12] = 0.0
    return dye


def test_both_edges_of_a_stripe_are_where_its_dye_changes() -> None:
    found = interfaces(NODES, NODES, stripe(), periodic=True, groups=3)
    assert found.centres == pytest.approx([0.0, 0.5, 1.0])
    for edge, off in ((OUTER, 1.0), (INNER, 0.5)):
        lines = found.lines(edge)
        assert len(lines) == 2  # the hole has no part in it
        heights = sorted(float(np.median(line[:, 1])) for line in lines)
        assert heights == pytest.approx([math.pi - off, math.pi + off], abs=NODES[1])
        assert all(np.ptp(line[:, 0]) == pytest.approx(2.0 * math.pi) for line in lines)
    assert found.distance(OUTER)[32, 40] == pytest.approx(10.5, abs=1.0)


def test_a_hole_lies_inside() -> None:
    found = interfaces(NODES, NODES, stripe(), periodic=True, groups=3)
    assert found.distance(OUTER)[33, 11] > 0.0


def test_a_smooth_edge_is_found_between_the_nodes() -> None:
    dye = 0.5 * (1.0 + np.tanh((0.83 - np.abs(Y - math.pi)) / 0.3))
    found = interfaces(NODES, NODES, dye, periodic=True, groups=2)
    threshold = float(found.centres.mean())
    off = 0.83 - 0.3 * math.atanh(2.0 * threshold - 1.0)
    heights = [abs(float(line[:, 1].mean()) - math.pi) for line in found.lines(OUTER)]
    assert heights == pytest.approx([off, off], abs=0.03 * NODES[1])
    assert len(found.lines(INNER)) == 2  # with two groups it is the same edge


def test_places_are_the_cells_just_outside() -> None:
    found = interfaces(NODES, NODES, stripe(), periodic=True, groups=3)
    places = found.places(OUTER)
    assert len(places) == 2 * N
    assert np.abs(np.abs(places[:, 1] - math.pi) - 1.0).max() < NODES[1]


def test_mistakes_are_named() -> None:
    with pytest.raises(ParameterError, match="clustering = 'guess', allowed k-means"):
        interfaces(NODES, NODES, stripe(), periodic=True, way="guess")
    with pytest.raises(ParameterError, match="clusters = 4, allowed 1 to 3"):
        interfaces(NODES, NODES, stripe(), periodic=True, groups=4)
