"""What a system file says of the sphere its states live on."""

from __future__ import annotations

import pytest

from engines.equations.equations import read_equations
from engines.errors import SystemFileError
from engines.systems.sphere.reading import leaving, read_sphere, stays
from engines.systems.table import Table

TURN = read_equations({"x": "-w*y", "y": "w*x", "z": "0"}, ("w",))
RISE = read_equations({"x": "-w*y", "y": "w*x", "z": "w"}, ("w",))
TOP = Table("a.toml", "", {"sphere": {"start": [10.0, 20.0]}}, None)


def test_rates_that_turn_stay_on_the_sphere():
    assert leaving(TURN, {"w": 2.0}) < 1e-15
    assert stays(TURN, {"w": 2.0})
    found = read_sphere(TOP, TURN, {"w": 2.0})
    assert (found.radius, found.start) == (6.371e6, (10.0, 20.0))
    assert read_sphere(Table("a.toml", "", {}, None), TURN, {"w": 2.0}) is None


def test_rates_that_leave_it_are_refused():
    assert leaving(RISE, {"w": 1.0}) > 0.9
    assert not stays(RISE, {"w": 1.0})
    with pytest.raises(SystemFileError, match="rates point out of the sphere by 9.9e-01"):
        read_sphere(TOP, RISE, {"w": 1.0})
    plane = read_equations({"x": "y", "y": "-x"}, ())
    assert not stays(plane, {})
    with pytest.raises(SystemFileError, match="needs \\[rates\\] of 3 states, has 2"):
        read_sphere(TOP, plane, {})
