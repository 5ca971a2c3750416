from __future__ import annotations

import numpy as np
import pytest

from engines.instruments.spectra.correlation import INSTRUMENT, trust_of
from engines.instruments.spectra.correlation_sum import correlation_sum
from engines.instruments.spectra.scaling import Scaling


def test_henon_has_the_published_dimension(measured, shipped):
    frames = measured(INSTRUMENT, shipped("henon"), correlated=16_000)
    last = frames[-1]
    assert last.readings["correlation"].value == pytest.approx(1.21, abs=0.02)
    assert last.layers["correlation_fit"].label.startswith("slope 1.2")
    assert last.trust.level == "good"
    assert [f.progress for f in frames][-1] == 1.0
    assert frames[0].level == 0
    assert len(frames[0].layers["correlation"].x) > 20


def test_lorenz_is_measured_again_more_carefully(measured, shipped):
    last = measured(INSTRUMENT, shipped("lorenz-1963"), correlated=4000)[-1]
    assert last.readings["correlation"].value == pytest.approx(2.06, abs=0.1)
    assert "a finer run" in last.trust.sentence


def test_an_orbit_that_leaves_has_no_dimension(measured, mapped):
    frame = measured(INSTRUMENT, mapped(x="3*x*x", start=0.9), correlated=2000)[-1]
    assert frame.notes


def test_a_flow_that_changes_is_refused(shipped):
    assert INSTRUMENT.refuses(shipped("double-gyre")) == "needs a steady flow"


def _fit(dimension, margin, decades=2.0):
    return Scaling(dimension, margin, 1.0, 10.0**decades, 0.1, 0.5)


@pytest.fixture(scope="module")
def few():
    return correlation_sum(np.array([[0.0], [1.0], [3.0]]))


def test_what_half_of_the_points_deny_is_not_trusted(few):
    many = type(few)(few.radii, few.shares, few.groups, 10**8)
    assert trust_of([_fit(1.2, 0.01), _fit(1.21, 0.01)], many, None).level == "good"
    assert trust_of([_fit(1.3, 0.01), _fit(1.21, 0.01)], many, None).level == "warn"
    assert trust_of([_fit(1.2, 0.01), _fit(1.21, 0.01)], many, _fit(1.5, 0.01)).level == "warn"
    assert trust_of([_fit(1.2, 0.01), _fit(1.21, 0.2)], many, None).level == "warn"
    assert trust_of([_fit(1.2, 0.01, 0.5), _fit(1.21, 0.01, 0.5)], many, None).level == "warn"


def test_more_dimensions_than_points_can_tell_are_not_trusted(few):
    assert "no more than" in trust_of([_fit(1.2, 0.01)] * 2, few, None).sentence


def test_a_sum_without_a_power_has_no_dimension(few):
    assert trust_of([None, None], few, None).level == "error"
