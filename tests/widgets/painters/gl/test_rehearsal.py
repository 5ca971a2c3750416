from __future__ import annotations

import threading

import pytest
from PyQt6.QtGui import QOpenGLContext

from engines.layers.shader_field import ShaderField
from widgets.painters.gl.rehearsal import LONG, LOOKS, STRIKES, Rehearsal
from widgets.painters.offscreen import rehearsed


@pytest.fixture
def rehearsal(qapp):
    made = Rehearsal()
    yield made
    assert made.close(60.0)


def test_work_is_done_on_another_thread_in_a_context_that_shares_nothing(rehearsal, qtbot):
    found = []

    def work():
        found.append((threading.current_thread(), QOpenGLContext.currentContext().shareContext()))

    assert not rehearsal.ready(rehearsal, "a", work)
    qtbot.waitUntil(lambda: rehearsal.ready(rehearsal, "a", work), timeout=60000)
    assert len(found) == 1
    assert found[0][0] is not threading.current_thread()
    assert found[0][1] is None


def test_a_real_recipe_can_be_rehearsed(rehearsal, qtbot):
    field = ShaderField("float field(vec2 p) { return p.x; }", {}, (0.0, 1.0, 0.0, 1.0), (4, 4))
    failed = []

    def work():
        try:
            rehearsed(field, {})
        except Exception as error:
            failed.append(error)

    rehearsal.ready(rehearsal, "field", work)
    qtbot.waitUntil(lambda: rehearsal.ready(rehearsal, "field", work), timeout=60000)
    assert failed == []


def test_what_somebody_asked_for_before_is_not_wanted_any_more(rehearsal, qtbot):
    begun, go, done = threading.Event(), threading.Event(), []

    def long():
        begun.set()
        go.wait(60.0)

    first, second = object(), object()
    rehearsal.ready(first, "long", long)
    assert begun.wait(60.0)
    rehearsal.ready(second, "old", lambda: done.append("old"))
    rehearsal.ready(second, "new", lambda: done.append("new"))
    go.set()
    qtbot.waitUntil(lambda: rehearsal.ready(second, "new", lambda: None), timeout=60000)
    assert done == ["new"]


def test_what_fails_is_left_for_whoever_asked(rehearsal, qtbot):
    def work():
        raise ValueError("no")

    rehearsal.ready(rehearsal, "bad", work)
    qtbot.waitUntil(lambda: rehearsal.ready(rehearsal, "bad", work), timeout=60000)
    assert not rehearsal.ready(rehearsal, "good", lambda: None)  # the thread goes on


def test_a_driver_that_keeps_nothing_is_left_alone(rehearsal, qtbot, monkeypatch):
    monkeypatch.setattr("widgets.painters.gl.rehearsal.WRITING", 0.0)
    monkeypatch.setattr("widgets.painters.gl.rehearsal._seconds", lambda work: work())
    times = []

    def work():
        times.append(2.0 * LONG)
        return times[-1]

    for key in range(STRIKES):
        assert not rehearsal.ready(rehearsal, key, work)
        qtbot.waitUntil(lambda key=key: rehearsal.ready(rehearsal, key, work), timeout=60000)
    assert len(times) == STRIKES * (1 + LOOKS)
    assert rehearsal.ready(rehearsal, "new", lambda: pytest.fail("nobody works"))


def test_what_the_driver_has_written_late_counts_as_kept(rehearsal, qtbot, monkeypatch):
    monkeypatch.setattr("widgets.painters.gl.rehearsal.WRITING", 0.0)
    monkeypatch.setattr("widgets.painters.gl.rehearsal._seconds", lambda work: work())
    times = iter([2.0 * LONG, 1.9 * LONG, 0.2 * LONG])
    rehearsal.ready(rehearsal, "a", lambda: next(times))
    qtbot.waitUntil(lambda: rehearsal.ready(rehearsal, "a", lambda: None), timeout=60000)
    assert rehearsal._strikes == 0
    assert next(times, None) is None


def test_where_no_other_thread_may_draw_everything_is_ready(rehearsal, monkeypatch):
    monkeypatch.setattr(QOpenGLContext, "supportsThreadedOpenGL", staticmethod(lambda: False))
    assert rehearsal.ready(rehearsal, "a", lambda: pytest.fail("nobody works"))
