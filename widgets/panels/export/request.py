"""What is asked for when something is exported. No Qt."""

from __future__ import annotations

from dataclasses import dataclass

KINDS = ("picture", "movie", "numbers", "session")
FORMATS = {
    "picture": ("png", "svg", "pdf"),
    "movie": ("mp4", "gif"),
    "numbers": ("npz", "csv", "nc"),
    "session": ("sep.json",),
}
STYLES = ("paper", "screen")
STYLE_WORDS = {"paper": "paper, white", "screen": "as on the screen"}
WIDTHS_MM = (85, 120, 180)


@dataclass(frozen=True, slots=True)
class ExportRequest:
    """One export, checked by the dialog that made it.

    Attributes:
        kind: "picture", "movie", "numbers" or "session".
        format: Ending of the file, without its dot.
        views: Ids of the views to be written, in order; empty for all.
        name: File name without folder and ending.
        style: "paper" or "screen".
        width_mm: Width on paper.
        letters_pt: Size of letters on paper.
        size: Width and height of a movie or of a picture in the style of the screen, pixels.
        seconds: Length of a movie.
        fps: Pictures per second of a movie.
        equations: Write equations and values beside the picture.
        colour_bars: Draw colour bars.
        session: Put the session inside the file.
        table: Write a table of the numbers drawn beside it.
    """

    kind: str = "picture"
    format: str = "png"
    views: tuple[str, ...] = ()
    name: str = "separatrix"
    style: str = "paper"
    width_mm: int = 120
    letters_pt: int = 8
    size: tuple[int, int] = (1920, 1080)
    seconds: float = 10.0
    fps: int = 30
    equations: bool = True
    colour_bars: bool = True
    session: bool = True
    table: bool = False

    @property
    def file_name(self) -> str:
        """Name with its ending."""
        return f"{self.name}.{self.format}"


def cleaned_name(text: str) -> str:
    """A file name that every platform takes: letters, digits, dash, dot, underscore."""
    safe = "".join(c if c.isalnum() or c in "-_." else "_" for c in text.strip())
    return safe.strip("._") or "separatrix"
