"""How numbers are written."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from widgets.theme.numbers import decimals_of, fixed, grouped, read, true_minus, unit_words, written


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.1, "0.100"),
        (15.0, "15.0"),
        (-13.667, "−13.7"),
        (0.0, "0.00"),
        (0.0941, "0.0941"),
        (9.999, "10.0"),
        (15000.0, "15\N{THIN SPACE}000"),
        (1500.0, "1500"),
        (6.1e-5, "6.10e−5"),
        (2.5e7, "2.50e7"),
        (math.inf, "∞"),
        (-math.inf, "−∞"),
        (math.nan, "none"),
    ],
)
def test_three_digits_true_minus_thin_spaces(value, text):
    assert written(value) == text


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (-0.001, 2, "0.00"),
        (12345.5, 1, "12\N{THIN SPACE}345.5"),
        (-2.0, 0, "−2"),
        (1234.0, 0, "1234"),
    ],
)
def test_a_fixed_count_of_decimals(value, decimals, text):
    assert fixed(value, decimals) == text


@given(st.floats(-1e12, 1e12))
def test_what_is_written_can_be_read(value):
    assert read(written(value, 6)) == pytest.approx(value, rel=1e-5, abs=1e-9)


@pytest.mark.parametrize("text", ["", "a", "nan", "inf", "1_0", "1.2.3", "--1"])
def test_what_is_no_number_is_refused(text):
    with pytest.raises(ValueError):  # noqa: PT011
        read(text)


@pytest.mark.parametrize(("step", "decimals"), [(1.0, 0), (0.2, 1), (0.05, 2), (20.0, 0), (0, 0)])
def test_decimals_that_show_every_step(step, decimals):
    assert decimals_of(step) == decimals


@pytest.mark.parametrize(
    ("text", "true"),
    [
        ("less than 9.4e-06 1/s", "less than 9.4e−6 1/s"),
        ("-13.667", "−13.667"),
        ("(-2, -0.5)", "(−2, −0.5)"),
        ("1.5e+08", "1.5e8"),
        ("Dormand-Prince 5(4), 2-D, 10-20", "Dormand-Prince 5(4), 2-D, 10-20"),
    ],
)
def test_sentences_get_a_true_minus_and_keep_their_hyphens(text, true):
    assert true_minus(text) == true


def test_powers_of_units_are_raised():
    assert unit_words("1/s^2") == "1/s²"
    assert unit_words("m^-1") == "m⁻¹"
    assert unit_words("rad") == "rad"


@pytest.mark.parametrize(
    ("words", "set_words"),
    [
        ("60000 sprites of 32 x 32", "60\N{THIN SPACE}000 sprites of 32 × 32"),
        ("1797 digits, 8 x 8", "1797 digits, 8 × 8"),
        ("max x 3, v1.20000, run20231", "max x 3, v1.20000, run20231"),
    ],
)
def test_counts_and_sizes_in_words_are_set_as_numbers(words, set_words):
    assert grouped(words) == set_words
