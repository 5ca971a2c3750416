from __future__ import annotations

import math

import numpy as np
import pytest

from engines.experiments.generative.charges.pace import (
    UNIT,
    per_log,
    repaced,
    sigma_at,
    span,
    window,
)
from engines.layers.frame import Frame, Reading
from engines.layers.scalar_field import ScalarField
from engines.systems.clouds.charged_flow import ChargedFlow
from engines.systems.clouds.charges import Charges


@pytest.fixture(scope="module")
def flow():
    return ChargedFlow(Charges(np.array([[2.0, 0.0], [-2.0, 0.0]]), 8.0), low=0.5)


def test_a_window_of_time_is_one_of_ln_sigma(flow):
    assert sigma_at(flow, 0.0) == pytest.approx(80.0)
    assert span(flow, 0.0, 1.0) == pytest.approx(math.log(160.0))
    assert span(flow, 1.0, -1.0) == span(flow, 0.0, 1.0)
    assert per_log(flow, 0.0, 1.0) == pytest.approx(1.0 / math.log(160.0))
    assert window(flow, 0.0, 1.0) == "σ from 80 to 0.5"
    assert window(flow, 1.0, -1.0) == "σ from 0.5 to 80"
    assert per_log(flow, 1.0, 1.0) == 1.0  # beyond the end nothing moves


def test_a_field_and_what_is_read_off_it_keep_pace(flow):
    axis = np.linspace(0.0, 1.0, 4)
    values = np.arange(16.0).reshape(4, 4)
    field = ScalarField(axis, axis, values, unit="1/t", scale="ftle_forward", limits=(0.0, 15.0))
    readings = {"ftle": Reading(15.0, "max"), "tracks": Reading(1.0, "launched")}
    found = repaced(Frame({"ftle": field}, readings=readings), "ftle", 0.5)
    np.testing.assert_array_equal(found.layers["ftle"].values, 0.5 * values)
    assert (found.layers["ftle"].unit, found.layers["ftle"].scale) == (UNIT, "ftle_forward")
    assert found.layers["ftle"].limits[1] <= 7.5
    assert (found.readings["ftle"].value, found.readings["tracks"].value) == (7.5, 1.0)
    other = Frame({}, readings=readings)
    assert repaced(other, "ftle", 0.5) is other
