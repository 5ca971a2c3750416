"""The export dialog."""

from __future__ import annotations

import pytest
from PyQt6.QtCore import Qt
from PyQt6.QtGui import QColor, QPixmap
from PyQt6.QtWidgets import QWidget

from widgets.panels.export.export_dialog import ExportDialog
from widgets.panels.export.request import KINDS, ExportRequest
from widgets.theme.look import LOOK

VIEWS = (("main", "FTLE, forward"),)


@pytest.fixture
def dialog(shown):
    return shown(ExportDialog(VIEWS, ExportRequest(format="pdf", name="gyre")), 820, 540)


def test_it_opens_in_the_state_it_was_given(dialog):
    assert dialog.request() == ExportRequest(format="pdf", name="gyre")


def test_enter_exports(dialog, qtbot):
    with qtbot.waitSignal(dialog.exported) as caught:
        qtbot.keyClick(dialog, Qt.Key.Key_Return)
    assert caught.args[0] == ExportRequest(format="pdf", name="gyre")
    assert not dialog.isVisible()


def test_esc_closes_without_exporting(dialog, qtbot):
    heard = []
    dialog.exported.connect(heard.append)
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    assert heard == []


def test_another_kind_brings_its_formats(dialog, qtbot):
    with qtbot.waitSignal(dialog.changed) as caught:
        dialog.kinds.choose("movie")
    assert caught.args[0].format == "mp4"
    assert dialog.formats.options == ("mp4", "gif")
    with qtbot.waitSignal(dialog.changed) as caught:
        dialog.formats.choose("gif")
    assert caught.args[0].kind == "movie"
    assert caught.args[0].format == "gif"


def test_the_preview_is_whole_on_white_paper(dialog):
    picture = QPixmap(200, 100)
    picture.fill(QColor("#FF0000"))
    dialog.set_preview(picture)
    image = dialog.paper.grab().toImage()
    middle = image.pixelColor(image.width() // 2, image.height() // 2)
    assert middle.name() == "#ff0000"
    assert image.pixelColor(image.width() // 2, 8).name() == "#ffffff"


def test_without_a_preview_words_say_what_will_be_written(dialog, painted_words):
    dialog.set_preview(None, "A movie of 10 s.")
    assert painted_words(dialog.paper) == ["A movie of 10 s."]


@pytest.mark.parametrize("kind", KINDS)
def test_no_word_is_cut(shown, flaws, every_look, kind):
    dialog = ExportDialog(VIEWS, ExportRequest())
    dialog.kinds.choose(kind)
    dialog.set_words("120 x 64 mm. Lines and letters as vectors, the field at 600 dpi.",
                     "Never overwrites: a number is added to the name. About 1.4 MB.")  # fmt: skip
    shown(dialog, LOOK.px(820), LOOK.px(540))
    assert flaws(dialog) == []
    dialog.close()


def test_the_card_never_grows_over_its_window(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(700, 480)
    card = ExportDialog(VIEWS, None, window)
    assert (card.width(), card.height()) == (668, 448)
