from __future__ import annotations

import numpy as np

from engines.instruments.stability.manifolds import INSTRUMENT


def test_manifolds_of_the_linear_saddle_are_the_axes(measured, saddle):
    curves = measured(INSTRUMENT, saddle())[-1].layers["manifolds"]
    assert sorted(curves.roles) == ["attract"] * 2 + ["repel"] * 2
    for line, role in zip(curves.lines, curves.roles, strict=True):
        across = line[:, 1 if role == "repel" else 0]
        along = line[:, 0 if role == "repel" else 1]
        np.testing.assert_allclose(across, 0.0, atol=1e-12)
        assert np.ptp(along) > 1.0


def test_the_separatrix_of_the_pendulum_is_known(measured, pendulum):
    curves = measured(INSTRUMENT, pendulum(c=0.0), manifold_time=20.0)[-1].layers["manifolds"]
    assert len(curves.lines) == 8
    for line in curves.lines:
        np.testing.assert_allclose(
            np.abs(line[:, 1]), 2 * np.abs(np.cos(line[:, 0] / 2)), atol=1e-4
        )
    reach = [np.ptp(line[:, 0]) for line in curves.lines]
    np.testing.assert_allclose(reach, 2 * np.pi, atol=1e-3)


def test_unstable_manifolds_of_the_damped_pendulum_end_in_the_rest(measured, pendulum):
    frame = measured(INSTRUMENT, pendulum(c=1.0), manifold_time=40.0)[-1]
    curves = frame.layers["manifolds"]
    ends = [c[-1] for c, r in zip(curves.lines, curves.roles, strict=True) if r == "repel"]
    np.testing.assert_allclose(
        np.sort([e[0] for e in ends]), [-2 * np.pi, 0, 0, 2 * np.pi], atol=1e-9
    )
    assert dict(curves.labels) == {"attract": "stable manifold", "repel": "unstable manifold"}


def test_a_flow_without_saddles_has_no_manifolds(measured, rotation):
    frame = measured(INSTRUMENT, rotation())[-1]
    assert frame.layers["manifolds"].lines == ()
    assert frame.readings["manifolds"].value == 0


def test_an_unsteady_flow_is_refused(drift):
    assert INSTRUMENT.refuses(drift()) == "needs a steady flow"
