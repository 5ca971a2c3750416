"""How the states of a slider row look."""

from __future__ import annotations

import pytest
from PyQt6.QtGui import QColor

from engines.parameters.declare import real
from widgets.controls.slider.slider_paint import geometry
from widgets.controls.slider.slider_row import SliderRow
from widgets.theme.look import LOOK


@pytest.fixture
def row(shown):
    return shown(SliderRow(real("A", 0.1, 0, 0.25, title="Amplitude", symbol="A", unit="m/s")))


def _knob(row):
    place = geometry(row, row.width())
    corner = place.knob(row.scale.position(row.value))
    size = place.knob_size
    image = row.grab().toImage()
    return image.pixelColor(
        round(corner.x() + size.width() / 2), round(corner.y() + size.height() / 2)
    ).name().upper()  # fmt: skip


def test_the_knob_is_text_at_rest_and_accent_in_the_hand(row):
    assert _knob(row) == LOOK.theme.text
    row.dragging = True
    assert _knob(row) == LOOK.theme.accent


def test_a_hovered_row_is_raised(row):
    row.hovered = True
    assert row.grab().toImage().pixelColor(3, 3).name().upper() == LOOK.theme.raised


def test_an_untrusted_stretch_is_hatched_and_its_number_warns(row, colours):
    assert LOOK.theme.warn not in colours(row)
    row.set_untrusted(0.0, 0.25, "The check failed.")
    assert LOOK.theme.warn in colours(row)


def test_a_linked_row_has_no_filled_part(row):
    place = geometry(row, row.width())
    at = (round(place.track.left() + 20), round(place.track.center().y()))
    filled = QColor(row.grab().toImage().pixelColor(*at))
    row.set_linked("omega")
    assert row.grab().toImage().pixelColor(*at) != filled


def test_the_tick_marks_the_default_once_the_knob_has_left_it(row, colours):
    assert LOOK.theme.edge not in colours(row)
    row.set_value(0.2)
    assert LOOK.theme.edge in colours(row)


def test_rows_have_the_height_of_the_look(row, every_look):
    assert row.height() == round(42 * every_look[1])


def test_a_tight_window_has_lower_rows(row):
    LOOK.fit(1280, 720)
    assert row.height() == 40


def test_a_name_that_meets_the_number_wraps_and_makes_the_row_higher(shown):
    long = "Share of the particles that are thrown away"
    row = shown(SliderRow(real("a", 0.1, 0, 1, title=long, unit="1/year")), 200)
    place = geometry(row, 200)
    assert " ".join(place.names) == long
    assert len(place.names) > 1
    assert row.height() == 42 + 18 * (len(place.names) - 1)
    assert place.track.bottom() < row.height()


def test_a_reason_stands_beside_the_name_or_below_it(shown):
    row = shown(SliderRow(real("T", 15, 0, 30, title="Time", unit="s")))
    row.set_reason("needs a steady flow")
    assert geometry(row, 304).reasons == ("needs a steady flow",)
    assert row.height() == 42
    row.set_reason("needs a two-dimensional flow that has a Jacobian, and this one has none")
    assert row.height() > 42


def test_numbers_of_all_rows_end_at_one_column(shown):
    first = shown(SliderRow(real("a", 0.1, 0, 1, title="A", unit="m")))
    second = shown(SliderRow(real("b", 20, 0, 30, title="A long name", unit="m/s")))
    assert geometry(first, 304).unit_x == geometry(second, 304).unit_x
