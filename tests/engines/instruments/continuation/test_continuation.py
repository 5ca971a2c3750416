from __future__ import annotations

import numpy as np
import pytest

from engines.errors import UnfitError
from engines.instruments.continuation.continuation import INSTRUMENT, runs
from engines.parameters.declare import parameters_model


def test_lorenz_forks_at_1_and_loses_its_rests_at_24_74(put, shipped):
    lorenz = shipped("lorenz-1963")
    frames = put(INSTRUMENT, lorenz, swept="rho", continue_cycles=False)
    last = frames[-1]
    labels = last.layers["branch_points"].labels
    assert sorted(labels) == [
        "Hopf 24.737, subcritical",
        "Hopf 24.737, subcritical",
        "branch point 1",
    ]
    rests = last.layers["rests_stable"]
    assert rests.role == "attract"
    assert np.nanmax(rests.x) == pytest.approx(470.0 / 19.0, abs=1e-9)
    assert last.layers["rests_unstable"].role == "unstable"
    np.testing.assert_array_equal(last.layers["branch_now"].x, 28.0)
    assert last.trust.level == "good"
    assert [f.progress for f in frames][-1] == 1.0


def test_a_click_chooses_the_parameter_within_its_range(shipped):
    lorenz = shipped("lorenz-1963")
    p = parameters_model("c", INSTRUMENT.declared(lorenz))(swept="rho")
    assert INSTRUMENT.chosen(lorenz, p, (33.0, 0.0)) == {"rho": 33.0}
    assert INSTRUMENT.chosen(lorenz, p, (1e9, 0.0)) == {"rho": 100.0}
    across, up = INSTRUMENT.axes(lorenz, p)
    assert (across.low, across.high, up.low) == (0.0, 100.0, -25.0)


def test_ranges_without_a_change_are_said_to_have_none(put, family):
    flow = family({"x": "p - x", "y": "-y"}, p=(0.0, -1.0, 1.0))
    last = put(INSTRUMENT, flow, continue_cycles=False)[-1]
    assert last.trust.sentence == "No change was found."
    assert len(last.layers["branch_points"].positions) == 0
    np.testing.assert_allclose(last.layers["rests_stable"].x, last.layers["rests_stable"].y)


def test_it_needs_parameters_and_no_memory(shipped, written):
    assert INSTRUMENT.refuses(written("y", "-x")) == "needs a flow with parameters"
    assert INSTRUMENT.refuses(shipped("duffing")) == ""
    assert INSTRUMENT.refuses(shipped("mackey-glass")) == "needs a flow without memory"
    assert INSTRUMENT.refuses(shipped("henon")) == ""


def test_stretches_of_one_kind_share_the_point_between_them():
    stable = np.array([True, True, False, False, False])
    assert runs(stable) == [(0, 3, True), (2, 5, False)]


def test_the_bent_resonance_of_a_driven_flow_has_two_folds(put, shipped):
    duffing = shipped("duffing", alpha=1.0, beta=1.0, delta=0.15, gamma=0.3, omega=1.2)
    model = parameters_model("c", INSTRUMENT.declared(duffing))
    assert INSTRUMENT.heading(duffing, model()) == (
        "",
        "answers to what drives it, click to choose",
    )
    last = put(INSTRUMENT, duffing, swept="omega")[-1]
    folds = [label for label in last.layers["branch_points"].labels if "fold" in label]
    assert sorted(folds) == ["fold 1.3157", "fold 1.5236"]
    assert {"cycles_stable", "cycles_unstable"} <= last.layers.keys()
    assert "rests_stable" not in last.layers
    high = np.nanmax(last.layers["cycles_stable"].y)
    assert np.nanmin(last.layers["cycles_stable"].y) == pytest.approx(-high, abs=1e-3)


def test_a_drive_without_a_period_is_said(put, from_text):
    text = """
    title = "Pushed"
    [rates]
    x = "-x + a*t/(1 + t^2)"
    [states]
    x = { low = -1.0, high = 1.0 }
    [parameters]
    a = { value = 0.3, low = 0.1, high = 0.7 }
    """
    with pytest.raises(UnfitError, match="no period of what drives the flow"):
        put(INSTRUMENT, from_text(text))
