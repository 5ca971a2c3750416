import threading

import pytest

from app.lab.layout.task_rows import ENGINE, TaskRows
from app.session.jobs import Jobs, Step
from engines.layers.frame import Frame
from widgets.panels.bars.task_strip import TaskStrip


@pytest.fixture
def rows(qtbot):
    strip = TaskStrip()
    qtbot.addWidget(strip)
    jobs = Jobs()
    yield TaskRows(strip, jobs), strip, jobs
    jobs.close(1.0)


def test_an_unfinished_frame_has_a_row_and_a_finished_one_takes_it_away(rows):
    row, strip, _ = rows
    row.frame(Frame({}, progress=0.4, task="Basins"))
    assert list(strip.tasks()) == [ENGINE]
    row.frame(Frame({}, progress=1.0))
    assert list(strip.tasks()) == []


def test_a_job_has_a_row_as_long_as_it_runs(rows, qtbot):
    row, strip, jobs = rows
    row.frame(Frame({}, progress=0.4))
    let_go = threading.Event()

    def work(ticket):
        yield Step("Movie 1 of 2", 0.5)
        let_go.wait(60.0)
        yield Step("Movie 2 of 2", 1.0)

    def pumped(condition):
        def look():
            jobs.pump()
            return condition()

        qtbot.waitUntil(look, timeout=60000)

    jobs.start("Movie", work)
    pumped(lambda: len(strip.tasks()) == 2)
    row.rest()
    assert ENGINE not in strip.tasks()
    let_go.set()
    pumped(lambda: not strip.tasks())
    assert jobs.running == []
