"""Lessons: a few pages beside what is open, read from `presets/lessons` and turned by hand."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from app.catalogue import Opened, tree
from app.preset_file import Preset
from engines.errors import PresetError

if TYPE_CHECKING:
    from app.window import MainWindow

MOST_PAGES = 8
LONGEST = 1200  # characters of a page, which is more than its tab shows without scrolling
LARGEST = 64 * 1024  # bytes of a file


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a lesson.

    Attributes:
        title: Heading.
        words: Paragraphs parted by empty lines; a line that begins with a dot is something to do.
        chapter: What the whole lesson is called, or "".
    """

    title: str
    words: str
    chapter: str = ""


def read_lesson(path: Path) -> tuple[Page, ...]:
    """The pages of a lesson: `# Chapter`, then `## Heading` and paragraphs for each page.

    Args:
        path: A Markdown file; its format is described in presets/experiments/README.md.

    Raises:
        PresetError: If it cannot be read, has no page, too many, or one that is too long or empty.
    """
    try:
        if path.stat().st_size > LARGEST:
            raise PresetError(f"{path} is larger than {LARGEST // 1024} KiB, which no lesson is")
        text = path.read_text("utf-8")
    except FileNotFoundError:
        raise PresetError(f"{path}: no such file") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "it is not UTF-8 text"
        raise PresetError(f"{path} cannot be read: {reason}") from None
    head, *parts = f"\n{text}".replace("\r\n", "\n").split("\n## ")
    chapter = next((line[2:].strip() for line in head.splitlines() if line.startswith("# ")), "")
    if not 1 <= len(parts) <= MOST_PAGES:
        raise PresetError(
            f"{path} has {len(parts)} headings '## ...', expected 1 to {MOST_PAGES} pages"
        )
    return tuple(_page(path, part, chapter) for part in parts)


def _page(path: Path, part: str, chapter: str) -> Page:
    title, _, body = part.partition("\n")
    lines = [line.strip() for line in body.strip().splitlines()]
    words = "\n".join(f"• {line[2:]}" if line.startswith(("- ", "* ")) else line for line in lines)
    if not title.strip() or not words:
        raise PresetError(f"{path}: page '{title.strip()}' is empty, expected a heading and words")
    if len(words) > LONGEST:
        raise PresetError(
            f"{path}: page '{title.strip()}' has {len(words)} characters, allowed {LONGEST}"
        )
    return Page(title.strip(), words, chapter)


def lesson_of(preset: Preset) -> tuple[Page, ...]:
    """The lesson that a preset names; empty if it names none."""
    place = tree() / "lessons" / preset.room
    return read_lesson(place / f"{preset.lesson}.md") if preset.lesson else ()


class Lessons:
    """Turns the pages of the lesson that belongs to what is open; the words of the preset are first.

    Attributes:
        pages: Of what is open.
        at: Number of the page shown; 0 is what the preset has to say.
    """

    def __init__(self, window: MainWindow) -> None:
        self.window = window
        self.pages: tuple[Page, ...] = ()
        self.at = 0
        window.right.lesson.turned.connect(self.turn)
        window.workspace.opened.connect(self.take_up)

    def take_up(self, found: Opened) -> None:
        """Lay the lesson of what was opened beside it."""
        self.pages = ()
        if self.window.tour.at >= 0:  # a stop of the tour has words of its own
            return
        try:
            self.pages = lesson_of(found.preset)
        except PresetError as error:
            self.window.say(str(error))
        self._show(0)

    def turn(self, by: int) -> None:
        """On to the next page or back; after the last comes the first."""
        if self.pages:
            self._show((self.at + by) % (len(self.pages) + 1))

    def _show(self, at: int) -> None:
        found, panel = self.window.workspace.open_now, self.window.right.lesson
        if found is None:
            return
        self.at = at
        about = found.preset
        if at == 0:
            panel.set_words(about.title, about.about, about.paper, about.tags)
        else:
            page = self.pages[at - 1]
            panel.set_words(page.title, page.words, page.chapter or about.title)
        panel.set_stop(at if self.pages else -1, len(self.pages) + 1, "From the start")
