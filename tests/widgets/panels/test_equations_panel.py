"""The equations panel."""

from __future__ import annotations

from widgets.panels.equations_panel import EquationsPanel
from widgets.theme.look import LOOK

GYRE = (
    "x' = -pi*A*sin(pi*f)*cos(pi*y)",
    "y' = pi*A*cos(pi*f)*sin(pi*y)*g",
    "f = a*x^2 + (1 - 2*a)*x",
)


def test_lines_are_numbered_and_written_with_a_true_minus(shown, painted_words):
    panel = EquationsPanel()
    panel.set_equations(GYRE, "Steady: no. Divergence: 0.")
    shown(panel, 400, 300)
    assert painted_words(panel.lines) == [
        "1", "x' = −pi*A*sin(pi*f)*cos(pi*y)",
        "2", "y' = pi*A*cos(pi*f)*sin(pi*y)*g",
        "3", "f = a*x^2 + (1 − 2*a)*x",
    ]  # fmt: skip


def test_a_line_too_long_goes_on_below_and_loses_nothing(shown, painted_words):
    panel = EquationsPanel()
    panel.set_equations(GYRE[:1])
    shown(panel, 180, 300)
    words = painted_words(panel.lines)
    assert words[0] == "1"
    assert len(words) > 2
    assert "".join(words[1:]).replace(" ", "") == "x'=−pi*A*sin(pi*f)*cos(pi*y)"


def test_the_sentence_of_the_check_is_shown_or_hidden(shown):
    panel = shown(EquationsPanel(), 256, 300)
    panel.set_equations(GYRE, "Steady: no.")
    assert panel.check.text() == "Steady: no."
    assert panel.check.isVisible()
    panel.set_equations(GYRE)
    assert not panel.check.isVisible()


def test_an_error_is_told_in_the_colour_of_errors(shown):
    panel = shown(EquationsPanel(), 256, 300)
    panel.set_equations(GYRE, "A term is missing after +. The last good picture stays.", ok=False)
    assert panel.check.property("tone") == "error"


def test_no_word_is_cut(shown, flaws, every_look):
    for width in (200, LOOK.density.left_dock):
        panel = EquationsPanel()
        panel.set_equations(
            (*GYRE, "a_very_long_name_without_any_place_to_break"), "Divergence: 0."
        )
        assert flaws(shown(panel, width, 500)) == []


def test_names_of_sliders_are_written_in_the_accent(shown, painted_words):
    panel = EquationsPanel()
    panel.set_equations(("v' = -sin(theta) - c*v",), live={"c"})
    shown(panel, 300, 300)
    assert panel.lines.runs("a*c + cos(c)") == ["a*", "c", " + cos(", "c", ")"]
    assert painted_words(panel.lines) == ["1", "v' = −sin(theta) − ", "c", "*v"]
    image = panel.lines.grab().toImage()
    seen = [image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height())]
    assert any(c.green() > c.red() + 60 for c in seen)
