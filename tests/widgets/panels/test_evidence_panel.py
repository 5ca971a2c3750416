"""The evidence panel."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PyQt6.QtCore import Qt

from engines.protocols.check import Check, Claim
from widgets.controls.labels import Label
from widgets.panels.evidence_panel import EvidencePanel
from widgets.theme.look import LOOK

CHECKS = (
    Check("a", "Tells them apart", "target", "0.67", ">= 0.50", "classifier, chance 0.25", True, 1),
    Check("a", "Stays in the data", "law", "2 of 4", "4 of 4", "|z| under 3", False, 1,
          attempts="a wider latent plane"),
    Check("a", "Sum of exponents", "law", "-13.667", "-13.667 within 0.001", "Lorenz 1963", True, 1),
    Claim("a", "Repeats exactly", "law", "0", "two runs", lambda: ("0", True, True), seconds=40),
)  # fmt: skip


@pytest.fixture
def panel(shown):
    made = EvidencePanel()
    made.set_checks(CHECKS)
    return shown(made, LOOK.density.right_dock, 500)


def _texts(panel):
    return [label.text() for label in panel.findChildren(Label) if label.isVisible()]


def test_the_header_counts_what_passes(panel):
    assert panel.verdict == "2 of 4 pass"
    assert "2 of 4 pass" in _texts(panel)


def test_what_has_not_run_says_how_long_it_takes(panel):
    assert "run, 40 s" in _texts(panel)


def test_a_failed_number_has_the_colour_of_errors_and_a_cross(panel):
    failed = next(x for x in panel.findChildren(Label) if x.text() == "2 of 4")
    assert failed.property("tone") == "error"
    names = [w.accessibleName() for w in panel.findChildren(type(failed).__mro__[1])]
    assert names.count("fails") == 1
    assert names.count("passes") == 2


def test_numbers_have_a_true_minus_and_words_their_hyphen(panel):
    assert "−13.667" in _texts(panel)
    assert "−13.667 within 0.001" in _texts(panel)


def test_attempts_at_a_missed_target_are_told_in_the_tooltip(panel):
    label = next(x for x in panel.findChildren(Label) if x.text() == "Stays in the data")
    assert "a wider latent plane" in label.toolTip()


def test_the_arrow_asks_for_another_run(panel, qtbot):
    with qtbot.waitSignal(panel.run):
        qtbot.mouseClick(panel.again, Qt.MouseButton.LeftButton)
    panel.set_running(True)
    assert not panel.again.isEnabled()


def test_without_checks_it_says_so(shown):
    panel = shown(EvidencePanel(), 304, 200)
    assert panel.verdict == ""
    assert "No checks are known for this." in _texts(panel)


def test_no_word_is_cut(shown, flaws, every_look):
    panel = EvidencePanel()
    panel.set_checks(CHECKS)
    assert flaws(shown(panel, LOOK.density.right_dock, 700)) == []


def test_names_of_checks_begin_with_a_capital(shown):
    panel = EvidencePanel()
    panel.set_checks([replace(CHECKS[0], check="returns after the period 4K")])
    shown(panel, 300, 400)
    assert "Returns after the period 4K" in _texts(panel)
