import numpy as np
import pytest
from PyQt6.QtCore import pyqtSignal
from PyQt6.QtGui import QColor, QImage
from PyQt6.QtWidgets import QWidget

from app.lab.files.drawing import Drawing, read_picture
from engines.errors import ParameterError
from engines.parameters.declare import choice, parameters_model, places, real
from engines.parameters.reading import changed
from widgets.panels.drawing.pad import SIDE

DRAWN = parameters_model(
    "D", (choice("start_from", "sprite", ("sprite", "drawing")), places("drawing"))
)
OTHER = parameters_model("O", (real("a", 0.0, 0.0, 1.0),))


class Space(QWidget):
    """What a drawing is handed to."""

    parameters_changed = pyqtSignal(object)
    trouble = pyqtSignal(str)

    def __init__(self):
        super().__init__()
        self.parameters = DRAWN()
        self.acts = []

    def gesture(self, gesture):
        self.acts.append(gesture)

    def edit(self, name, value):
        self.parameters = changed(self.parameters, {name: value})


class Window(QWidget):
    def __init__(self):
        super().__init__()
        self.workspace = Space()


@pytest.fixture
def drawing(qtbot):
    window = Window()
    window.resize(900, 700)
    qtbot.addWidget(window)
    return Drawing(window)


def picture(path, ground="black", ink="white", side=SIDE):
    image = QImage(side, side, QImage.Format.Format_RGB32)
    image.fill(QColor(ground))
    for i in range(side // 4, side // 2):
        for j in range(side // 4, side // 2):
            image.setPixelColor(i, j, QColor(ink))
    assert image.save(str(path))
    return path


def test_light_on_dark_is_read_as_it_is_and_dark_on_light_turned_round(tmp_path):
    light = read_picture(picture(tmp_path / "a.png"))
    dark = read_picture(picture(tmp_path / "b.png", "white", "black"))
    np.testing.assert_allclose(light, dark, atol=1e-6)
    assert light.shape == (SIDE, SIDE)
    assert (light[9, 9], light[0, 0]) == (1.0, 0.0)


def test_a_picture_of_another_size_is_refused_in_one_sentence(tmp_path):
    path = picture(tmp_path / "cat.png", side=28)
    with pytest.raises(ParameterError, match=r"^cat.png: 28 x 28 pixels, allowed 32 x 32$"):
        read_picture(path)


def test_what_is_no_picture_is_refused_in_one_sentence(tmp_path):
    path = tmp_path / "cat.png"
    path.write_bytes(b"not a picture")
    with pytest.raises(ParameterError, match=r"cat.png: not a picture that can be read"):
        read_picture(path)


def test_what_is_drawn_is_handed_over_row_by_row(drawing):
    drawing.open()
    ink = np.zeros((SIDE, SIDE))
    ink[3, 5] = 0.5
    drawing.dialog.pad.set_ink(ink)
    (act,) = drawing.window.workspace.acts
    assert act.kind == "draw"
    assert act.place[3 * SIDE + 5] == 0.5
    assert len(act.place) == SIDE * SIDE
    drawing.dialog.accept()
    assert drawing.dialog is None


def test_a_small_picture_that_is_dropped_becomes_the_start(drawing, tmp_path):
    path = picture(tmp_path / "a.png")
    assert drawing.takes(path)
    drawing.read(path)
    assert drawing.window.workspace.acts[0].kind == "draw"


def test_a_picture_of_the_wrong_size_is_told_and_nothing_changes(drawing, tmp_path):
    said = []
    drawing.window.workspace.trouble.connect(said.append)
    drawing.read(picture(tmp_path / "cat.png", side=40))
    assert said == ["cat.png: 40 x 40 pixels, allowed 32 x 32"]
    drawing.open()
    drawing.read(tmp_path / "cat.png")
    assert "40 x 40" in drawing.dialog.trouble.text()
    assert drawing.window.workspace.acts == []


def test_exported_pictures_and_other_files_are_left_to_others(drawing, tmp_path):
    assert not drawing.takes(picture(tmp_path / "big.png", side=400))
    assert not drawing.takes(tmp_path / "none.png")
    assert not drawing.takes("double-gyre")
    drawing.window.workspace.parameters = OTHER()
    assert not drawing.takes(picture(tmp_path / "a.png"))


def test_who_chooses_a_drawing_and_has_none_gets_the_pad_once(drawing):
    space = drawing.window.workspace
    space.parameters = DRAWN(start_from="drawing")
    space.parameters_changed.emit(space.parameters)
    assert drawing.dialog is not None
    drawing.dialog.reject()
    space.parameters_changed.emit(space.parameters)
    assert drawing.dialog is None


def test_who_cancels_starts_from_where_it_was(drawing):
    space = drawing.window.workspace
    drawing.open()
    space.parameters = DRAWN(start_from="drawing", drawing=((0.0, 1.0),))
    drawing.dialog.reject()
    assert (space.parameters.start_from, space.parameters.drawing) == ("sprite", ())
    drawing.open()
    drawing.dialog.accept()
    assert space.parameters == DRAWN()
