"""Fixtures of the panel tests: a clean look, and an eye for cut or overlapping words."""
# ruff: noqa: N802

from __future__ import annotations

import pytest
from PyQt6.QtCore import QEvent, QRect, QRectF, Qt
from PyQt6.QtGui import QFontMetricsF, QPaintDevice, QPaintEngine
from PyQt6.QtWidgets import QAbstractButton, QApplication, QLabel, QPushButton, QWidget

from engines.parameters.declare import choice, parameters_model, real, switch, whole
from widgets.panels.gallery.gallery_item import GalleryItem
from widgets.theme.apply import apply_theme
from widgets.theme.look import LOOK
from widgets.theme.tokens import DARK, THEMES


class _Words(QPaintEngine):
    """Takes note of where words are painted, and paints nothing."""

    def __init__(self):
        super().__init__(QPaintEngine.PaintEngineFeature.AllFeatures)
        self.items: list[tuple[str, QRectF]] = []
        self._origin = None

    def begin(self, device):
        return True

    def end(self):
        return True

    def type(self):
        return QPaintEngine.Type.User

    def updateState(self, state):
        if state.state() & QPaintEngine.DirtyFlag.DirtyTransform:
            self._origin = state.transform()

    def drawTextItem(self, at, item):
        metrics = QFontMetricsF(item.font())
        place = self._origin.map(at) if self._origin is not None else at
        box = QRectF(place.x(), place.y() - metrics.capHeight(), item.width(), metrics.capHeight())
        if item.text().strip():
            self.items.append((item.text(), box))

    def drawPixmap(self, area, pixmap, source):
        pass

    def drawPolygon(self, *args):
        pass

    def drawPath(self, path):
        pass

    def drawRects(self, *args):
        pass

    def drawLines(self, *args):
        pass

    def drawEllipse(self, *args):
        pass


class _Sheet(QPaintDevice):
    def __init__(self, widget):
        super().__init__()
        self.engine, self._widget = _Words(), widget

    def paintEngine(self):
        return self.engine

    def metric(self, which):
        m = QPaintDevice.PaintDeviceMetric
        return {
            m.PdmWidth: self._widget.width(),
            m.PdmHeight: self._widget.height(),
            m.PdmDpiX: 96,
            m.PdmDpiY: 96,
            m.PdmPhysicalDpiX: 96,
            m.PdmPhysicalDpiY: 96,
            m.PdmDepth: 32,
            m.PdmDevicePixelRatio: 1,
        }.get(which, 65536 if "Scaled" in which.name else 1)


def _painted_words(widget):
    """Texts that a widget itself paints, with their boxes."""
    sheet = _Sheet(widget)
    widget.render(sheet, flags=QWidget.RenderFlag(0))
    return sheet.engine.items


def _flaws(root: QWidget) -> list[str]:
    found = []
    for widget in (root, *root.findChildren(QWidget)):
        if not widget.isVisibleTo(root):
            continue
        children = [
            c
            for c in widget.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
            if c.isVisibleTo(root) and not c.isWindow() and c.width() and c.height()
        ]
        for i, first in enumerate(children):
            for second in children[i + 1 :]:
                if first.geometry().intersects(second.geometry()) and widget.layout():
                    found.append(f"{_name(first)} overlaps {_name(second)}")
        if isinstance(widget, QLabel) and widget.text():
            room = widget.contentsRect()
            flags = Qt.TextFlag.TextWordWrap if widget.wordWrap() else Qt.TextFlag(0)
            need = widget.fontMetrics().boundingRect(
                QRect(0, 0, max(room.width(), 1), 10_000), flags.value, widget.text()
            )
            if need.width() > room.width() + 1 or need.height() > room.height() + 1:
                found.append(f"label cut: {widget.text()!r}, {need.size()} in {room.size()}")
        elif isinstance(widget, QPushButton):
            if widget.sizeHint().width() > widget.width() + 1:
                found.append(f"button cut: {widget.text()!r}")
        elif type(widget).__module__.startswith("widgets.") and not isinstance(
            widget, QAbstractButton
        ):
            found += _painted_flaws(widget)
    return found


