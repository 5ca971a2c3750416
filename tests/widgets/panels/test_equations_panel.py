"""The equations panel."""

from __future__ import annotations

from widgets.panels.equations.editor import Fault
from widgets.panels.equations_panel import EquationsPanel
from widgets.theme.look import LOOK

GYRE = (
    "x' = -pi*A*sin(pi*f)*cos(pi*y)",
    "y' = pi*A*cos(pi*f)*sin(pi*y)*g",
    "f = a*x^2 + (1 - 2*a)*x",
)
TEX = (r"\dot{x} = \live{A}{0.1}y", r"\dot{y} = -x")


def test_lines_are_numbered_and_written_with_a_true_minus(shown, painted_words):
    panel = EquationsPanel()
    panel.set_equations(GYRE, "Steady: no. Divergence: 0.")
    shown(panel, 400, 300)
    assert painted_words(panel.page) == ["1", "2", "3"]
    assert panel.editor.toPlainText() == "\n".join(GYRE).replace("-", "−")
    assert panel.editor.text() == "\n".join(GYRE)


def test_a_line_too_long_goes_on_below_and_loses_nothing(shown):
    panel = EquationsPanel()
    panel.set_equations(GYRE[:1])
    shown(panel, 180, 300)
    assert panel.editor.height() >= 2 * LOOK.px(22)
    assert panel.editor.text() == GYRE[0]


def test_the_sentence_of_the_check_is_shown_or_hidden(shown):
    panel = shown(EquationsPanel(), 256, 300)
    panel.set_equations(GYRE, "Steady: no.")
    assert panel.check.text() == "Steady: no."
    assert panel.check.isVisible()
    panel.set_equations(GYRE)
    assert not panel.check.isVisible()


def test_an_error_is_told_in_the_colour_of_errors_and_underlined(shown):
    panel = shown(EquationsPanel(), 256, 300)
    panel.set_equations(GYRE)
    panel.show_fault("A term is missing after +.", Fault(1, 6, 3))
    assert panel.check.property("tone") == "error"
    assert panel.check.text() == "A term is missing after +. The last good picture stays."
    assert len(panel.editor.fault_lines()) == 1
    panel.show_good(TEX, "Steady.", ())
    assert panel.check.property("tone") == "text2"
    assert panel.editor.fault_lines() == []


def test_what_is_not_typed_here_cannot_be_changed(qtbot, shown):
    panel = shown(EquationsPanel(), 256, 300)
    panel.set_equations(GYRE[:1])
    qtbot.keyClicks(panel.editor, "abc")
    assert panel.editor.text() == GYRE[0]
    panel.set_editable(True)
    told = []
    panel.typed.connect(told.append)
    qtbot.keyClicks(panel.editor, "abc")
    assert told[-1].count("abc") == 1


def test_acts_on_an_edited_text_come_and_go_with_it(shown):
    panel = shown(EquationsPanel(), 256, 300)
    panel.set_equations(GYRE)
    shapes = [panel.discard, panel.save, panel.typeset]
    assert not any(part.isVisible() for part in shapes)
    panel.set_edited(True, "Double gyre")
    panel.show_good(TEX, "Steady.", {"A"})
    assert all(part.isVisible() for part in shapes)
    assert "Double gyre" in panel.discard.toolTip()
    panel.set_edited(True)  # a new system has no file to go back to
    assert [part.isVisible() for part in shapes] == [False, True, True]
    told = []
    for name in ("fresh", "saved", "discarded"):
        getattr(panel, name).connect(lambda n=name: told.append(n))
    panel.save.click()
    panel.discard.click()
    assert told == ["saved", "discarded"]


def test_numbers_of_the_typeset_equations_follow_the_sliders(shown):
    panel = shown(EquationsPanel(), 256, 300)
    panel.set_edited(True)
    panel.show_good(TEX, "", {"A"})
    before = panel.typeset.grab().toImage()
    panel.set_values({"A": 0.2})
    assert panel.typeset.grab().toImage() != before


def test_no_word_is_cut(shown, flaws, every_look):
    for width in (200, LOOK.density.left_dock):
        panel = EquationsPanel()
        panel.set_equations(
            (*GYRE, "a_very_long_name_without_any_place_to_break"), "Divergence: 0."
        )
        panel.set_editable(True)
        panel.set_edited(True, "Double gyre")
        panel.show_fault("Unknown name 'a_very_long_name', did you mean 'a'?", Fault(4, 1, 9))
        assert flaws(shown(panel, width, 700)) == []


def test_names_of_sliders_are_written_in_the_accent(shown):
    panel = EquationsPanel()
    panel.set_equations(("v' = -sin(theta) - c*v",), live={"c"})
    shown(panel, 300, 300)
    image = panel.page.grab().toImage()
    seen = [image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height())]
    assert any(c.green() > c.red() + 60 for c in seen)
