"""The fields at the right of the export dialog."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from widgets.controls.labels import Label
from widgets.controls.menu_choice import MenuChoice
from widgets.controls.switch import Switch
from widgets.panels.export.request import (
    STYLE_WORDS,
    STYLES,
    WIDTHS_MM,
    ExportRequest,
    cleaned_name,
)
from widgets.theme.fonts import font
from widgets.theme.look import LOOK

ALL = ""
LETTERS = (6, 7, 8, 9, 10, 12)
SIZES = ((1280, 720), (1920, 1080), (2560, 1440), (3840, 2160))
SECONDS = (5, 10, 20, 30, 60)
RATES = (15, 24, 30, 60)
WITH_IT = (
    ("equations", "Equations and values"),
    ("colour_bars", "Colour bars"),
    ("session", "Session inside, so it can be reopened"),
    ("table", "Table of the numbers drawn"),
)
# Which rows each kind needs.
ROWS = {
    "picture": ("views", "width_mm", "letters_pt", "style", "size", "name"),
    "movie": ("views", "size", "seconds", "fps", "style", "name"),
    "numbers": ("views", "name"),
    "session": ("name",),
}
SWITCHES = {
    "picture": ("equations", "colour_bars", "session", "table"),
    "movie": ("equations", "colour_bars", "session"),
    "numbers": (),
    "session": (),
}


class ExportFields(QWidget):
    """Rows of a label and a field, and the switches "With it".

    Attributes:
        changed: Something was changed by hand.
    """

    changed = pyqtSignal()

    def __init__(self, views: Sequence[tuple[str, str]], request: ExportRequest) -> None:
        super().__init__()
        titles = ["all", *(f"{i + 1}, {title}" for i, (_, title) in enumerate(views))]
        ids = [ALL, *(view for view, _ in views)]
        chosen = request.views[0] if len(request.views) == 1 and request.views[0] in ids else ALL
        self.fields: dict[str, QWidget] = {
            "views": MenuChoice("Views", ids, chosen, titles),
            "width_mm": _numbers("Width", WIDTHS_MM, request.width_mm, "mm"),
            "letters_pt": _numbers("Letters", LETTERS, request.letters_pt, "pt"),
            "size": MenuChoice(
                "Size",
                [f"{w}x{h}" for w, h in SIZES],
                "x".join(str(n) for n in request.size),
                [f"{w} \N{MULTIPLICATION SIGN} {h}" for w, h in SIZES],
            ),
            "seconds": _numbers("Length", SECONDS, round(request.seconds), "s"),
            "fps": _numbers("Rate", RATES, request.fps, "per second"),
            "style": MenuChoice("Style", STYLES, request.style, [STYLE_WORDS[s] for s in STYLES]),
        }
        self.name = QLineEdit(request.name)
        self.name.setAccessibleName("File")
        self.name.textEdited.connect(self.changed.emit)
        self.fields["name"] = self.name
        words = {"views": "Views", "width_mm": "Width", "letters_pt": "Letters", "size": "Size"}
        words |= {"seconds": "Length", "fps": "Rate", "style": "Style", "name": "File"}
        self._grid = QGridLayout()
        self._grid.setColumnStretch(1, 1)
        self._labels: dict[str, Label] = {}
        for i, (key, field) in enumerate(self.fields.items()):
            self._labels[key] = Label(words[key], tone="text2")
            self._grid.addWidget(self._labels[key], i, 0)
            self._grid.addWidget(field, i, 1)
            if isinstance(field, MenuChoice):
                field.chosen.connect(self.changed.emit)
        self.switches: dict[str, Switch] = {}
        self._switch_rows: dict[str, QWidget] = {}
        self._column = QVBoxLayout(self)
        self._column.addLayout(self._grid)
        self._with = Label("With it", "small", 600, "text3")
        self._column.addWidget(self._with)
        for key, text in WITH_IT:
            self._add_switch(key, text, bool(getattr(request, key)))
        self._column.addStretch(1)
        self._restyle()
        LOOK.changed.connect(self._restyle)

    def _add_switch(self, key: str, text: str, on: bool) -> None:
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        self.switches[key] = Switch(text, on)
        self.switches[key].toggled.connect(self.changed.emit)
        line.addWidget(self.switches[key], 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(Label(text, wrap=True), 1)
        self._switch_rows[key] = row
        self._column.addWidget(row)

    def show_kind(self, kind: str) -> None:
        """Shows only the rows that a kind of export needs."""
        for key, field in self.fields.items():
            field.setVisible(key in ROWS[kind])
            self._labels[key].setVisible(key in ROWS[kind])
        for key, row in self._switch_rows.items():
            row.setVisible(key in SWITCHES[kind])
        self._with.setVisible(bool(SWITCHES[kind]))

    def request(self, base: ExportRequest) -> ExportRequest:
        """`base` with all that the fields hold."""
        view = self._chosen("views")
        width, height = (int(n) for n in self._chosen("size").split("x"))
        return replace(
            base,
            views=(view,) if view else (),
            width_mm=int(self._chosen("width_mm")),
            letters_pt=int(self._chosen("letters_pt")),
            style=self._chosen("style"),
            size=(width, height),
            seconds=float(self._chosen("seconds")),
            fps=int(self._chosen("fps")),
            name=cleaned_name(self.name.text()),
            equations=self.switches["equations"].on,
            colour_bars=self.switches["colour_bars"].on,
            session=self.switches["session"].on,
            table=self.switches["table"].on,
        )

    def _chosen(self, key: str) -> str:
        field = self.fields[key]
        return field.current if isinstance(field, MenuChoice) else ""

    def _restyle(self) -> None:
        px = LOOK.px
        self.name.setFont(font("body"))
        self._grid.setHorizontalSpacing(px(16))
        self._grid.setVerticalSpacing(px(6))
        self._grid.setColumnMinimumWidth(0, px(64))
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(px(8))


def _numbers(name: str, known: Sequence[int], current: int, unit: str) -> MenuChoice:
    """A menu of numbers with their unit; a number that is not among them joins."""
    all_of_them = sorted({*known, current})
    texts = [str(n) for n in all_of_them]
    return MenuChoice(name, texts, str(current), [f"{t} {unit}" for t in texts])
