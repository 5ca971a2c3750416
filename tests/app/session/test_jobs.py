import threading

import pytest

from app.session.jobs import Jobs, Step
from engines.errors import ExportError


@pytest.fixture
def jobs(qapp):
    made = Jobs()
    yield made
    assert made.close()


def pumped(qtbot, jobs, condition):
    def look():
        jobs.pump()
        return bool(condition())

    qtbot.waitUntil(look, timeout=5000)


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
    assert entered.wait(5.0)
    jobs.cancel(job)
    jobs.pump()
    assert jobs.running == []
    assert said == []
