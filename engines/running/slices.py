"""Large batches cut into pieces for all cores, with a look at the ticket between pieces."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait

from engines.running.ticket import Ticket

WORKERS = max(1, os.cpu_count() or 1)
WORKER = "slice"
_pool: ThreadPoolExecutor | None = None
_lock = threading.Lock()


def _workers() -> ThreadPoolExecutor:
    global _pool
    with _lock:
        if _pool is None:
            _pool = ThreadPoolExecutor(WORKERS, thread_name_prefix=WORKER)
        return _pool


def in_slices(
    work: Callable[[int, int], None], count: int, size: int, ticket: Ticket | None = None
) -> None:
    """Call `work(first, last)` for consecutive pieces of `range(count)` on all cores.

    `work` must release the interpreter lock (a `nogil` kernel) to profit, and should take under
    20 ms a piece so that a withdrawn ticket is noticed in time. Kernels are serial and this pool
    is the only parallelism, so no threading layer of a library is ever entered twice.

    Args:
        work: Handles the half-open piece [first, last).
        count: Number of items.
        size: Items per piece.
        ticket: Looked at before each piece.

    Raises:
        Withdrawn: If the ticket was withdrawn before all pieces were done.
    """
    pieces = [(first, min(first + size, count)) for first in range(0, count, max(1, size))]
    # A worker that waited for others would hold the place in which they were to run.
    nested = threading.current_thread().name.startswith(WORKER)
    if len(pieces) <= 1 or WORKERS == 1 or nested:
        for first, last in pieces:
            if ticket is not None:
                ticket.check()
            work(first, last)
        return
    waiting = iter(pieces)
    running: set[Future[None]] = set()
    pool = _workers()
    try:
        for first, last in waiting:
            if ticket is not None:
                ticket.check()
            running.add(pool.submit(work, first, last))
            if len(running) > WORKERS:
                done, running = wait(running, return_when=FIRST_COMPLETED)
                for finished in done:
                    finished.result()
    finally:
        done, _ = wait(running)
    for finished in done:
        finished.result()
    if ticket is not None:
        ticket.check()
