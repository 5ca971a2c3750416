from __future__ import annotations

import numpy as np

from engines.learned.generative.noise.walks import along, arc, line

A, B = np.array([3.0, 0.0]), np.array([0.0, 3.0])


def test_a_line_cuts_across_and_an_arc_keeps_its_distance():
    straight, bent = line(A, B, 5), arc(A, B, 5)
    np.testing.assert_allclose(straight[2], [1.5, 1.5])
    np.testing.assert_allclose(np.linalg.norm(bent, axis=1), 3.0)
    np.testing.assert_allclose(bent[2], [3.0 / np.sqrt(2.0)] * 2)
    for walk in (straight, bent):
        np.testing.assert_allclose(walk[[0, -1]], [A, B], atol=1e-12)


def test_an_arc_goes_the_short_way_and_changes_its_radius_evenly():
    walk = arc(np.array([-2.0, 0.2]), np.array([-1.0, -0.1]), 11)
    assert (walk[:, 0] < -0.9).all()
    steps = np.diff(np.linalg.norm(walk, axis=1))
    np.testing.assert_allclose(steps, steps[0])


def test_from_the_middle_an_arc_is_a_line():
    np.testing.assert_allclose(arc(np.zeros(2), B, 4), line(np.zeros(2), B, 4))


def test_a_drawn_path_is_walked_at_one_pace_however_fast_it_was_drawn():
    path = np.array([[0.0, 0.0], [0.1, 0.0], [3.0, 0.0], [3.0, 1.0]])
    walk = along(path, 5)
    np.testing.assert_allclose(walk, [[0, 0], [1, 0], [2, 0], [3, 0], [3, 1]])
