"""The evidence beside the picture: claims of what is open and their checks, and its invariants."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING

from app.session.jobs import Step
from engines.evidence.compared import compared
from engines.protocols.check import Check, Claim
from engines.protocols.subject import Subject
from engines.running.ticket import Ticket
from engines.systems.system import System
from widgets.panels.invariants_panel import Invariant

if TYPE_CHECKING:
    from app.window import MainWindow


def invariants_of(subject: Subject) -> tuple[tuple[Invariant, ...], str]:
    """Rows of what is published and computed of a system, and how it was computed."""
    if not isinstance(subject, System) or not subject.catalogued.published.known():
        return (), ""
    known, delayed = subject.catalogued, subject.kind == "dde"
    rows = compared(known, subject.equations.dimension, delayed=delayed)
    return (
        tuple(
            Invariant(r.name, _text(r.published), _text(r.computed, r.error), r.verdict, r.why)
            for r in rows
        ),
        known.computed.settings,
    )


PLACES = 4  # behind the point; more have no room


def _text(value: float | None, error: float | None = None) -> str:
    """A number of three figures, or to the place its error allows: "0.905 ± 0.002"."""
    if value is None:
        return ""
    if not error or not math.isfinite(error):
        return f"{value:.4g}" if abs(value) >= 1.0 else f"{value:.3g}"
    places = min(max(-math.floor(math.log10(error)), 0), PLACES)
    off = max(round(error, places), 10.0**-places)
    return f"{round(value, places) + 0.0:.{places}f} ± {off:.{places}f}"


class Proving:
    """Fills the evidence panel of a window."""

    def __init__(self, window: MainWindow) -> None:
        self.window = window
        self.id = ""
        self._claims: tuple[Claim, ...] = ()
        self._known: dict[str, list[Check]] = {}

    def take_up(self, id: str) -> None:
        """Show the claims of a preset; those that ran before with their figures."""
        self.id = id
        self._claims = ()
        self._show()
        self.show_invariants()

        def work(ticket: Ticket) -> Iterator[Step]:
            from engines.evidence.running import claims

            yield Step("Evidence", 1.0, tuple(c for c in claims() if c.id == id))

        self.window.jobs.start("Evidence", work, lambda found: self._take(id, found))

    def show_invariants(self) -> None:
        """Show what is known of what is open in numbers."""
        found = self.window.workspace.open_now
        rows, settings = invariants_of(found.subject) if found is not None else ((), "")
        self.window.right.invariants.set_rows(rows, settings)

    def start(self) -> None:
        """Run every quick check of what is open."""
        id, panel = self.id, self.window.right.evidence
        panel.set_running(True)

        def work(ticket: Ticket) -> Iterator[Step]:
            from engines.evidence.running import run_claims

            done: list[Check] = []
            count = max(1, sum(not c.full for c in self._claims))
            for check in run_claims([id], False, ticket):
                done.append(check)
                yield Step(f"Checks {len(done)} of {count}", len(done) / count, tuple(done))

        def finished(done: tuple[Check, ...] | None) -> None:
            panel.set_running(False)
            self._known[id] = list(done or ())
            self._show()

        def failed(sentence: str) -> None:
            panel.set_running(False)
            self.window.say(sentence)

        self.window.jobs.start("Checks", work, finished, failed)

    def _take(self, id: str, found: tuple[Claim, ...] | None) -> None:
        if id == self.id:
            self._claims = found or ()
            self._show()

    def _show(self) -> None:
        done = {check.check: check for check in self._known.get(self.id, [])}
        rows = [done.get(claim.check, claim) for claim in self._claims]
        self.window.right.evidence.set_checks(rows)
        self.window.right.fit_proofs()
