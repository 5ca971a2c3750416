import threading

import numpy as np
import pytest

from engines.running.slices import in_slices
from engines.running.ticket import Ticket, Withdrawn


@pytest.mark.parametrize(("count", "size"), [(0, 4), (1, 4), (10, 3), (100, 1), (8, 8)])
def test_every_item_is_worked_on_exactly_once(count, size):
    hits, lock = np.zeros(count, dtype=int), threading.Lock()

    def work(first, last):
        with lock:
            hits[first:last] += 1

    in_slices(work, count, size)
    assert (hits == 1).all()


def test_a_withdrawn_ticket_stops_the_rest():
    ticket, done = Ticket(), []

    def work(first, last):
        done.append(first)
        ticket.withdraw()

    with pytest.raises(Withdrawn):
        in_slices(work, 1000, 1, ticket)
    assert len(done) < 20


def test_a_mistake_in_a_piece_reaches_the_caller():
    def work(first, last):
        if first == 6:
            raise ValueError("piece six")

    with pytest.raises(ValueError, match="piece six"):
        in_slices(work, 9, 2)


def test_work_that_is_cut_again_by_a_worker_does_not_wait_for_itself():
    done = np.zeros((64, 64))

    def outer(first, last):
        for row in range(first, last):

            def inner(begin, end, row=row):
                done[row, begin:end] += 1.0

            in_slices(inner, 64, 4)

    in_slices(outer, 64, 1)
    assert (done == 1.0).all()
