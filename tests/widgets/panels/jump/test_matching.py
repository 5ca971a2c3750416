"""How typed letters match titles."""

from __future__ import annotations

import pytest

from widgets.panels.jump.matching import Entry, ranked, score

TITLES = ("Export movie", "Export picture", "Next view", "Lyapunov exponent", "Pendulum")


def _ranked(typed):
    return [e.title for e in ranked([Entry(t, "", lambda: None) for t in TITLES], typed)]


def test_nothing_typed_keeps_all_in_their_order():
    assert _ranked("") == list(TITLES)


def test_a_start_beats_a_word_and_a_word_beats_letters():
    assert _ranked("exp") == ["Export movie", "Export picture", "Lyapunov exponent"]


def test_first_letters_of_words_are_enough():
    assert _ranked("ep")[0] == "Export picture"


@pytest.mark.parametrize("typed", ["xyz", "muludnep"])
def test_letters_that_do_not_occur_in_order_match_nothing(typed):
    assert _ranked(typed) == []


def test_the_group_can_be_typed_too():
    entries = [Entry("Double gyre", "", lambda: None, "preset"), Entry("A", "", lambda: None, "x")]
    assert [e.title for e in ranked(entries, "preset gyre")] == ["Double gyre"]


def test_capitals_do_not_matter():
    assert score("Export", "EXP") == score("export", "exp")
