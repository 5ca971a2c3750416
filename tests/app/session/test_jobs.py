import threading
from types import SimpleNamespace

import pytest

from app.session.jobs import KEPT, Jobs, Step
from engines.errors import ExportError
from engines.running.runner import Runner

PATIENCE = 60.0  # s for what happens at once; it ends a test that hangs and measures nothing


@pytest.fixture
def jobs(qapp):
    made = Jobs()
    yield made
    assert made.close(PATIENCE)


def pumped(qtbot, jobs, condition):
    def look():
        jobs.pump()
        return bool(condition())

    qtbot.waitUntil(look, timeout=1000 * PATIENCE)


def test_a_finished_job_hands_over_its_result(qtbot, jobs):
    results = []
    jobs.start(
        "Movie", lambda t: iter([Step("1 of 2", 0.5), Step("2 of 2", 1.0, "a.mp4")]), results.append
    )
    pumped(qtbot, jobs, lambda: results)
    assert results == ["a.mp4"]
    assert jobs.running == []


def test_a_failed_job_says_one_sentence(qtbot, jobs):
    def work(ticket):
        yield Step("1 of 2", 0.5)
        raise ExportError("out/: no such folder")

    sentences = []
    jobs.start("Movie", work, failed=sentences.append)
    pumped(qtbot, jobs, lambda: sentences)
    assert sentences == ["out/: no such folder"]


def test_a_cancelled_job_is_withdrawn_and_says_nothing(qtbot, jobs):
    entered, left, said = threading.Event(), threading.Event(), []

    def work(ticket):
        while not ticket.withdrawn:
            entered.set()
            yield Step("on and on")
        left.set()

    job = jobs.start("Movie", work, said.append, said.append)
    assert entered.wait(PATIENCE)
    jobs.cancel(job)
    jobs.pump()
    assert jobs.running == []
    assert said == []


def test_a_job_that_was_cancelled_is_still_waited_for(qtbot, jobs):
    entered, go = threading.Event(), threading.Event()

    def work(ticket):
        entered.set()
        yield Step("slow to notice")
        go.wait(PATIENCE)

    job = jobs.start("Slow", work)
    assert entered.wait(PATIENCE)
    jobs.cancel(job)
    assert not jobs.close(0.05)
    go.set()
    assert job.runner.close(PATIENCE)


def test_all_jobs_together_have_one_patience(qtbot, jobs, monkeypatch):
    now, started = [0.0], [jobs.start(f"job {i}", lambda t: iter(())) for i in range(6)]

    def in_vain(runner, patience):
        now[0] += min(patience, 0.08)
        return False

    with monkeypatch.context() as patched:
        patched.setattr("app.session.jobs.time", SimpleNamespace(monotonic=lambda: now[0]))
        patched.setattr(Runner, "close", in_vain)
        assert not jobs.close(0.2)
    assert now[0] == pytest.approx(0.2)
    assert all(job.runner.close(PATIENCE) for job in started)


def test_the_window_waits_for_no_thread_whose_work_is_done(qtbot, jobs, monkeypatch):
    patience, done = [], []
    close = Runner.close
    monkeypatch.setattr(Runner, "close", lambda r, p=2.0: patience.append(p) or close(r, p))
    for _ in range(2 * KEPT):
        jobs.start("Movie", lambda t: iter([Step("1 of 1", 1.0)]), done.append)
    pumped(qtbot, jobs, lambda: len(done) == 2 * KEPT)
    assert not any(patience)


def test_many_jobs_one_after_another_need_one_thread(qtbot, jobs):
    seen, done = set(), []

    def work(ticket):
        seen.add(threading.get_ident())
        yield Step("1 of 1", 1.0)

    for count in range(1, 11):
        jobs.start("Movie", work, done.append)
        pumped(qtbot, jobs, lambda count=count: len(done) == count and not jobs._leaving)
    assert len(seen) == 1


def test_a_cancelled_job_leaves_its_thread_to_the_next_and_nothing_else(qtbot, jobs):
    entered, go, results = threading.Event(), threading.Event(), []

    def work(ticket):
        entered.set()
        go.wait(PATIENCE)
        yield Step("too late", 1.0, "of the first")

    jobs.cancel(jobs.start("Slow", work, results.append, results.append))
    qtbot.waitUntil(lambda: entered.is_set() or not jobs._leaving[0].busy, timeout=1000 * PATIENCE)
    go.set()
    pumped(qtbot, jobs, lambda: not jobs._leaving)
    jobs.start("Quick", lambda t: iter([Step("1 of 1", 1.0, "of the second")]), results.append)
    pumped(qtbot, jobs, lambda: results)
    assert results == ["of the second"]
