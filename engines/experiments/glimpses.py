"""Coarse pictures of a flow while it is trained."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from engines.experiments.merging import Part, together
from engines.layers.frame import Frame
from engines.parameters.declare import Parameters
from engines.protocols.flow import Flow
from engines.protocols.recipe import Snapshot

SHARE = 0.4  # of the time of the thread that trains, for all pictures together
OFTEN = 0.15  # s between two pictures of a kind that costs little
CHEAP = 0.03  # s, of pictures that come before all others, because they hold up none
SPELL = 0.06  # s of pictures after which training has its turn, whatever is due
CALM = 4.0  # times as long as a picture of another moment took, none is made for that again


@dataclass(slots=True)
class _Shown:
    """What was last drawn of one instrument.

    Attributes:
        part: With its layers.
        flow: The copy of the flow it is of.
        cost: Seconds a picture of a new copy took.
        done: When it was made.
        again: When it may be made again for another moment.
    """

    part: Part
    flow: Flow
    cost: float
    done: float
    again: float


class Glimpses:
    """The coarse level of some instruments on the newest copy of the flow.

    Pictures are made on the thread that trains. Each instrument has a pace of its own, so that
    what costs little is seen often and what costs much does not hold up the rest.

    Args:
        parts: The instruments that are on, made for a flow.
        of_now: Names of those that depend on the moment of the clock; all of them if None.
        now: A clock, s.
    """

    def __init__(
        self,
        parts: Callable[[Flow], Sequence[Part]],
        of_now: Collection[str] | None = None,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._parts, self._of_now, self._now = parts, of_now, now
        self._shown: dict[str, _Shown] = {}
        self._frame = Frame({})
        self._flow: Flow | None = None

    def of(self, snapshot: Snapshot, moved: bool = False, passed: bool = False) -> Frame:
        """The last picture, or a newer one of whatever is due.

        Args:
            snapshot: How far the training is.
            moved: Whether a hand has moved a value since the last picture: then all at once.
            passed: Whether the clock went on since then.
        """
        self._flow = flow = snapshot.flow or self._flow
        if flow is None:
            return self._frame
        over = snapshot.step >= snapshot.steps
        at_once = moved or over or not self._shown
        begun, parts = self._now(), self._parts(flow)
        kept = {name: s for name, s in self._shown.items() if name in {p.name for p in parts}}
        drawn = len(kept) != len(self._shown)
        self._shown = kept
        for part in sorted(parts, key=self._turn):
            if at_once or self._due(part, flow):
                self._draw(part, flow)
            elif passed and self._may(part):
                self._draw(self._alike(part, self._shown[part.name].flow), None)
            else:
                continue
            drawn = True
            if not at_once and self._now() - begun > SPELL:
                break
        if drawn:
            self._frame = together([self._shown[p.name].part for p in parts])
        return self._frame

    def _turn(self, part: Part) -> tuple[bool, float]:
        """What costs little comes first, then the one that waits longest."""
        known = self._shown.get(part.name)
        return (False, float("-inf")) if known is None else (known.cost > CHEAP, known.done)

    def _due(self, part: Part, flow: Flow) -> bool:
        known = self._shown.get(part.name)
        if known is None:
            return True
        return known.flow is not flow and self._now() >= known.done + self._pause(part.name)

    def _may(self, part: Part) -> bool:
        here = self._of_now is None or part.name in self._of_now
        return here and self._now() >= self._shown[part.name].again

    def _pause(self, name: str) -> float:
        """Seconds from one picture to the next: the cheapest take what they want, the rest share."""
        left = SHARE
        dear = sorted(self._shown.items(), key=lambda item: item[1].cost)
        for place, (other, shown) in enumerate(dear):
            most = left if shown.cost <= CHEAP else left / (len(dear) - place)
            share = min(shown.cost / OFTEN, most)
            if other == name:
                return shown.cost / share - shown.cost if share > 0.0 else 0.0
            left -= share
        return 0.0

    def _alike(self, part: Part, flow: Flow) -> Part:
        """The same instrument on the copy it was last put on, where the ways are known already."""
        part.work.close()
        return next(one for one in self._parts(flow) if one.name == part.name)

    def _draw(self, part: Part, flow: Flow | None) -> None:
        """One picture; `flow` is the copy it is of, None for that of before."""
        begun = self._now()
        part.step()
        part.work.close()
        done = self._now()
        cost, known = done - begun, self._shown.get(part.name)
        if flow is not None:
            self._shown[part.name] = _Shown(part, flow, cost, done, done + CALM * cost)
        elif known is not None:
            known.part, known.again = part, done + CALM * cost


def moves(clocked: str, before: Parameters, after: Parameters) -> dict[str, bool]:
    """Whether a hand has moved a value, and whether the clock went on.

    Args:
        clocked: Name of the parameter that the clock drives, or "".
        before: Values at the last picture.
        after: Values now.
    """
    if after == before or not clocked:
        return {"moved": after != before, "passed": False}
    still = {clocked: getattr(before, clocked)}
    return {"moved": after.model_copy(update=still) != before, "passed": True}


def told(snapshot: Snapshot) -> str:
    """How far the training is, for the task strip."""
    return f"{snapshot.what} {snapshot.step} of {snapshot.steps}, loss {snapshot.loss:.3g}"
