from __future__ import annotations

import numpy as np
import pytest

from engines.instruments.descent.descent import DescentInstrument
from engines.instruments.descent.walks import (
    colour_of,
    role_of,
    shown_methods,
    starts_of,
    step_axis,
    walker,
)
from engines.parameters.declare import parameters_model


def test_methods_are_told_apart_by_their_kind(descending):
    flow = descending("quadratic-bowl")
    assert [role_of(method) for method in shown_methods(flow)] == ["kind_2", "kind_3", "kind_5"]
    assert [colour_of(method) for method in shown_methods(flow)] == [1.5, 2.5, 4.5]


def test_free_numbers_are_compared_too(descending):
    flow = descending("quadratic-bowl", member="free")
    assert shown_methods(flow)[-1].name == "free"
    assert role_of(shown_methods(flow)[-1]) == "value"


def test_a_start_is_a_place_without_its_momentum(descending):
    flow = descending("quadratic-bowl")
    p = parameters_model("p", DescentInstrument.declared(flow))
    given = p(starts=((1.0, 2.0, 0.3, 0.4), (1.0, 2.0)))
    np.testing.assert_array_equal(starts_of(flow, given), [[1.0, 2.0]])


def test_what_walks_down_nothing_is_no_walker(pendulum):
    with pytest.raises(TypeError, match="needs a method on a landscape"):
        walker(pendulum)


def test_steps_are_the_time_of_a_clock_that_counts_them(descending):
    assert step_axis(descending("quadratic-bowl"), 50).label == "time"
    assert step_axis(descending("bent-parabola", discrete=True), 50).unit == "steps"
    assert step_axis(descending("single-mode"), 50).label == "step"
