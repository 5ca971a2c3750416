"""The tour: five presets in a row, a few words about each, and something to try."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.catalogue import Opened

if TYPE_CHECKING:
    from app.window import MainWindow

LESSON = 1  # the tab


@dataclass(frozen=True, slots=True)
class Step:
    """One stop.

    Attributes:
        preset: Id of what is opened.
        title: Heading, in plain words.
        words: At most 60 words.
        turn: What to try, each one sentence.
    """

    preset: str
    title: str
    words: str
    turn: tuple[str, ...]


STEPS = (
    Step(
        "lorenz-1963",
        "Two paths that part",
        "Two paths start a ten-thousandth apart. For a while they are one, then they part for "
        "good. Below, the same two paths over time: watch where the curves separate.",
        ("Press Space and let time pass.", "Drag ρ below 24: the wings come to rest."),
    ),
    Step(
        "pendulum",
        "Every start at once",
        "A plane of all states: angle across, speed upwards. Fixed points are marked by what "
        "they do. The blue and orange curves part swinging from turning over.",
        ("Click anywhere: a path starts there.", "Drag the damping to 0: spirals become centres."),
    ),
    Step(
        "double-gyre",
        "Walls that nobody built",
        "Two vortices that sway. Bright ridges are where neighbours part fastest: nothing "
        "crosses them, though nobody built a wall. The field follows every slider.",
        ("Drag the sway ε.", "Drag the horizon T below 0: walls that attract, seen backwards."),
    ),
    Step(
        "rectified-flow",
        "A network is a flow too",
        "A trained network carries noise to eight clouds. It moves states, so the same "
        "instruments work on it: the ridges of its FTLE are where noise decides.",
        ("Switch the velocity from learned to exact.", "Press T and watch it learn again."),
    ),
    Step(
        "sprites",
        "A plane of pictures",
        "Each place of this plane is a picture. Drag the point and the picture follows; the rows "
        "below walk from it in straight lines.",
        ("Drag the point between two shapes.", "Look at Evidence: what is claimed, and measured."),
    ),
)


class Tour:
    """Opens one stop after another and tells about it in the tab of the lesson.

    Attributes:
        at: Index of the stop; -1 while nobody is on tour.
    """

    def __init__(self, window: MainWindow) -> None:
        self.window = window
        self.at = -1
        window.right.lesson.turned.connect(self.go)
        window.gallery.page.tour.connect(self.start)
        window.workspace.opened.connect(self.take_up)

    def start(self) -> None:
        """Begin at the first stop."""
        self.at = 0
        self.window.open(STEPS[0].preset)

    def go(self, by: int) -> None:
        """On to the next stop, or back; beyond the last one the tour ends."""
        if self.at < 0:
            return
        to = self.at + by
        if to >= len(STEPS):
            self._end()
            self.window.show_gallery(True)
        elif to >= 0:
            self.at = to
            self.window.open(STEPS[to].preset)

    def take_up(self, found: Opened) -> None:
        """Tell about what was opened; anything that is not the next stop ends the tour."""
        if self.at < 0:
            return
        step = STEPS[self.at]
        if found.preset.id != step.preset:
            self._end()
            return
        lesson = self.window.right.lesson
        turn = "\n".join(f"• {sentence}" for sentence in step.turn)
        lesson.set_words(step.title, f"{step.words}\n\nYour turn:\n\n{turn}", "The tour")
        lesson.set_stop(self.at, len(STEPS))
        self.window.right.tabs.bar.setCurrentIndex(LESSON)

    def _end(self) -> None:
        self.at = -1
        self.window.right.lesson.set_stop(-1, 0)
