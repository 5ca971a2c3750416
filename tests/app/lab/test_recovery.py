import json
import time

import pytest

from app.lab.recovery import _when


@pytest.fixture
def left(tmp_path, monkeypatch):
    """What a crash has left of a pendulum with c = 0.7."""
    folder = tmp_path / "state"
    folder.mkdir()
    monkeypatch.setenv("SEPARATRIX_STATE", str(folder))
    path = folder / "1-1.sep.json"
    session = {"separatrix": 1, "preset": "pendulum", "time": 0.0, "parameters": {"c": 0.7}}
    path.write_text(json.dumps(session))
    return path


def test_nothing_is_offered_after_a_clean_end(window, tmp_path, monkeypatch):
    monkeypatch.setenv("SEPARATRIX_STATE", str(tmp_path / "state"))
    window.recovery.begin()
    assert window.recovery.bar.isHidden()


def test_what_a_crash_left_is_offered_in_a_bar_and_comes_back(qtbot, left, window):
    window.recovery.begin()
    bar = window.recovery.bar
    assert bar.isVisible()
    assert "while Pendulum was open" in bar.sentence.text()
    bar.action.click()
    qtbot.waitUntil(lambda: window.workspace.open_now is not None, timeout=60000)
    assert window.workspace.parameters.c == 0.7
    assert bar.isHidden()
    assert not left.exists()


def test_an_offer_that_was_closed_is_not_made_again(left, window):
    window.recovery.begin()
    window.recovery.bar.dismissed.emit()
    assert not left.exists()
    assert window.recovery.offered is None


def test_an_offer_nobody_answered_ends_with_a_clean_end(left, window):
    window.recovery.begin()
    window.close()
    assert list(left.parent.iterdir()) == []


def test_the_moment_is_told_as_one_tells_it():
    assert _when(time.time()).startswith("at ")
    assert _when(0.0).startswith("on 19")
