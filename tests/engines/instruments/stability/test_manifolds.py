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


def test_the_curve_that_leaves_the_origin_of_lorenz_ends_in_a_rest_below_the_loop(measured, lorenz):
    """rho = 10 lies below the homoclinic loop at 13.926, so each half ends on its own side."""
    frame = measured(INSTRUMENT, lorenz(rho=10.0), manifold_time=10.0)[-1]
    curves = frame.layers["manifolds"]
    assert set(curves.roles) == {"repel"}
    ends = sorted(line[-1, 0] for line in curves.lines if np.linalg.norm(line[0]) < 1e-6)
    far = np.sqrt(8.0 / 3.0 * 9.0)
    np.testing.assert_allclose(ends, [-far, far], atol=0.2)
    assert frame.readings["manifolds"].text == "halves"


def test_saddles_of_maps_have_both_curves(measured, shipped):
    frame = measured(INSTRUMENT, shipped("standard-map", K=0.6), manifold_steps=12)[-1]
    assert {"repel", "attract"} == set(frame.layers["manifolds"].roles)
    assert frame.readings["manifolds"].value >= 4.0
