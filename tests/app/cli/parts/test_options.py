from __future__ import annotations

import pytest

from app.cli.parts.options import prepared, settings, size_of, theme_of, with_values
from engines.errors import ParameterError, SeparatrixError


def test_the_last_setting_of_a_name_wins_and_values_may_hold_equals_signs():
    assert settings(["a=1", "b=x=y", "a=2"]) == {"a": "2", "b": "x=y"}


@pytest.mark.parametrize("pair", ["a", "=1", " =1"])
def test_a_setting_without_name_or_equals_sign_is_refused(pair):
    with pytest.raises(ParameterError, match="expected name=value"):
        settings([pair])


def test_sizes_are_read_in_all_their_spellings():
    assert size_of("1280x720") == size_of("1280X720") == size_of(" 1280×720 ") == (1280, 720)


@pytest.mark.parametrize("text", ["", "x", "12", "12x", "-5x9", "15x900", "99999x20", "1e3x2"])
def test_other_sizes_are_refused_in_one_sentence(text):
    with pytest.raises(SeparatrixError, match="--size = "):
        size_of(text)


def test_there_are_two_themes():
    assert theme_of("dark") == "dark"
    with pytest.raises(SeparatrixError, match="allowed dark, light"):
        theme_of("Dark")


def test_time_moves_the_parameter_of_the_clock():
    assert prepared("double-gyre", ["nx=8", "ny=8"], at=2.5).parameters.start == 2.5


def test_time_out_of_range_names_the_option():
    with pytest.raises(ParameterError, match="--start = 1000000000"):
        prepared("double-gyre", [], at=1e9)


def test_a_seed_goes_into_the_parameter_of_that_name():
    ready = prepared("lorenz-1963", [])
    assert with_values(ready, {"seed": 7}).parameters.seed == 7
    assert prepared("lorenz-1963", [], seed=7).parameters.seed == 7
