import os
import subprocess
import sys
from types import SimpleNamespace

import pytest
from PyQt6.QtCore import Qt
from PyQt6.QtGui import QImage
from PyQt6.QtWidgets import QApplication

from app.catalogue import preset
from app.lab import launch
from app.lab.launch import application, photograph, photographed, wait_for
from app.preferences import Preferences
from engines.errors import SeparatrixError
from engines.running.card import CARD
from widgets.canvas.native.missing import Missing


def test_there_is_one_application_with_shared_contexts(qapp):
    assert application(Preferences()) is QApplication.instance()


def test_waiting_ends_when_what_was_waited_for_is_true(qapp):
    looks = iter([False, False, True])
    assert wait_for(lambda: next(looks), 5.0)
    assert not wait_for(lambda: False, 0.05)


def test_a_photograph_shows_the_canvas_too(pendulum):
    picture = photographed(pendulum)
    assert picture.width() == round(pendulum.width() * pendulum.devicePixelRatioF())
    view = pendulum.stage.views[0]
    middle = view.mapTo(pendulum, view.data_rect.center().toPoint())
    around = {
        picture.pixel(middle.x() + i, middle.y() + j) for i in range(-9, 10) for j in range(-9, 10)
    }
    assert len(around) > 3


def test_only_the_main_window_is_photographed(qapp):
    with pytest.raises(SeparatrixError, match="only the main window"):
        photographed(object())


def test_a_photograph_is_written_at_the_size_that_was_asked_for(qapp, tmp_path, monkeypatch):
    monkeypatch.setenv("SEPARATRIX_CONFIG", str(tmp_path))
    monkeypatch.setenv("QT_SCALE_FACTOR", "1")
    photograph(preset("saddle"), tmp_path / "w.png", (1280, 720), 1, 0.2, "light")
    picture = QImage(str(tmp_path / "w.png"))
    assert (picture.width(), picture.height()) == (1280, 720)
    assert picture.pixelColor(5, 400) != Qt.GlobalColor.black


def test_a_processor_that_plays_graphics_card_is_none(qapp, monkeypatch):
    for software in (True, False):
        facts = SimpleNamespace(software=software)
        monkeypatch.setattr(launch, "current_facts", lambda facts=facts: facts)
        monkeypatch.setattr(CARD, "there", software)
        assert launch.lacking() == ""
        assert CARD.there is not software


def test_a_display_without_opengl_is_one_sentence(qapp, monkeypatch):
    launch.need_opengl()
    assert launch.lacking() == ""
    monkeypatch.setattr(launch.QOpenGLContext, "create", lambda self: False)
    with pytest.raises(SeparatrixError, match="there is no OpenGL on this display"):
        launch.need_opengl()


def test_without_opengl_the_window_opens_and_all_but_pictures_works(qtbot, monkeypatch, window):
    monkeypatch.setattr("widgets.canvas.screen.native_for", lambda: Missing)
    window.open("pendulum")
    qtbot.waitUntil(lambda: window.stage.frame is not None, timeout=60000)
    qtbot.waitUntil(lambda: window.stage.settled, timeout=60000)
    plane, chart = window.stage.views
    assert isinstance(plane.canvas.native, Missing)
    assert chart.grab_picture().pixelColor(chart.rect().center()).isValid()
    assert window.workspace.playing
    assert window.stage.device == ""
    assert photographed(window).width() >= window.width()


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"QT_QPA_PLATFORM": "nonsense"}, "Qt cannot open QT_QPA_PLATFORM = nonsense"),
        ({"QT_QPA_PLATFORM": "xcb", "DISPLAY": ":98765"}, "DISPLAY = :98765"),
    ],
)
def test_a_display_that_is_not_there_is_one_sentence(given, sentence):
    code = (
        "from app.lab.launch import application; from app.preferences import Preferences;"
        "application(Preferences())"
    )
    told = subprocess.run(
        [sys.executable, "-c", code], env={**os.environ, **given},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (told.returncode, told.stdout, told.stderr.count("\n")) == (2, "", 1)
    assert sentence in told.stderr
