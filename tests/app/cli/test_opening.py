from __future__ import annotations

import sys
import types

import pytest

from app.cli.opening import need_display
from app.cli.program import run
from engines.errors import SeparatrixError


@pytest.fixture
def window(monkeypatch):
    """A stand-in for the window that keeps what it was asked to open."""
    asked: list = []
    module = types.ModuleType("app.lab.launch")
    module.run = lambda chosen: asked.append(chosen) or 0
    monkeypatch.setitem(sys.modules, "app.lab.launch", module)
    return asked


def test_without_a_display_the_sentence_says_what_works_without(monkeypatch, capsys):
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(sys, "platform", "linux")
    assert run(["saddle"]) == 2
    assert "there is no display" in capsys.readouterr().err


def test_a_platform_without_a_screen_needs_no_display(monkeypatch):
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    need_display()
    monkeypatch.setenv("QT_QPA_PLATFORM", "xcb")
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.setattr(sys, "platform", "linux")
    with pytest.raises(SeparatrixError):
        need_display()


def test_nothing_named_opens_the_gallery_and_a_name_its_preset(monkeypatch, window):
    monkeypatch.setenv("DISPLAY", ":0")
    assert run([]) == 0
    assert run(["saddle"]) == 0
    assert window[0] is None
    assert window[1].id == "saddle"
