"""Icons."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest
from PyQt6.QtGui import QIcon

from widgets.theme.icons import FOLDER, icon, icon_names, icon_pixmap

NEEDED = [
    "restart",
    "previous",
    "play",
    "pause",
    "next",
    "loop",
    "keyframe",
    "keyframe_on",
    "export",
    "maximise",
    "restore",
    "layers",
    "plus",
    "search",
    "chevron_right",
    "chevron_left",
    "chevron_down",
    "chevron_up",
    "reset",
    "link",
    "close",
    "tick",
    "cross",
    "warning",
    "info",
    "logo",
]


def test_all_icons_of_the_look_are_there():
    assert set(NEEDED) <= set(icon_names())


@pytest.mark.parametrize("name", icon_names())
def test_every_drawing_is_on_the_grid_and_takes_the_colour_it_is_given(name):
    root = ET.parse(FOLDER / f"{name}.svg").getroot()
    assert root.get("viewBox") == "0 0 16 16"
    assert root.get("stroke") == "currentColor"
    assert root.get("stroke-linecap") == "round"
    assert "#" not in (FOLDER / f"{name}.svg").read_text()


@pytest.mark.parametrize("name", icon_names())
def test_every_icon_draws_something_in_its_colour(qapp, name):
    image = icon_pixmap(name, "#FF0000", 16, 2.0).toImage()
    assert (image.width(), image.height()) == (32, 32)
    seen = [image.pixelColor(x, y) for x in range(32) for y in range(32)]
    drawn = [c for c in seen if c.alpha() > 200]
    assert len(drawn) >= 12
    assert all(c.red() > 200 and c.green() < 60 for c in drawn)


def test_a_qt_icon_brightens_under_the_pointer(qapp, look):
    made = icon("export")
    middle = [
        max(c.lightness() for c in _pixels(made.pixmap(16, mode)) if c.alpha() > 200)
        for mode in (QIcon.Mode.Disabled, QIcon.Mode.Normal, QIcon.Mode.Active)
    ]
    assert middle == sorted(middle)
    assert middle[0] < middle[1] < middle[2]


def _pixels(pixmap):
    image = pixmap.toImage()
    return [image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height())]


def test_an_unknown_name_is_refused_with_the_known_ones(qapp):
    with pytest.raises(KeyError, match="no icon 'nothing', known: "):
        icon_pixmap("nothing", "#FFFFFF")
