"""What a system file may say about noise, and what not."""

from __future__ import annotations

import pytest

from engines.equations.algebra.tree import text
from engines.errors import EquationError, SystemFileError
from engines.systems.system_file import system_from_text

FILE = """
title = "Hopping"
kind = "sde"
[rates]
x = "v"
v = "x - x^3 - g"
[where]
g = "k*v"
[states]
x = { low = -2.0, high = 2.0 }
v = { low = -2.0, high = 2.0 }
[parameters]
k = { value = 1.0, low = 0.0, high = 2.0 }
[noise]
v = "k*v + g"
"""


def test_noise_is_read_with_the_abbreviations_of_the_drift():
    system = system_from_text(FILE, "hopping")
    assert system.noise is not None
    assert system.noise.states == ("x", "v")
    assert [text(rate) for rate in system.noise.rates] == ["0.0", "(2.0 * (k * v))"]


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ('v = "k*v + g"', "", "noise is missing, expected one formula"),
        ('v = "k*v + g"', 'w = "k"', "noise.w is no state, allowed x, v"),
        ("title =", 'section = { x = "0" }\ntitle =', "section does not belong to kind"),
        ('"sde"', '"ode"', "noise does not belong to kind = 'ode', allowed for 'sde'"),
    ],
)
def test_what_does_not_fit_a_stochastic_equation_is_refused(old, new, sentence):
    with pytest.raises(SystemFileError, match=r"^f\.toml: ") as caught:
        system_from_text(FILE.replace(old, new), "f")
    assert sentence in str(caught.value)


def test_a_wrong_name_in_the_noise_is_refused_at_its_column():
    with pytest.raises(EquationError, match="noise: equation for v, column 3: unknown name 'z'"):
        system_from_text(FILE.replace("k*v + g", "k*z"), "f")
