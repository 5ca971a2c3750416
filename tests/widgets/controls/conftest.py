"""A clean look for the tests of controls."""

from __future__ import annotations

import pytest
from PyQt6.QtCore import QEvent
from PyQt6.QtWidgets import QApplication

from widgets.theme.apply import apply_theme
from widgets.theme.look import LOOK
from widgets.theme.tokens import DARK, THEMES


@pytest.fixture(autouse=True)
def clean_look(qapp):
    """Dark, 100 %, no motion, before each test."""
    # Widgets of earlier tests go before the style sheet would have to visit them all.
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    LOOK.still = True
    LOOK.fit(1440, 900)
    if (LOOK.theme, LOOK.scale) != (DARK, 1.0) or not qapp.styleSheet():
        apply_theme(qapp, DARK, 1.0)


@pytest.fixture(params=[("dark", 1.0), ("light", 1.25), ("dark", 1.5)], ids=str)
def every_look(request, qapp, clean_look):
    """Both themes and all text scales, in turn."""
    name, scale = request.param
    apply_theme(qapp, THEMES[name], scale)
    return request.param


@pytest.fixture
def shown(qtbot):
    """A function that shows a widget at a width and lets its layout settle."""

    def show(widget, width=304, height=0):
        qtbot.addWidget(widget)
        widget.resize(width, height or max(widget.height(), 1))
        widget.show()
        for _ in range(2):
            QApplication.processEvents()
        return widget

    return show


@pytest.fixture
def colours():
    """A function that lists the colours a widget shows."""

    def seen(widget):
        image = widget.grab().toImage()
        return {
            image.pixelColor(x, y).name().upper()
            for x in range(image.width())
            for y in range(image.height())
        }

    return seen
