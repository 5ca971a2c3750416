"""Pictures, movies, numbers and sessions written from the window, on a thread of their own."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PyQt6.QtCore import QStandardPaths, Qt
from PyQt6.QtGui import QPixmap
from PyQt6.QtWidgets import QFileDialog

from app.catalogue import Opened
from app.preset_file import SERIES
from app.session.jobs import Step
from app.session.session_file import SUFFIX
from engines.parameters.reading import changed
from engines.running.ticket import Ticket
from widgets.panels.export.export_dialog import ExportDialog
from widgets.panels.export.request import FORMATS, ExportRequest

if TYPE_CHECKING:
    from app.window import MainWindow

WORDS = {
    "numbers": "Every number that is drawn, with names and units.",
    "session": "What is open and its values, to go on later.",
}
DATA = " ".join(f"*{ending}" for ending in SERIES)  # names of files of measured fields
MILLIMETRE = 600 / 25.4  # pixels of a printed picture


class Exporting:
    """Asks what to write, then writes it while the window lives on."""

    def __init__(self, window: MainWindow) -> None:
        self.window = window
        self.last = ExportRequest()
        self.dialog: ExportDialog | None = None
        self._shown = ""  # what the preview shows: a theme, or a kind without a picture

    def ask(self, kind: str) -> None:
        """Open the export card for a "picture", "movie", "numbers" or "session"."""
        found = self.window.workspace.open_now
        values = self.window.workspace.parameters
        if found is None or values is None:
            return
        views = [(v.id, v.title) for v in found.experiment.views(values)]
        name = f"{found.preset.id}_{time.strftime('%Y-%m-%d')}"
        form = self.last.format if self.last.kind == kind else FORMATS[kind][0]
        asked = replace(self.last, kind=kind, format=form, name=name)
        if self.dialog is not None:  # asked again, by another key
            self.dialog.reject()
        self.dialog = ExportDialog(views, asked, self.window)
        self.dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.dialog.finished.connect(self._gone)
        self.dialog.exported.connect(self.write)
        self.dialog.changed.connect(self._preview)
        self.dialog.open()
        self._shown = ""
        self._preview(asked)

    def _preview(self, asked: ExportRequest) -> None:
        """Draw what stands in the window as it will look on paper."""
        dialog, frame, ready = self.dialog, self.window.stage.frame, self._ready()
        if dialog is None or frame is None or ready is None:
            return
        theme = "light" if asked.style == "paper" else "dark"
        wanted = theme if asked.kind in ("picture", "movie") else asked.kind
        if wanted == self._shown:
            return
        self._shown = wanted
        dialog.set_preview(None, WORDS.get(asked.kind, "Drawing"))
        if asked.kind in WORDS:
            return

        def work(ticket: Ticket) -> Iterator[Step]:
            from app.export.figure import preview_bytes

            yield Step("Preview", 1.0, preview_bytes(ready, frame, theme))

        def finished(content: bytes) -> None:
            picture = QPixmap()
            if self.dialog is dialog and self._shown == theme and picture.loadFromData(content):
                dialog.set_preview(picture)

        def failed(sentence: str) -> None:
            if self.dialog is dialog and self._shown == theme:
                dialog.set_preview(None, sentence)

        self.window.jobs.start("Preview", work, finished, failed)

    def _gone(self) -> None:
        self.dialog = None

    def _ready(self) -> Opened | None:
        """What is open, at the values and the time that are shown."""
        found, values = self.window.workspace.open_now, self.window.workspace.parameters
        if found is None or values is None:
            return None
        clock = self.window.workspace.clock
        if clock.parameter:
            values = changed(values, {clock.parameter: self.window.workspace.time})
        return Opened(found.preset, found.experiment, values, found.subject)

    def write(self, asked: ExportRequest) -> Path | None:
        """Start writing; returns the file that will be there."""
        self.last = asked
        ready = self._ready()
        if ready is None:
            return None
        path = free_name(self.folder() / asked.file_name)
        if asked.kind == "session":
            return path if self.window.save(path) else None

        def work(ticket: Ticket) -> Iterator[Step]:
            yield Step(f"Export {path.name}", 0.0)

            def report(words: str, share: float) -> None:
                ticket.check()
                job.runner.frames.post(ticket, Step(f"Export {path.name}", share))

            _written(path, ready, asked, report, ticket)
            yield Step(f"Export {path.name}", 1.0, path)

        def finished(result: object) -> None:
            self.window.status.say(f"Wrote {result}")

        job = self.window.jobs.start(f"Export {path.name}", work, finished, self.window.say)
        return path

    def folder(self) -> Path:
        """Where files go: the last folder, else Pictures, else home."""
        if self.window.chosen.folder and Path(self.window.chosen.folder).is_dir():
            return Path(self.window.chosen.folder)
        pictures = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.PicturesLocation)
        return Path(pictures) if pictures and Path(pictures).is_dir() else Path.home()

    def open_file(self) -> None:
        """Let the user choose a file to open."""
        name, _ = QFileDialog.getOpenFileName(
            self.window,
            "Open",
            str(self.folder()),
            f"Separatrix (*.toml *.safetensors *{SUFFIX} *.png *.svg *.pdf *.mp4 *.gif *.npz {DATA});;"
            f"Measured fields ({DATA})",
        )
        if name:
            self.window.open(Path(name))

    def open_folder(self) -> None:
        """Let the user choose a Zarr folder to open."""
        name = QFileDialog.getExistingDirectory(
            self.window, "Open a Zarr folder", str(self.folder())
        )
        if name:
            self.window.open(Path(name))

    def save_as(self) -> None:
        """Let the user choose where the session goes."""
        found = self.window.workspace.open_now
        if found is None:
            return
        start = str(self.folder() / f"{found.preset.id}{SUFFIX}")
        name, _ = QFileDialog.getSaveFileName(self.window, "Save", start, f"Session (*{SUFFIX})")
        if name:
            self.window.save(Path(name if name.endswith(SUFFIX) else name + SUFFIX))


def free_name(path: Path) -> Path:
    """`path`, or the same with the first free number: nothing is ever overwritten."""
    stem, ending = path.name.split(".", 1) if "." in path.name else (path.name, "")
    number = 2
    while path.exists():
        path = path.with_name(f"{stem}-{number}.{ending}" if ending else f"{stem}-{number}")
        number += 1
    return path


def _written(
    path: Path,
    ready: Opened,
    asked: ExportRequest,
    told: Callable[[str, float], None],
    ticket: Ticket,
) -> None:
    """Run what the request asks for. On a job's thread."""
    from app.export.embedded import record

    theme = "light" if asked.style == "paper" else "dark"
    if asked.kind == "movie":
        from app.export.movie import Film, write_movie

        film = Film.asked(ready, path, asked.size, asked.seconds, float(asked.fps))
        note = record(ready, theme=theme, seconds=film.seconds, fps=film.fps)
        write_movie(path, ready, film, theme, note, told, ticket)
    elif asked.kind == "numbers":
        from app.export.arrays import chosen_layers, with_facts
        from app.export.running import last_frame
        from app.export.tables import write_numbers

        frame = last_frame(ready, told, ticket)
        layers = chosen_layers(frame)
        write_numbers(path, layers, with_facts(record(ready), frame, layers))
    else:
        from app.export.figure import write_figure

        write_figure(path, ready, None, theme, record(ready, theme=theme), told, ticket)
