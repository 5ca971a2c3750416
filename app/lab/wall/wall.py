"""Sketches of all systems, made one after the other on a thread of their own."""

from __future__ import annotations

import threading
from collections.abc import Iterator

from engines.running.runner import Runner
from engines.running.ticket import Ticket, Withdrawn
from engines.systems.sketch import Sketch, sketch
from engines.systems.system import System
from widgets.panels.gallery.gallery_page import SYSTEMS, GalleryPage
from widgets.panels.gallery.moving_dots import MovingDots

RATE = 12.0  # frames a second


class Wall:
    """Fills the shelf of systems, and lets what is in view move.

    What is in view is sketched first. No file is read and nothing is computed before the shelf is
    asked for.
    """

    def __init__(self, page: GalleryPage) -> None:
        self._page = page
        self._runner: Runner[None] | None = None
        self._lock = threading.Lock()
        self._wanted: tuple[str, ...] = ()
        self._read: tuple[dict[str, System], tuple[object, ...]] | None = None
        self._made: dict[str, Sketch] = {}
        self._owed = 0.0
        page.systems_wanted.connect(self._begin)

    @property
    def sketched(self) -> int:
        """How many systems have a sketch."""
        return len(self._made)

    def tick(self, seconds: float) -> None:
        """Take what was made meanwhile, and move what is in view if it is time."""
        page = self._page
        if self._runner is None or not page.isVisible() or page.shelf.current != SYSTEMS:
            return
        self._runner.failures.take()  # a system that cannot be sketched keeps its mark
        if self._read is not None and not page.items:
            page.set_systems(self._read[1])  # type: ignore[arg-type]
        seen = page.cards.seen()
        with self._lock:
            self._wanted = tuple(seen)
        for id in seen:
            if id in self._made and id not in page.cards.moving:
                found = self._made[id]
                page.cards.moving[id] = MovingDots(found.places, found.joined)
        self._owed += seconds
        if self._owed >= 1.0 / RATE:
            self._owed = 0.0
            page.cards.advance()

    def close(self, patience: float = 2.0) -> None:
        """Let the thread end."""
        if self._runner is not None:
            self._runner.close(patience)

    def _begin(self) -> None:
        if self._runner is None:
            self._runner = Runner("sketches")
            self._runner.submit(self._work)

    def _work(self, ticket: Ticket) -> Iterator[None]:
        from app.lab.wall.system_items import read_all

        self._read = read_all()
        left = dict(self._read[0])
        while left and not ticket.withdrawn:
            with self._lock:
                first = next((id for id in self._wanted if id in left), None)
            id = first or next(iter(left))
            system = left.pop(id)
            try:
                self._made[id] = sketch(system, ticket)
            except Withdrawn:
                raise
            except Exception:  # one that cannot be sketched keeps its mark, the others move
                continue
            yield None
