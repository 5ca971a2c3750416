"""Words broken into lines."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PyQt6.QtGui import QFontMetricsF

from widgets.theme.fonts import font
from widgets.theme.wrapping import wrapped


@pytest.fixture
def metrics(qapp, look):
    return QFontMetricsF(font("body"))


def test_what_fits_is_one_line(metrics):
    assert wrapped("Stable and unstable manifolds", metrics, 500) == (
        "Stable and unstable manifolds",
    )


def test_words_are_parted_before_they_are_broken(metrics):
    assert wrapped("Stable and unstable manifolds", metrics, 110) == (
        "Stable and",
        "unstable",
        "manifolds",
    )


def test_a_long_name_breaks_behind_its_dash(metrics):
    assert wrapped("Kuramoto–Sivashinsky", metrics, 100) == ("Kuramoto–", "Sivashinsky")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(st.text("ab-–/ c", max_size=40), st.floats(20, 200))
def test_no_line_is_too_wide_and_no_letter_is_lost(metrics, text, width):
    lines = wrapped(text, metrics, width)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(metrics.horizontalAdvance(line) <= width for line in lines)


def test_nothing_is_one_empty_line(metrics):
    assert wrapped("", metrics, 100) == ("",)
