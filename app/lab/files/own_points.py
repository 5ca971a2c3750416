"""A cloud of one's own for whatever is open: read from a file of points, or forgotten."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PyQt6.QtWidgets import QFileDialog

from engines.errors import SeparatrixError
from engines.parameters.declare import declarations
from engines.protocols.gesture import Gesture

if TYPE_CHECKING:
    from app.window import MainWindow

PARAMETER = "points"
FILES = (".csv", ".txt", ".npy")


class OwnPoints:
    """Hands points of a file to the experiment, as one act that can be undone."""

    def __init__(self, window: MainWindow) -> None:
        self.window = window

    def possible(self) -> bool:
        """Whether what is open can be about points of one's own."""
        values = self.window.workspace.parameters
        return values is not None and PARAMETER in declarations(type(values))

    def there(self) -> bool:
        """Whether there are any."""
        return bool(getattr(self.window.workspace.parameters, PARAMETER, ()))

    def takes(self, what: object) -> bool:
        """Whether `what` is a file of points, for an experiment that can be about some."""
        if not (isinstance(what, str | Path) and self.possible()):
            return False
        return Path(what).suffix.lower() in FILES

    def choose(self) -> None:
        """Ask for a file."""
        endings = " ".join(f"*{end}" for end in FILES)
        name, _ = QFileDialog.getOpenFileName(
            self.window, "Open points", str(Path.home()), f"Points of the plane ({endings})"
        )
        if name:
            self.read(Path(name))

    def read(self, path: Path) -> None:
        """The data become the points of a file; what is wrong with it is said in one sentence."""
        from engines.systems.clouds.hand_drawn import read_points

        try:
            points = read_points(path)
        except SeparatrixError as error:
            self.window.workspace.trouble.emit(str(error))
            return
        place = tuple(c for point in points for c in point)
        self.window.workspace.gesture(Gesture("draw", "", place))
        self.window.status.say(f"{path.name}: {len(points)} point{'s'[: len(points) != 1]}")

    def clear(self) -> None:
        """Forget them, launched paths stay."""
        self.window.workspace.gesture(Gesture("erase", "", ()))
