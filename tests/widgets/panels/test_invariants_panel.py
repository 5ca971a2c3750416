"""The panel of invariants."""

from __future__ import annotations

import pytest
from PyQt6.QtWidgets import QLabel

from widgets.controls.labels import Label
from widgets.panels.invariants_panel import Invariant, InvariantsPanel
from widgets.theme.look import LOOK

ROWS = (
    Invariant("λ₁", "0.02926", "0.003 ± 0.001", "differ"),
    Invariant("λ₂", "0.00499", "0.000 ± 0.001", "agree"),
    Invariant("Kaplan-Yorke D", "60.67", "3", "impossible", "there are 3 states"),
    Invariant("Mean divergence", "", "-0.5", ""),
)


@pytest.fixture
def panel(shown):
    made = InvariantsPanel()
    made.set_rows(ROWS, "RK4, 64 orbits")
    return shown(made, LOOK.density.right_dock, 400)


def _labels(panel):
    return {label.text(): label for label in panel.findChildren(Label) if label.isVisible()}


def test_the_header_counts_the_verdicts(panel):
    assert panel.verdict == "1 agree, 1 differ, 1 impossible"


def test_an_impossible_number_has_the_colour_of_errors(panel):
    found = _labels(panel)
    assert found["60.67"].property("tone") == "error"
    assert found["0.02926"].property("tone") != "error"
    assert found["Impossible: there are 3 states"].property("tone") == "error"


def test_missing_numbers_are_dashes_and_minus_signs_are_true(panel):
    found = _labels(panel)
    assert "–" in found
    assert "−0.5" in found


def test_marks_are_told_to_a_screen_reader(panel):
    names = {label.accessibleName() for label in panel.findChildren(QLabel)}
    assert {"agree", "differ", "impossible", "not compared"} <= names


def test_numbers_stay_inside_the_dock(panel):
    for label in _labels(panel).values():
        right = label.mapTo(panel, label.rect().topRight()).x()
        assert right <= panel.width()


def test_without_rows_it_is_not_there(shown):
    made = shown(InvariantsPanel(), 300, 200)
    made.set_rows(())
    assert not made.isVisible()
    assert made.verdict == ""


def test_a_new_theme_keeps_the_rows(panel, qtbot):
    LOOK.changed.emit()
    qtbot.waitUntil(lambda: "60.67" in _labels(panel))
