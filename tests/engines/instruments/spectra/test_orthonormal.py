from __future__ import annotations

import numpy as np

from engines.instruments.spectra.orthonormal import orthonormalise


def test_frames_become_those_of_a_householder_factorisation():
    draw = np.random.default_rng(0)
    frames = draw.standard_normal((20, 5, 3))
    known = [np.linalg.qr(frame) for frame in frames]
    logs = np.empty((20, 3))
    orthonormalise(frames, logs)
    for frame, log, (q, r) in zip(frames, logs, known, strict=True):
        np.testing.assert_allclose(frame.T @ frame, np.eye(3), atol=1e-14)
        np.testing.assert_allclose(log, np.log(np.abs(np.diag(r))), atol=1e-13)
        np.testing.assert_allclose(np.abs(np.sum(frame * q, axis=0)), 1.0, atol=1e-13)


def test_directions_that_all_but_coincide_are_orthogonal_afterwards():
    frames = np.array([[[1.0, 1.0], [0.0, 1e-9], [0.0, 0.0]]])
    logs = np.empty((1, 2))
    orthonormalise(frames, logs)
    np.testing.assert_allclose(frames[0].T @ frames[0], np.eye(2), atol=1e-12)
    np.testing.assert_allclose(logs[0], [0.0, np.log(1e-9)], atol=1e-6)


def test_a_direction_that_vanished_is_told_by_its_logarithm():
    frames = np.zeros((1, 2, 1))
    logs = np.empty((1, 1))
    orthonormalise(frames, logs)
    assert logs[0, 0] == -np.inf
