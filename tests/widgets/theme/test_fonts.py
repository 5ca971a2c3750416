"""The fonts."""

from __future__ import annotations

import pytest
from PyQt6.QtGui import QFontInfo, QFontMetricsF

from widgets.theme.fonts import FOLDER, editor_font, font, load_fonts, symbol_font
from widgets.theme.tokens import DARK


def test_the_bundled_family_is_the_one_that_is_used(qapp, look):
    assert {"Inter", "STIXGeneral"} <= set(load_fonts())
    assert QFontInfo(font("body")).family().startswith("Inter")
    assert QFontInfo(symbol_font()).family() == "STIXGeneral"


def test_every_font_file_has_its_licence_beside_it():
    families = {p.stem.split("-")[0].removesuffix("GeneralItalic") for p in FOLDER.glob("*.ttf")}
    assert families == {"Inter", "STIX"}
    for family in families:
        assert "Open Font License" in (FOLDER / f"{family}-LICENSE.txt").read_text()


@pytest.mark.parametrize(("size", "px"), [("small", 11), ("body", 13), ("title", 18)])
def test_three_sizes_that_grow(qapp, look, size, px):
    assert font(size).pixelSize() == px
    look.set(DARK, 1.5)
    assert font(size).pixelSize() == pytest.approx(px * 1.5, abs=0.5)


def test_there_is_no_fourth_size(qapp, look):
    with pytest.raises(KeyError):
        font("huge")


@pytest.mark.parametrize("weight", [400, 500, 600])
def test_all_figures_are_equally_wide(qapp, look, weight):
    metrics = QFontMetricsF(font("body", weight))
    assert len({round(metrics.horizontalAdvance(d * 10), 3) for d in "0123456789"}) == 1
    assert metrics.horizontalAdvance("+") == metrics.horizontalAdvance("−")


def test_hyphens_and_spaces_of_words_are_not_widened_to_a_figure(qapp, look):
    metrics = QFontMetricsF(font("body"))
    assert metrics.horizontalAdvance("-") < metrics.horizontalAdvance("0")
    assert metrics.horizontalAdvance(" ") < metrics.horizontalAdvance("0")


def test_weights_differ(qapp, look):
    widths = [QFontMetricsF(font("body", w)).horizontalAdvance("Walls") for w in (400, 500, 600)]
    assert widths == sorted(widths)
    assert widths[0] < widths[2]


def test_the_editor_tells_zero_from_o(qapp, look):
    from PyQt6.QtGui import QFont

    assert editor_font().featureValue(QFont.Tag("zero")) == 1
