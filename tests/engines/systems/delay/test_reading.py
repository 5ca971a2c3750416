"""What a system file may say about delays, and what not."""

from __future__ import annotations

import pytest

from engines.equations.algebra.tree import text
from engines.errors import EquationError, SystemFileError
from engines.systems.system_file import system_from_text

FILE = """
title = "Feedback"
kind = "dde"
[rates]
x = "-a*x@tau"
[states]
x = { low = -2.0, high = 2.0, start = 1.0 }
[parameters]
a = { value = 1.0, low = 0.0, high = 2.0 }
tau = { value = 1.0, low = 0.1, high = 2.0 }
"""


def test_a_delay_equation_is_read_with_what_was_before():
    system = system_from_text(FILE + '[history]\nx = "cos(a*t)"', "feedback")
    assert system.kind == "dde"
    assert [text(node) for node in system.equations.delayed] == ["x@tau"]
    assert text(system.history["x"]) == "cos((a * t))"
    assert system_from_text(FILE, "feedback").history == {}


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("low = 0.1", "low = 0.0", "parameters.tau.low = 0, a delay must be > 0"),
        ("x@tau", "x", "kind = 'dde' needs a delayed state in"),
        ("title =", 'truths = { divergence = "0" }\ntitle =', "truths does not belong to kind"),
        ("title =", 'history = { y = "1" }\ntitle =', "history.y is no state, allowed x"),
    ],
)
def test_what_does_not_fit_a_delay_equation_is_refused(old, new, sentence):
    with pytest.raises(SystemFileError, match=r"^f\.toml: ") as caught:
        system_from_text(FILE.replace(old, new), "f")
    assert sentence in str(caught.value)


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("x@tau", "x@ta", "equation for x, column 6: unknown delay 'ta', did you mean 'tau'?"),
        ("x@tau", "x@0", "equation for x, column 6: delay: must be > 0, got 0"),
        ('"dde"', '"ode"', "'x@tau' is a delay, allowed only where kind = 'dde'"),
    ],
)
def test_a_wrong_delay_is_refused_at_its_column(old, new, sentence):
    with pytest.raises(EquationError) as caught:
        system_from_text(FILE.replace(old, new), "f")
    assert sentence in str(caught.value)


def test_a_history_is_refused_where_nothing_is_remembered():
    plain = FILE.replace("x@tau", "x").replace('"dde"', '"ode"') + '[history]\nx = "1"'
    with pytest.raises(SystemFileError, match="history does not belong to kind = 'ode'"):
        system_from_text(plain, "f")
