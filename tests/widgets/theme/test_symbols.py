"""Symbols in TeX."""

from __future__ import annotations

import pytest

from widgets.theme.symbols import Piece, pieces, spoken, symbol_text


@pytest.mark.parametrize(
    ("tex", "found"),
    [
        ("A", [("A", 0)]),
        (r"\omega", [("ω", 0)]),
        (r"\varepsilon", [("ε", 0)]),
        ("z_1", [("z", 0), ("1", -1)]),
        (r"\theta_{0}", [("θ", 0), ("0", -1)]),
        (r"x_{\mathrm{max}}^2", [("x", 0), ("max", -1), ("2", 1)]),
        (r"$\sigma_{xy}$", [("σ", 0), ("xy", -1)]),
        (r"\lambda t", [("λt", 0)]),
        ("", []),
    ],
)
def test_base_index_and_exponent_are_told_apart(tex, found):
    assert [(p.text, p.level) for p in pieces(tex)] == found


def test_an_unknown_command_keeps_its_name():
    assert pieces(r"\foo") == (Piece("foo"),)


def test_a_symbol_can_be_spoken():
    assert spoken(r"\theta_0") == "θ0"


def test_a_symbol_as_text_has_a_true_minus():
    assert symbol_text(r"x(t - \tau)") == "x(t \N{MINUS SIGN} τ)"
