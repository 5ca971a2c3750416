from __future__ import annotations

import numpy as np

from engines.experiments.generative.training_curve import Curve, shipped, view
from engines.protocols.recipe import Snapshot

TABLE = {"curve_steps": [10, 20, 30], "curve_losses": [10.0, 1.0, 0.01]}


def test_the_shipped_curve_is_logarithmic():
    layer = shipped(TABLE)
    np.testing.assert_allclose(layer.y, [1.0, 0.0, -2.0])
    assert layer.role == "before"


def test_a_card_without_curve_gives_an_empty_one():
    assert len(shipped({}).x) == 0
    assert view({}, ("loss",)).axes[0].high == 1.0
    assert view({}, ("loss",)).subtitle == "loss; T trains a network"


def test_the_live_curve_grows():
    curve = Curve()
    curve.with_point(Snapshot(1, 9, 100.0, None))
    layer = curve.with_point(Snapshot(2, 9, 10.0, None))
    layer = curve.with_point(Snapshot(2, 9, 20.0, None))  # told again while it rests
    np.testing.assert_allclose(layer.x, [1, 2])
    np.testing.assert_allclose(layer.y, [2, 1])
    assert layer.role == "learned"


def test_the_axes_hold_the_whole_curve():
    x, y = view(TABLE, ("loss",)).axes
    assert x.high == 30
    assert y.low < -2.0
    assert y.high > 1.0
