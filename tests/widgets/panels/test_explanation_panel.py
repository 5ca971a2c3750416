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


def test_on_a_tour_it_says_how_far_and_turns(shown, qtbot):
    panel = ExplanationPanel()
    panel.set_words("Lorenz", "Two paths.\n\nYour turn:\n\n• Press Space.\n• Drag rho.", "The tour")
    panel.set_stop(1, 3)
    shown(panel, 300, 400)
    assert panel.words.text().endswith("• Press Space.\n• Drag rho.")
    assert (panel.stop.text(), panel.segments.done) == ("2 of 3", 2)
    for button, by in ((panel.onward, 1), (panel.back, -1)):
        with qtbot.waitSignal(panel.turned) as caught:
            button.click()
        assert caught.args == [by]
    panel.set_stop(2, 3)
    assert panel.onward.text() == "To the gallery"
    panel.set_stop(-1, 0)
    assert not panel.onward.isVisible()
