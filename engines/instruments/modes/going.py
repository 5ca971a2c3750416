"""States that go on piece by piece, with all they remember."""

from __future__ import annotations

import numpy as np

from engines.protocols.capabilities import Remembering
from engines.protocols.flow import Flow
from engines.running.ticket import Ticket


class Going:
    """States of a flow, moved on again and again.

    Two calls of a flow that remembers are not one, since each begins with a past of its own: there
    the states of its whole are moved, and seen.

    Attributes:
        time: Where the time of the states is.
    """

    def __init__(self, flow: Flow, states: np.ndarray, time: float = 0.0) -> None:
        self._flow = flow
        self._whole = flow.whole if isinstance(flow, Remembering) else flow
        states = np.array(states, dtype=float)
        self._states = flow.lifted(states) if isinstance(flow, Remembering) else states
        self.time = time

    def advance(self, length: float, ticket: Ticket | None = None) -> None:
        """Go on for `length`.

        Raises:
            Withdrawn: If the ticket was withdrawn.
        """
        stop = self.time + length
        self._states = self._whole.advance(self._states, self.time, stop, ticket)
        self.time = stop

    def record(self, times: np.ndarray, ticket: Ticket | None = None) -> np.ndarray:
        """Go on through `times`, the first of which is now.

        Returns:
            States as the flow shows them, shape (n, k, d).

        Raises:
            Withdrawn: If the ticket was withdrawn.
        """
        path = self._whole.record(self._states, times, ticket)
        self._states, self.time = path[:, -1], float(times[-1])
        return self._seen(path)

    def scattered(self, shift: np.ndarray, times: np.ndarray, ticket: Ticket | None = None) -> None:
        """Become the states that the first of them has at `times`, each moved by a row of `shift`,
        shape (k, d); a flow that remembers is moved as a whole by the first entry of the row.
        """
        path = self._whole.record(self._states[:1], times, ticket)[0]
        self._states = path + (shift[:, :1] if isinstance(self._flow, Remembering) else shift)
        self.time = 0.0

    def _seen(self, path: np.ndarray) -> np.ndarray:
        if not isinstance(self._flow, Remembering):
            return path
        flat = self._flow.seen(path.reshape(-1, path.shape[2]))
        return flat.reshape(*path.shape[:2], -1)
