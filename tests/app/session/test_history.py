import pytest

from app.session.history import DEPTH, History
from engines.parameters.declare import parameters_model, real

MODEL = parameters_model("M", (real("A", 0.0, -1000.0, 1000.0),))


def at(value):
    return MODEL(A=float(value))


@pytest.fixture
def history():
    return History(at(0))


def test_undo_and_redo_walk_the_same_line(history):
    for value in (1, 2, 3):
        history.edit(at(value))
    assert [history.undo().A for _ in range(4)] == [2, 1, 0, 0]
    assert [history.redo().A for _ in range(4)] == [1, 2, 3, 3]


def test_a_drag_is_one_entry(history):
    for value in (1, 2, 3):
        history.edit(at(value), final=False)
    history.edit(at(4), final=True)
    history.edit(at(9))
    assert history.undo().A == 4
    assert history.undo().A == 0


def test_a_drag_that_comes_back_leaves_no_entry(history):
    history.edit(at(5), final=False)
    history.edit(at(0), final=True)
    assert not history.can_undo


def test_an_edit_forgets_what_was_undone(history):
    history.edit(at(1))
    history.undo()
    history.edit(at(2))
    assert not history.can_redo
    assert history.undo().A == 0


def test_time_that_passes_is_not_undone(history):
    history.edit(at(1))
    history.replace(at(7))
    assert history.current.A == 7
    assert history.undo().A == 0


def test_what_was_there_before_is_known(history):
    assert history.before is None
    history.edit(at(1))
    assert history.before.A == 0


def test_the_line_does_not_grow_without_end(history):
    for value in range(1, DEPTH + 50):
        history.edit(at(value))
    steps = 0
    while history.can_undo:
        history.undo()
        steps += 1
    assert steps == DEPTH - 1


def test_what_was_taken_back_has_never_been(history):
    history.edit(at(1))
    history.edit(at(2))
    assert history.take_back().A == 1
    assert not history.can_redo
    history.take_back()
    assert history.take_back().A == 0


def test_a_text_and_a_value_stand_on_one_line(history):
    home = object()
    history.write("x' = y", at(1), home)
    history.edit(at(2))
    assert (history.entry.text, history.entry.home, history.current.A) == ("x' = y", home, 2)
    assert history.undo().A == 1
    assert history.entry.text == "x' = y"
    history.undo()
    assert (history.entry.text, history.entry.home, history.current.A) == (None, None, 0)


def test_a_burst_of_typing_is_one_entry(history):
    for text in ("x", "x'", "x' = y"):
        history.write(text, at(0), None, final=False)
        assert history.writing
    history.close()
    assert not history.writing
    history.write("x' = y + 1", at(0), None)
    history.undo()
    assert history.entry.text == "x' = y"
    history.undo()
    assert history.entry.text is None


def test_a_slider_that_moves_while_a_text_is_open_is_an_entry_of_its_own(history):
    history.write("x' = y", at(0), None, final=False)
    history.edit(at(3), final=False)
    history.edit(at(4), final=False)
    history.write("x' = z", at(4), None, final=False)
    history.close()
    assert (history.undo().A, history.entry.text) == (4, "x' = y")
    assert (history.undo().A, history.entry.text) == (0, "x' = y")
    assert (history.undo().A, history.entry.text) == (0, None)


def test_typing_that_comes_back_leaves_no_entry(history):
    history.write("a", at(0), None, final=False)
    history.write(None, at(0), None, final=False)
    history.close()
    assert not history.can_undo
