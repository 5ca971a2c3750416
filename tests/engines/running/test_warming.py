import threading

import pytest

from engines.running.ticket import Ticket, Withdrawn
from engines.running.warming import Warming


def test_what_has_a_name_is_compiled_once_and_on_a_thread_of_its_own():
    seen = []
    warming = Warming()
    for _ in range(3):
        warming.ready("a", lambda: seen.append(threading.current_thread().name), Ticket())
    assert len(seen) == 1
    assert seen[0].startswith("compile")
    assert warming.done("a")
    assert not warming.done("b")


def test_whoever_waits_leaves_at_once_when_withdrawn_and_the_work_goes_on():
    open_, begun, done = threading.Event(), threading.Event(), threading.Event()

    def slow():
        begun.set()
        open_.wait(20.0)
        done.set()

    class Soon(Ticket):
        def check(self):
            if begun.is_set():
                self.withdraw()
            super().check()

    warming = Warming()
    with pytest.raises(Withdrawn):
        warming.ready("a", slow, Soon())
    assert not done.is_set()
    assert not warming.done("a")
    open_.set()
    warming.ready("a", slow, Ticket())
    assert done.is_set()


def test_what_goes_wrong_is_said_to_everybody_who_waits():
    def broken():
        raise ValueError("no")

    warming = Warming()
    for _ in range(2):
        with pytest.raises(ValueError, match="no"):
            warming.ready("a", broken, None)
