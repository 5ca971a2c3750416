"""A few hundred acts at random: no exception, no warning, nothing left behind."""

import threading
import warnings

import pytest
from PyQt6.QtCore import qInstallMessageHandler

from app import faults

# Sprites and rectified flow are slow to import where nothing else has imported torch.
QUICK = ("pendulum", "saddle", "henon", "lorenz-1963")


@pytest.fixture(autouse=True)
def no_words_are_pulled(qapp):
    """To pull selected words is a loop of Qt's own, which waits for the mouse of the screen and not
    for that of a test.
    """
    before = qapp.startDragDistance()
    qapp.setStartDragDistance(100_000)
    yield
    qapp.setStartDragDistance(before)


@pytest.fixture
def said():
    """What is said to the user about faults, what Qt warns of, what Python warns of."""
    heard, told = [], []
    faults.LISTENERS.append(hear := heard.append)
    before = qInstallMessageHandler(
        lambda kind, context, words: (
            told.append(words)
            if kind.value and "outside target window" not in (words or "")
            else None
        )
    )
    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        yield heard, told, warned
    qInstallMessageHandler(before)
    faults.LISTENERS.remove(hear)


def test_a_hand_at_random_breaks_nothing(qtbot, window, hand, said, tmp_path):
    heard, told, warned = said
    # training and movies have tests of their own and take long
    one = hand(2, presets=QUICK, weights={"train": 0, "export": 0.3, "rest": 2})
    window.open("pendulum")
    qtbot.waitUntil(lambda: window.workspace.open_now is not None, timeout=60000)
    while one.done < 200:
        one.act()
    one.finish()
    assert heard == []
    assert told == []
    assert [str(w.message) for w in warned if "torch" not in str(w.filename)] == []
    assert not list((tmp_path / "logs").glob("*"))
    assert len(one.recipe.read_text().splitlines()) == one.done


def test_a_hand_does_the_same_again_with_the_same_seed(window, hand, tmp_path):
    def drawn():
        made = hand(7)
        acts = [
            made.draw.choices(list(made.weights), list(made.weights.values()))[0] for _ in range(20)
        ]
        made.finish()
        return acts

    assert drawn() == drawn()


def test_a_window_that_was_closed_leaves_no_thread(qtbot, window):
    window.open("saddle")
    qtbot.waitUntil(lambda: window.workspace.open_now is not None, timeout=60000)
    window.close()

    def left():
        return [t.name for t in threading.enumerate() if t.name.startswith(("engine", "job"))]

    qtbot.waitUntil(lambda: not left(), timeout=20000)
