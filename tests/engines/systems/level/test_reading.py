"""What a system file says of the surface its paths begin on."""

from __future__ import annotations

import pytest

from engines.equations.algebra.tree import text
from engines.equations.equations import read_equations
from engines.errors import EquationError, SystemFileError
from engines.systems.level.reading import read_section
from engines.systems.table import Table

EQUATIONS = read_equations({"x": "p", "y": "0", "p": "-x"}, ("E",))


def _read(**section):
    return read_section(Table("a.toml", "", {"section": section}, None), EQUATIONS, "a.toml")


def test_two_states_give_the_others():
    assert {n: text(t) for n, t in _read(p="2*E - x").items()} == {"p": "((2.0 * E) - x)"}
    assert read_section(Table("a.toml", "", {}, None), EQUATIONS, "a.toml") == {}


def test_what_a_section_cannot_be_is_said():
    with pytest.raises(SystemFileError, match="section.q is no state, allowed x, y, p"):
        _read(q="1")
    with pytest.raises(SystemFileError, match="leaves 1 states free, expected two"):
        _read(p="1", x="2")
    with pytest.raises(EquationError, match="unknown name 'p'"):
        _read(p="p")
    turned = read_equations({"x": "y", "y": "x", "z": "z"}, (), discrete=True)
    with pytest.raises(SystemFileError, match="does not belong to a map"):
        read_section(Table("a.toml", "", {"section": {"z": "1"}}, None), turned, "a.toml")
