"""The fields of the export dialog."""

from __future__ import annotations

import pytest

from widgets.panels.export.export_fields import ExportFields
from widgets.panels.export.request import KINDS, ExportRequest

VIEWS = (("main", "FTLE, forward"), ("back", "FTLE, backward"))
STATE = ExportRequest(
    views=("back",), name="gyre", style="screen", width_mm=91, letters_pt=9, size=(1280, 720),
    seconds=20.0, fps=24, equations=False, colour_bars=False, session=False, table=True,
)  # fmt: skip


def test_a_state_comes_back_as_it_was_given(shown):
    fields = shown(ExportFields(VIEWS, STATE), 300, 500)
    assert fields.request(STATE) == STATE


def test_no_view_chosen_means_all(shown):
    fields = shown(ExportFields(VIEWS, ExportRequest()), 300, 500)
    assert fields.request(ExportRequest()).views == ()
    fields.fields["views"].choose("main")
    assert fields.request(ExportRequest()).views == ("main",)


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_shows_its_rows_and_always_the_name(shown, kind):
    fields = shown(ExportFields(VIEWS, ExportRequest()), 300, 500)
    fields.show_kind(kind)
    assert fields.name.isVisible()
    assert fields.fields["seconds"].isVisible() == (kind == "movie")
    assert fields.fields["width_mm"].isVisible() == (kind == "picture")
    assert fields.switches["table"].isVisible() == (kind == "picture")


def test_every_change_is_told(shown, qtbot):
    fields = shown(ExportFields(VIEWS, ExportRequest()), 300, 500)
    with qtbot.waitSignal(fields.changed):
        fields.switches["table"].toggle()
    with qtbot.waitSignal(fields.changed):
        fields.fields["width_mm"].choose("180")
    with qtbot.waitSignal(fields.changed):
        qtbot.keyClicks(fields.name, "x")


def test_no_word_is_cut(shown, flaws, every_look):
    fields = ExportFields((("v", "Largest Lyapunov exponent"),), ExportRequest())
    assert flaws(shown(fields, 430, 700)) == []
