"""Characters, words, numbers and brackets of a formula."""

from __future__ import annotations

import unicodedata

import pytest

from engines.equations.tokens import LONGEST, Source, tokens
from engines.errors import EquationError


def test_a_formula_falls_into_words_numbers_and_signs():
    found = tokens(Source("2e-3*sin(x_1)**.5", ""))
    assert [(t.kind, t.text) for t in found] == [
        ("number", "2e-3"),
        ("sign", "*"),
        ("word", "sin"),
        ("sign", "("),
        ("word", "x_1"),
        ("sign", ")"),
        ("sign", "**"),
        ("number", ".5"),
    ]
    assert [t.start for t in found] == [0, 4, 5, 8, 9, 12, 13, 15]


def test_the_longest_formula_is_read_and_one_more_character_is_not():
    assert tokens(Source("x" + " " * (LONGEST - 1), ""))
    with pytest.raises(EquationError, match="2001 characters, allowed 2000"):
        tokens(Source("x" + " " * LONGEST, ""))


@pytest.mark.parametrize(
    "text", ["x y", "2 x", "2(x)", "x 2", "(x) y", "(x) 2", "1.5.2", "1_000", "0x10"]
)
def test_two_things_side_by_side_are_no_product(text):
    with pytest.raises(EquationError, match="a sign is missing between"):
        tokens(Source(text, ""))


def test_words_of_python_are_no_names():
    with pytest.raises(EquationError, match="column 5: 'lambda' cannot be used in a formula"):
        tokens(Source("2 * lambda", ""))


def test_a_refusal_without_a_place_still_says_equation():
    with pytest.raises(
        EquationError, match=r"^equation, column 2: '\.' can only stand in a number"
    ):
        tokens(Source("x.y", ""))


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("SMALL LETTER SIGMA", "sigma"),
        ("CAPITAL LETTER OMEGA", "Omega"),
        ("SMALL LETTER LAMDA", "lam"),
    ],
)
def test_greek_letters_are_written_out(name, word):
    with pytest.raises(EquationError, match=f"cannot be read, write {word}$"):
        tokens(Source("2*" + unicodedata.lookup(f"GREEK {name}"), ""))
