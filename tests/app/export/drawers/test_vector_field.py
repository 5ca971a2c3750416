from __future__ import annotations

import numpy as np

from app.export.drawers.vector_field import draw_vector_field, streamlets
from engines.layers.vector_field import VectorField

X, Y = np.linspace(-1, 1, 41), np.linspace(-1, 1, 41)
LIMITS = (-1.0, 1.0, -1.0, 1.0)
POINT = (0.01, 0.01)


def turning():
    return VectorField(X, Y, np.tile(-Y[:, None], (1, 41)), np.tile(X, (41, 1)))


def test_streamlets_of_a_rotation_are_arcs_that_run_with_it():
    lines = [line for line in streamlets(turning(), LIMITS, POINT) if len(line) > 20]
    assert len(lines) > 30
    for line in lines:
        radius = np.linalg.norm(line, axis=1)
        if radius.min() > 0.1:
            assert np.ptp(radius) < 1e-3
        crossed = line[0, 0] * line[-1, 1] - line[0, 1] * line[-1, 0]
        assert crossed > 0


def test_streamlets_have_one_length_on_paper_and_stay_inside():
    for line in streamlets(turning(), LIMITS, POINT):
        if len(line) == 25:
            length = np.linalg.norm(np.diff(line, axis=0), axis=1).sum() / POINT[0]
            assert abs(length - 34.0) < 0.5
        assert (np.abs(line) < 1.2).all()


def test_a_field_at_rest_draws_no_direction():
    still = VectorField(X, Y, np.zeros((41, 41)), np.zeros((41, 41)))
    assert all(len(line) <= 1 for line in streamlets(still, LIMITS, POINT))


def test_paths_and_heads_are_two_collections(panel_of):
    drawn = draw_vector_field(panel_of(), "v", turning(), 2)
    assert len(drawn) == 2
    assert len(drawn[0].get_segments()) == len(drawn[1].get_segments())