def _painted_flaws(widget):
    found, words = [], _painted_words(widget)
    bounds = QRectF(widget.rect()).adjusted(-1, -1, 1, 1)
    for i, (text, box) in enumerate(words):
        if not bounds.contains(box):
            found.append(f"{_name(widget)} cuts {text!r}: {box} in {bounds}")
        for other, place in words[i + 1 :]:
            if box.adjusted(1, 1, -1, -1).intersects(place):
                found.append(f"{_name(widget)}: {text!r} overlaps {other!r}")
    return found


def _name(widget):
    return f"{type(widget).__name__} {widget.accessibleName()!r}".strip()


@pytest.fixture(autouse=True)
def clean_look(qapp):
    """Dark, 100 %, no motion, before and after each test."""
    # Widgets of earlier tests go before the style sheet would have to visit them all.
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    LOOK.still = True
    LOOK.fit(1440, 900)
    if (LOOK.theme, LOOK.scale) != (DARK, 1.0) or not qapp.styleSheet():
        apply_theme(qapp, DARK, 1.0)
    yield
    LOOK.fit(1440, 900)


@pytest.fixture
def flaws():
    """A function that names every cut or overlapping word of a widget."""
    return _flaws


@pytest.fixture
def painted_words():
    """A function that lists the texts a widget paints."""
    return lambda widget: [text for text, _ in _painted_words(widget)]


@pytest.fixture(params=[("dark", 1.0), ("light", 1.25), ("dark", 1.5)], ids=str)
def every_look(request, qapp, clean_look):
    """Both themes at each text scale, in turn."""
    name, scale = request.param
    apply_theme(qapp, THEMES[name], scale)
    return request.param


@pytest.fixture
def shown(qtbot):
    """A function that shows a widget at a size and lets its layout settle."""

    def show(widget, width, height=600):
        qtbot.addWidget(widget)
        widget.resize(width, height)
        widget.show()
        for _ in range(3):
            QApplication.processEvents()
        return widget

    return show


@pytest.fixture
def model():
    """A parameter model like that of the double gyre."""
    return parameters_model(
        "Gyre",
        (
            real("A", 0.1, 0, 0.25, title="Amplitude", symbol="A", unit="m/s", group="Flow"),
            real(
                "omega", 0.628, 0, 2, title="Frequency", symbol=r"\omega", unit="1/s", group="Flow"
            ),
            choice("way", "both", ("forward", "backward", "both"), title="Way", group="FTLE"),
            whole("n", 1500, 0, 4000, title="Number", symbol="n", group="Tracers"),
            real("hid", 0.0, 0, 1, hidden=True),
            switch("ftle", True, title="FTLE, forward", group="Instruments"),
            switch("manifolds", False, title="Stable and unstable manifolds", group="Instruments"),
            switch("fixed", False, title="Fixed points", group="Instruments"),
        ),
    )


@pytest.fixture
def items():
    """A few presets of several rooms."""
    about = "Two paths that start a ten-thousandth apart stay together, then part for good."
    return (
        GalleryItem("lorenz", "Lorenz", "Two paths that part", "Portraits", ("ODE", "3-D"), "",
                    about, "Lorenz 1963", (("Largest exponent", "0.904 ± 0.005", True),)),
        GalleryItem("gyre", "Double gyre", "Walls that nobody built", "Transport", ("ODE", "FTLE")),
        GalleryItem("ks", "Kuramoto–Sivashinsky", "A flame that wanders", "Fields", ("PDE", "1-D")),
        GalleryItem("thomas", "Thomas", "A maze with three mirrors", "Portraits", ("ODE", "3-D")),
        GalleryItem("digits", "Digits, latent plane", "Slide between numbers", "Latent",
                    ("network", "latent")),
    )  # fmt: skip
