from PyQt6.QtWidgets import QWidget

from widgets.controls.rail import Folding, Rail


def test_only_what_is_seen_asks_for_room_and_every_icon_brings_the_dock_back(qtbot):
    column, rail = QWidget(), Rail()
    column.setMinimumSize(220, 300)
    folding = Folding(column, rail)
    qtbot.addWidget(folding)
    assert not folding.folded
    folding.setCurrentIndex(1)
    assert folding.folded
    assert folding.minimumSizeHint().width() == folding.sizeHint().width() == 40
    for button in rail.buttons:
        assert button.toolTip()
        with qtbot.waitSignal(rail.wanted):
            button.click()
