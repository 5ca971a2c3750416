"""The status bar."""

from __future__ import annotations

from engines.layers.frame import Trust
from widgets.panels.bars.status_bar import StatusBar
from widgets.theme.look import LOOK

LONG = (
    "Partly trusted: two of four paths leave the data, and at half the step 12 % of the cells "
    "move by more than a hundredth of the range, so compare before you quote a number."
)


def test_sentence_path_and_rate_are_all_painted(shown, painted_words):
    bar = shown(StatusBar(), 1280, 24)
    bar.set_trust(Trust("good", "Trusted: exact.", ("CPU, float64", "RK4, 100 steps")))
    bar.set_rate("60 fps")
    assert painted_words(bar) == ["Trusted: exact.", "60 fps", "RK4, 100 steps", "CPU, float64"]


def test_a_long_sentence_takes_the_room_of_the_path_and_then_a_second_line(shown):
    bar = shown(StatusBar(), 700, 24)
    bar.set_trust(Trust("warn", LONG, ("CPU, float64",)))
    lines, right = bar.parts()
    assert right == ()
    assert len(lines) == 2
    assert " ".join(lines) == LONG
    assert bar.height() == LOOK.density.status_bar + LOOK.px(15)


def test_saying_something_keeps_the_path(shown):
    bar = shown(StatusBar(), 1280, 24)
    bar.set_trust(Trust("good", "Trusted.", ("CPU, float64",)))
    bar.say("No graphics card found.", "warn")
    assert bar.trust == Trust("warn", "No graphics card found.", ("CPU, float64",))


def test_numbers_in_sentences_have_a_true_minus(shown):
    bar = shown(StatusBar(), 1280, 24)
    bar.set_trust(Trust("good", "less than 9.4e-06 1/s", ("tolerance 1e-9",)))
    assert bar.trust.sentence == "less than 9.4e−6 1/s"
    assert bar.trust.path == ("tolerance 1e−9",)


def test_the_dot_has_the_colour_of_the_level(shown):
    bar = shown(StatusBar(), 800, 24)
    for level, token in (("good", "accent"), ("warn", "warn"), ("error", "error")):
        bar.set_trust(Trust(level, "A sentence.", ()))
        pixel = bar.grab().toImage().pixelColor(16, 12)
        assert pixel.name().upper() == getattr(LOOK.theme, token)


def test_no_word_is_cut(shown, flaws, every_look):
    for sentence in ("Ready", LONG):
        for width in (560, 1280):
            bar = shown(StatusBar(), width, LOOK.density.status_bar)
            bar.set_trust(Trust("warn", sentence, ("CPU, float64", "RK4, 100 steps")))
            bar.set_rate("60 fps")
            assert flaws(bar) == []


def test_the_eye_for_cut_words_sees_a_cut_word(shown, flaws):
    bar = shown(StatusBar(), 300, 24)
    bar.trust = Trust("warn", "Averyveryveryveryveryveryveryveryveryverylongword" * 2, ())
    assert any("cuts" in flaw for flaw in flaws(bar))
