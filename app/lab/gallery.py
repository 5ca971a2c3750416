"""The first page and the gallery of the dock; Lorenz moves before anything else is loaded."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from app.catalogue import Opened, opened, preset, readable_presets
from app.lab.stage import Stage
from app.lab.wall.wall import Wall
from app.preset_file import Preset
from app.session.workspace import Workspace
from engines.systems.system import System
from widgets.panels.gallery.gallery_item import GalleryItem
from widgets.panels.gallery.gallery_page import GalleryPage

if TYPE_CHECKING:
    from app.window import MainWindow

FIRST = "lorenz-1963"
ROOMS = (
    "portraits",
    "transport",
    "generative",
    "latent",
    "reconstruction",
    "fields",
    "populations",
    "particles",
)
PICTURES = Path(__file__).resolve().parents[2] / "assets" / "pictures"


class Gallery:
    """All presets of the tree, and a small workspace in which the chosen one moves."""

    def __init__(self, window: MainWindow) -> None:
        self.window = window
        self.page = GalleryPage()
        self.presets, self.troubles = readable_presets()
        self.presets = tuple(sorted(self.presets, key=_place))
        self.items = tuple(_item(one) for one in self.presets)
        self.workspace = Workspace(window)
        self.preview = Stage(self.workspace, most=1)
        self.wall = Wall(self.page)
        self._live = False
        self._chosen = ""
        self.page.opened.connect(window.open)
        self.page.selected.connect(self._select)
        self.page.file_wanted.connect(lambda: window.exporting.open_file())
        self.workspace.opened.connect(self._moving)

    def show_first(self) -> None:
        """Fill the page and let the chosen card move."""
        chosen = self.window.workspace.open_now
        first = chosen.preset.id if chosen else FIRST
        self.page.set_items(self.items, first)
        if self._chosen != first:
            self._select(first)
        if self.troubles:
            self.say(self.troubles[0])

    def fill_dock(self) -> None:
        """Fill the list at the left."""
        self.window.left.gallery.set_items(self.items)

    def set_current(self, preset: Preset) -> None:
        """Mark what is open."""
        dock = self.window.left.gallery
        if not dock.rows.items:
            self.fill_dock()
        dock.set_current(preset.id)

    def written(self, found: Opened) -> tuple[list[str], str]:
        """The equations of what is open as lines of text, and what is known about them."""
        flow = found.experiment.flow(found.parameters)
        kind = "A map." if flow.discrete else "Steady." if flow.steady else "Depends on time."
        if isinstance(found.subject, System):
            return list(found.subject.lines), kind
        title = found.subject.title.replace("-", "\N{HYPHEN}")  # no minus
        if found.preset.family:
            return [title], f"Built in. {kind}"
        return [f"{'model' if found.preset.model else 'data'} {title}"], kind

    def say(self, sentence: str) -> None:
        """A sentence of trouble while nothing is open."""
        self.window.status.say(sentence, "error")

    def quiet(self) -> None:
        """Stop what moves on the first page."""
        self.workspace.play(False)
        self.workspace.cancel()

    def resume(self) -> None:
        """Let it move again, because nothing was opened after all."""
        if self._live and self.page.isVisible():
            self.workspace.play(True)

    def tick(self, seconds: float) -> None:
        """Let the preview move while the page is seen."""
        if self.page.isVisible():
            self.workspace.pass_time(seconds)
            self.workspace.pump()
            self.wall.tick(seconds)

    def close(self, patience: float = 2.0) -> None:
        """Let the engine and the canvas of the preview go."""
        self.wall.close(patience)
        self.workspace.close(patience)
        self.preview.close_views()

    def _select(self, id: str) -> None:
        self._chosen = id
        self.page.preview.set_live(None)
        self._live = False
        self.workspace.play(False)
        self.workspace.open(lambda: opened(preset(id)))

    def _moving(self, found: Opened) -> None:
        if not self._live:
            self._live = True
            self.page.preview.set_live(self.preview)
        self.workspace.play(True)


def picture_of(id: str) -> str:
    """Path of the thumbnail of a preset; "" if it has none."""
    path = PICTURES / f"{id}.png"
    return str(path) if path.is_file() else ""


def _place(preset: Preset) -> tuple[bool, int, str]:
    """Lorenz first, then by room."""
    room = ROOMS.index(preset.room) if preset.room in ROOMS else len(ROOMS)
    return preset.id != FIRST, room, preset.title


def _item(preset: Preset) -> GalleryItem:
    return GalleryItem(
        preset.id,
        preset.title,
        preset.line,
        preset.room.capitalize(),
        preset.tags,
        picture_of(preset.id),
        preset.about,
        preset.paper,
    )
