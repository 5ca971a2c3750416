"""A cloud or pairs of one's own for whatever is open: read from a file, or forgotten."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PyQt6.QtWidgets import QFileDialog

from engines.errors import SeparatrixError
from engines.parameters.declare import declarations
from engines.protocols.gesture import Gesture

if TYPE_CHECKING:
    from app.window import MainWindow

POINTS, PAIRS = "points", "stored"  # parameters that hold them
FILES = {POINTS: (".csv", ".txt", ".npy"), PAIRS: (".npz", ".csv")}
WORDS = {POINTS: "Points of the plane", PAIRS: "Pairs of points"}


class OwnPoints:
    """Hands points or pairs of a file to the experiment, as one act that can be undone."""

    def __init__(self, window: MainWindow) -> None:
        self.window = window

    def wanted(self) -> str:
        """Name of the parameter that what is open keeps them in; "" if it has none."""
        values = self.window.workspace.parameters
        known = declarations(type(values)) if values is not None else {}
        return next((name for name in FILES if name in known), "")

    def possible(self) -> bool:
        """Whether what is open can be about points or pairs of one's own."""
        return bool(self.wanted())

    def there(self) -> bool:
        """Whether there are any."""
        return bool(getattr(self.window.workspace.parameters, self.wanted() or POINTS, ()))

    def takes(self, what: object) -> bool:
        """Whether `what` is a file of points or pairs, for an experiment that can be about some."""
        if not (isinstance(what, str | Path) and self.possible()):
            return False
        if self.wanted() == PAIRS:
            from engines.systems.pairs.pairs_file import holds_pairs

            return holds_pairs(Path(what))
        return Path(what).suffix.lower() in FILES[POINTS]

    def choose(self) -> None:
        """Ask for a file."""
        wanted = self.wanted() or POINTS
        endings = " ".join(f"*{end}" for end in FILES[wanted])
        name, _ = QFileDialog.getOpenFileName(
            self.window, f"Open {_word(wanted)}s", str(Path.home()), f"{WORDS[wanted]} ({endings})"
        )
        if name:
            self.read(Path(name))

    def read(self, path: Path) -> None:
        """The data become those of a file; what is wrong with it is said in one sentence."""
        from engines.systems.clouds.hand_drawn import read_points
        from engines.systems.pairs.pairs_file import read_pairs

        wanted = self.wanted()
        try:
            rows = read_pairs(path) if wanted == PAIRS else read_points(path)
        except SeparatrixError as error:
            self.window.workspace.trouble.emit(str(error))
            return
        place = tuple(c for row in rows for c in row)
        self.window.workspace.gesture(Gesture("draw", "", place))
        plural = "s"[: len(rows) != 1]
        self.window.status.say(f"{path.name}: {len(rows)} {_word(wanted)}{plural}")

    def clear(self) -> None:
        """Forget them, launched paths stay."""
        self.window.workspace.gesture(Gesture("erase", "", ()))


def _word(parameter: str) -> str:
    return "pair" if parameter == PAIRS else "point"
