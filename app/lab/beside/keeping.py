"""Keep what is open beside what becomes of it, with one camera for both."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from app.catalogue import Opened
from app.commands import Command
from app.session.session_file import session_text
from engines.experiments.compared import PREFIX, Compared, Kept
from engines.protocols.experiment import Experiment
from widgets.views.surface_view import SurfaceView
from widgets.views.view import View

if TYPE_CHECKING:
    from app.window import MainWindow


class Keeping:
    """Puts a kept portrait beside what is open, and lets both be looked at from the same place."""

    def __init__(self, window: MainWindow) -> None:
        self.window = window
        self._moving = False
        self._pairs: set[tuple[int, int]] = set()
        window.stage.arrangement.view_made.connect(self._made)
        window.workspace.frame_arrived.connect(lambda frame: self._align())

    @property
    def on(self) -> bool:
        """Whether something is kept beside."""
        found = self.window.workspace.open_now
        return found is not None and isinstance(found.experiment, Compared)

    def switch(self) -> None:
        """Keep what is open now, or keep nothing any more; an entry that can be undone."""
        space = self.window.workspace
        found, values, history = space.open_now, space.parameters, space.history
        if found is None or values is None or history is None:
            return
        inner = found.experiment
        if isinstance(inner, Compared):
            shown: Experiment = inner.now
        else:
            written = session_text(found.preset, values, space.time)
            shown = Compared(inner, Kept(inner, values, found.preset.title, written))
        space.revise(history.entry.text, replace(found, experiment=shown), values)
        self.window.recovery.autosave.touch()
        words = f"{found.preset.title} is kept: what changes now is compared with it"
        self.window.status.say(words if self.on else found.preset.title)

    def _made(self, view: View) -> None:
        if isinstance(view, SurfaceView):
            view.canvas.limits_changed.connect(lambda limits, v=view: self._moved(v))

    def _partner(self, view: View) -> SurfaceView | None:
        """The other view of a pair."""
        id = view.spec.id
        wanted = id.removeprefix(PREFIX) if id.startswith(PREFIX) else PREFIX + id
        for other in self.window.stage.views:
            if (
                isinstance(other, SurfaceView)
                and other.spec.id == wanted
                and other.spec.kind == view.spec.kind
            ):
                return other
        return None

    def _moved(self, view: SurfaceView) -> None:
        """A camera moved: the other goes along; the kept one leads only under the hand."""
        if self._moving or not self.on:
            return
        other = self._partner(view)
        if other is not None:
            kept = view.spec.id.startswith(PREFIX)
            leader, follower = (other, view) if kept and not view.underMouse() else (view, other)
            self._follow(leader, follower)

    def _align(self) -> None:
        """A pair that is new looks from where the changed one does."""
        if not self.on:
            self._pairs.clear()
            return
        for view in self.window.stage.views:
            other = self._partner(view) if not view.spec.id.startswith(PREFIX) else None
            if other is not None and isinstance(view, SurfaceView):
                pair = (id(view), id(other))
                if pair not in self._pairs:
                    self._pairs.add(pair)
                    self._follow(view, other)

    def _follow(self, leader: SurfaceView, follower: SurfaceView) -> None:
        self._moving = True
        try:
            follower.canvas.set_limits(leader.canvas.limits)
        finally:
            self._moving = False


def rewrapped(found: Opened, shown: Experiment) -> Opened:
    """`found` beside what `shown` keeps, if it keeps something."""
    if not isinstance(shown, Compared):
        return found
    return replace(found, experiment=Compared(found.experiment, shown.kept))


def keeping_acts(w: MainWindow) -> list[Command]:
    """The row for the table of commands."""

    def there() -> bool:
        return w.workspace.open_now is not None and w.middle.currentIndex() == 1

    return [
        Command(
            "System",
            "Keep beside",
            lambda: w.keeping.switch(),
            ("B",),
            True,
            there,
            lambda: w.keeping.on,
        )
    ]
