"""The explanation panel."""

from __future__ import annotations

from widgets.panels.explanation_panel import ExplanationPanel
from widgets.theme.look import LOOK

WORDS = """
Two paths that start a ten-thousandth
apart stay together.

Drag rho.
"""


def test_paragraphs_are_kept_and_line_breaks_inside_them_are_not(shown):
    panel = ExplanationPanel()
    panel.set_words("Lorenz", WORDS, "Lorenz 1963", ("ODE", "3-D"))
    shown(panel, 300, 400)
    assert panel.words.text() == (
        "Two paths that start a ten-thousandth apart stay together.\n\nDrag rho."
    )
    assert panel.tags.tags == ("ODE", "3-D")


def test_what_is_not_known_takes_no_room(shown):
    panel = ExplanationPanel()
    panel.set_words("Lorenz", WORDS)
    shown(panel, 300, 400)
    assert not panel.source.isVisible()
    assert not panel.tags.isVisible()


def test_no_word_is_cut(shown, flaws, every_look):
    panel = ExplanationPanel()
    panel.set_words("Kuramoto–Sivashinsky", WORDS, "Lorenz 1963, Deterministic nonperiodic flow",
                    ("ODE", "3-D", "chaos", "attractor", "exponents"))  # fmt: skip
    assert flaws(shown(panel, LOOK.density.right_dock, 500)) == []
