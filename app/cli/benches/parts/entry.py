"""One line of a benchmark."""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Entry:
    """What was measured, beside its budget and its peer.

    Attributes:
        name: What was timed.
        ours_s: Median, or the percentile its budget names, s; NaN if it could not be measured.
        must: The budget, as text.
        passed: Whether it is kept; None if that cannot be told, because a peer is absent.
        peer: Name and version of the peer, "" if there is none to compare with.
        peer_s: Its median, s; None if it is absent.
        ratio: How many times faster we are, per point of the grid; None without a peer.
        note: What else was measured, e.g. errors.
    """

    name: str
    ours_s: float
    must: str
    passed: bool | None
    peer: str = ""
    peer_s: float | None = None
    ratio: float | None = None
    note: str = ""

    def row(self) -> dict[str, Any]:
        """The entry as JSON holds it."""
        order = ("name", "ours_s", "peer", "peer_s", "ratio", "must", "passed", "note")
        values = asdict(self)
        values["ours_s"] = None if math.isnan(self.ours_s) else self.ours_s  # JSON has no NaN
        return {name: values[name] for name in order}

    def line(self) -> str:
        """The entry as a terminal shows it."""
        mark = {True: "✓", False: "✗", None: "–"}[self.passed]
        taken = "not measured" if math.isnan(self.ours_s) else f"{1e3 * self.ours_s:.1f} ms"
        words = f"{mark} {self.name}: {taken}, must be {self.must}"
        if self.peer_s is not None and self.ratio is not None:
            words += f"; {self.peer} {1e3 * self.peer_s:.1f} ms, {self.ratio:.1f} x"
        elif self.peer:
            words += f"; {self.peer}"
        return f"{words}\n    {self.note}" if self.note else words
