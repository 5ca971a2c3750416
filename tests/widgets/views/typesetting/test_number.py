"""Numbers are written as the look wants, and drawn from glyphs that are kept."""

from __future__ import annotations

import pytest

from widgets.views.typeset import Equation
from widgets.views.typesetting.number import (
    number_glyphs,
    number_path,
    number_tex,
    shape_of,
    shown,
)


def test_a_minus_is_a_minus_of_the_maths_font(qapp):
    assert Equation(r"\live{a}{-0.5}").texts() == {"a": "−0.500"}
    assert number_tex("6.1e−5") == r"6.1\times10^{-5}"
    assert number_tex("15\u2009000") == r"15\,000"


@pytest.mark.parametrize(
    ("value", "text"), [(0.1, "0.100"), ("0.1", "0.100"), ("28", "28"), ("-3", "−3"), ("pi", "pi")]
)
def test_values_are_shown_with_three_digits_and_texts_as_they_are(value, text):
    assert shown(value) == text


def test_numbers_of_one_shape_are_equally_wide(qapp):
    assert shape_of("−12.5") == "−88.8"
    assert number_path("1.11", 17.0)[1] == number_path("8.88", 17.0)[1]
    assert number_path("1.11", 17.0)[0] != number_path("8.88", 17.0)[0]


def test_a_power_of_ten_has_small_digits(qapp):
    sizes = {round(g[1], 1) for g in number_glyphs("6.1e−5", 17.0)}
    assert len(sizes) == 2
