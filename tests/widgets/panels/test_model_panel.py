import pytest
from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QLabel

from widgets.panels.model_panel import ModelPanel


@pytest.fixture
def panel(qtbot):
    made = ModelPanel()
    qtbot.addWidget(made)
    made.resize(224, 400)
    made.show()
    made.set_facts("Rectified flow", [("Data", "8 Gaussians"), ("Trained", "7000 steps, seed 0")])
    return made


def test_the_facts_are_shown(panel):
    assert panel.title.text() == "Rectified flow"
    assert panel.facts[1] == ("Trained", "7000 steps, seed 0")


def test_one_button_trains_and_stops(qtbot, panel):
    said = []
    panel.train.connect(lambda: said.append("train"))
    panel.stop.connect(lambda: said.append("stop"))
    qtbot.mouseClick(panel.button, Qt.MouseButton.LeftButton)
    panel.set_training(True)
    assert panel.button.text() == "Stop training"
    qtbot.mouseClick(panel.button, Qt.MouseButton.LeftButton)
    panel.set_training(False)
    assert panel.button.text() == "Train again"
    assert said == ["train", "stop"]


def test_a_long_fact_takes_the_whole_width_below_its_name(qtbot, panel):
    long = "60 000 sprites of 32 × 32 pixels, rendered from five factors"
    panel.set_facts("Sprites", [("Codes", "12"), ("Data", long)])
    labels = {label.text(): label for label in panel._table.findChildren(QLabel)}
    qtbot.waitUntil(lambda: labels[long].isVisible() and labels[long].width() > 100)
    assert labels["Codes"].y() == labels["12"].y()
    assert labels[long].y() > labels["Data"].geometry().bottom()
    assert labels[long].x() == labels["Data"].x()


def test_a_formula_has_nothing_to_train(panel):
    panel.set_facts("Closed form", [("Fields", "by formula")], trained=False)
    assert not panel.button.isVisible()
    assert not panel.hint.isVisible()
    panel.set_facts("Rectified flow", [("Data", "8 Gaussians")])
    assert panel.button.isVisible()


def test_a_training_can_be_held_and_what_it_learned_saved(qtbot, panel):
    said = []
    panel.held.connect(said.append)
    panel.saved.connect(lambda: said.append("save"))
    assert not panel.hold.isVisible()
    panel.set_training(True)
    qtbot.mouseClick(panel.hold, Qt.MouseButton.LeftButton)
    panel.set_training(True, held=True)
    assert panel.hold.text() == "Go on"
    qtbot.mouseClick(panel.hold, Qt.MouseButton.LeftButton)
    panel.set_training(False)
    assert not panel.save.isVisible()
    panel.set_own(True)
    qtbot.mouseClick(panel.save, Qt.MouseButton.LeftButton)
    assert said == [True, False, "save"]
    assert panel.hint.text().startswith("Trained here")


def test_three_buttons_fit_the_narrowest_dock(panel):
    panel.set_own(True)
    panel.set_training(True)
    for training in (True, False):
        panel.set_training(training)
        assert panel.minimumSizeHint().width() <= 224
        shown = [b for b in (panel.button, panel.hold, panel.save) if b.isVisible()]
        assert sum(b.sizeHint().width() for b in shown) + 8 * len(shown) <= 224 - 32
