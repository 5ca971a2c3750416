from __future__ import annotations

import sys
import types

import pytest

from app.cli.program import run


@pytest.fixture
def camera(monkeypatch):
    """A stand-in for the window that keeps what it was asked to photograph."""
    asked: list = []
    module = types.ModuleType("app.lab.launch")
    module.photograph = lambda *words: asked.append(words)
    monkeypatch.setitem(sys.modules, "app.lab.launch", module)
    monkeypatch.setenv("DISPLAY", ":0")
    return asked


def test_the_window_is_told_size_scale_wait_and_theme(camera, tmp_path):
    target = tmp_path / "window.png"
    words = ["shot", "saddle", "-o", str(target), "--size", "1280x720", "--scale", "2"]
    assert run([*words, "--wait", "0.5", "--theme", "light"]) == 0
    ((preset, *rest),) = camera
    assert preset.id == "saddle"
    assert rest == [target, (1280, 720), 2, 0.5, "light"]


def test_a_wait_without_end_is_refused(camera, tmp_path, capsys):
    assert run(["shot", "saddle", "-o", str(tmp_path / "w.png"), "--wait", "1e9"]) == 2
    assert "allowed 0 to 600 s" in capsys.readouterr().err
    assert camera == []


def test_without_a_display_a_photograph_is_refused(camera, monkeypatch, tmp_path, capsys):
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(sys, "platform", "linux")
    assert run(["shot", "saddle", "-o", str(tmp_path / "w.png")]) == 2
    assert "there is no display" in capsys.readouterr().err
