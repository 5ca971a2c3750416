"""Frames of several instruments made into one stream of complete frames."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass, field

from engines.errors import SeparatrixError
from engines.layers.frame import Frame, Layer, Reading, Trust
from engines.running.ticket import Ticket, Withdrawn

PATIENCE = 0.08  # s the first frame waits for every instrument's coarse level
HOPELESS = 3.0  # times as long: once is enough to know that it will be too late again
REST = 0.05  # s before one begins that is too late anyway: while a clock runs, it never does
NAP = 0.005  # s between two looks at the ticket
LONGEST = 160  # characters of another library's complaint that a note repeats
WORST = ("good", "warn", "error")


@dataclass(slots=True)
class Part:
    """One instrument at work, and all it has shown so far.

    Attributes:
        name: Name of the instrument.
        title: Words for notes about it.
        work: Its frames.
        draws: Names of its layers, bottom first.
        depth: Where they lie among the others'.
        awaited: Whether the first frame waits for it.
        spent: Seconds of its own work until it showed something.
    """

    name: str
    title: str
    work: Generator[Frame, None, None]
    draws: tuple[str, ...]
    depth: float
    awaited: bool = True
    spent: float = 0.0
    layers: dict[str, Layer] = field(default_factory=dict)
    readings: dict[str, Reading] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    trust: Trust | None = None
    task: str = ""
    level: int = -1
    steps: int = 0
    progress: float = 0.0
    working: bool = True

    def step(self) -> None:
        """Take one more frame; a failure ends this part with a sentence.

        Raises:
            Withdrawn: If the ticket was withdrawn.
        """
        try:
            frame = next(self.work, None)
        except Withdrawn:
            raise
        except SeparatrixError as error:
            self._end((f"{self.title}: {error}",))
            return
        except Exception as error:  # one instrument never takes the others down
            words = "".join(c for c in str(error).partition("\n")[0] if c.isprintable())
            self._end((f"{self.title} failed: {type(error).__name__}: {words[:LONGEST]}",))
            return
        self.steps += 1
        if frame is None:
            self._end(self.notes)
            return
        self.layers.update(frame.layers)
        self.readings.update(frame.readings)
        self.notes = frame.notes or self.notes
        self.trust = frame.trust or self.trust
        self.level, self.progress, self.task = frame.level, frame.progress, frame.task

    @property
    def late(self) -> bool:
        """Whether what it shows comes too late for the first frame, whatever the others do."""
        return self.spent > PATIENCE

    @property
    def hopeless(self) -> bool:
        """Whether it was so late that no other run will be in time."""
        return self.late and self.spent > HOPELESS * PATIENCE

    def _end(self, notes: tuple[str, ...]) -> None:
        self.working, self.progress, self.notes, self.task = False, 1.0, notes, ""


def merged(
    parts: Sequence[Part],
    ticket: Ticket,
    notes: tuple[str, ...] = (),
    now: Callable[[], float] = time.monotonic,
) -> Iterator[Frame]:
    """Let the parts take turns, coarse levels first; each frame holds all layers known so far.

    The first frame waits until every part has shown its coarse level, but no longer than a hand
    would notice, so that a moved slider does not make lines vanish for an instant. One that is
    known to come too late is not waited for, and its turn comes after the others'.

    Args:
        parts: What is at work.
        ticket: Looked at before each turn.
        notes: Sentences every frame carries.
        now: A clock, s.

    Raises:
        Withdrawn: If the ticket was withdrawn.
    """
    begun = now()
    first = True
    try:
        while working := [part for part in parts if part.working]:
            ticket.check()
            turn = min(working, key=lambda part: (max(part.level, part.steps), not part.awaited))
            if not (turn.awaited or turn.steps or first):
                _rest(ticket)
            since, blank = now(), not turn.layers
            turn.step()
            turn.spent += (now() - since) * blank
            ticket.check()
            waiting = any(part.working and part.awaited and not part.layers for part in parts)
            if first and waiting and now() - begun < PATIENCE:
                continue
            if turn.working or first or not any(part.working for part in parts):
                first = False
                yield together(parts, notes)
        if first:
            yield together(parts, notes)
    finally:
        for part in parts:
            part.work.close()


def _rest(ticket: Ticket) -> None:
    """Leave both cores to what is seen, for a moment.

    Raises:
        Withdrawn: If the ticket was withdrawn.
    """
    until = time.monotonic() + REST
    while time.monotonic() < until:
        ticket.check()
        time.sleep(NAP)
    ticket.check()


def together(parts: Sequence[Part], notes: tuple[str, ...] = ()) -> Frame:
    """One frame with all that the parts have shown so far."""
    layers: dict[str, Layer] = {}
    readings: dict[str, Reading] = {}
    for part in sorted(parts, key=lambda part: part.depth):
        layers.update({name: part.layers[name] for name in part.draws if name in part.layers})
        layers.update(part.layers)
        readings.update(part.readings)
    said = [*notes, *(note for part in parts for note in part.notes)]
    working = [part for part in parts if part.working]
    return Frame(
        layers,
        progress=sum(part.progress for part in parts) / len(parts) if parts else 1.0,
        level=min((max(part.level, 0) for part in working), default=_finest(parts)),
        notes=tuple(dict.fromkeys(said)),
        readings=readings,
        trust=worst([part.trust for part in parts if part.trust is not None]),
        task=next((part.task for part in working if part.task), ""),
    )


def _finest(parts: Sequence[Part]) -> int:
    return max((max(part.level, 0) for part in parts), default=0)


def worst(trusts: Sequence[Trust]) -> Trust | None:
    """The first of the least trusted; None if nothing was said."""
    if not trusts:
        return None
    return max(trusts, key=lambda trust: WORST.index(trust.level))
