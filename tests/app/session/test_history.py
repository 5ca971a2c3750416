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
