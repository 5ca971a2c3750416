import threading

import pytest

from engines.running.runner import Runner


@pytest.fixture
def runner():
    made = Runner()
    yield made
    assert made.close()


def test_the_last_frame_of_a_run_is_handed_over(runner):
    runner.submit(lambda ticket: iter([1, 2, 3]))
    assert runner.wait(5.0)
    assert runner.frames.take() == 3


def test_a_new_request_withdraws_the_running_one_and_nothing_stale_is_shown(runner):
    entered, seen = threading.Event(), []

    def endless(ticket):
        while True:
            entered.set()
            seen.append(ticket)
            yield "old"

    runner.submit(endless)
    assert entered.wait(5.0)
    runner.submit(lambda ticket: iter(["new"]))
    assert runner.wait(5.0)
    assert seen[0].withdrawn
    assert runner.frames.take() == "new"


def test_an_exception_is_reported_and_the_thread_lives_on(runner):
    def broken(ticket):
        yield 1
        raise ZeroDivisionError("nothing to share")

    runner.submit(broken)
    assert runner.wait(5.0)
    assert "nothing to share" in str(runner.failures.take())
    runner.submit(lambda ticket: iter([5]))
    assert runner.wait(5.0)
    assert runner.frames.take() == 5


def test_leaving_by_a_withdrawn_ticket_is_no_failure(runner):
    entered = threading.Event()

    def leaves(ticket):
        entered.set()
        while True:
            ticket.check()
            yield 1

    runner.submit(leaves)
    assert entered.wait(5.0)
    runner.withdraw()
    assert runner.wait(5.0)
    assert runner.failures.take() is None
    assert runner.frames.take() is None


def test_closing_in_the_middle_of_a_run_leaves_no_thread():
    runner, entered = Runner("engine-to-close"), threading.Event()

    def endless(ticket):
        while True:
            entered.set()
            yield 1

    runner.submit(endless)
    assert entered.wait(5.0)
    assert runner.close()
    assert "engine-to-close" not in [t.name for t in threading.enumerate()]
