"""Views stand beside each other, are reused, maximised, and closed."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PyQt6.QtCore import QPoint, Qt, QTimer
from PyQt6.QtTest import QTest

from engines.layers.frame import Frame
from widgets.theme.look import LOOK
from widgets.theme.tokens import DARK, LIGHT
from widgets.views.arrangement import Arrangement


@pytest.fixture
def arrangement(qtbot):
    made = Arrangement(DARK)
    qtbot.addWidget(made, before_close_func=lambda a: a.close_views())
    made.resize(878, 748)
    made.show()
    qtbot.waitExposed(made)
    return made


@pytest.fixture
def four(specs):
    return [specs["plane"], specs["space"], specs["chart"], specs["sheet"]]


def test_views_get_numbers_and_the_first_the_focus(arrangement, four):
    views = arrangement.show_specs(four)
    assert [v.number for v in views] == [1, 2, 3, 4]
    assert arrangement.focused is views[0]
    arrangement.focus(3)
    assert arrangement.focused is views[2]
    arrangement.focus(9)
    assert arrangement.focused is views[2]


def test_pressing_a_header_moves_the_focus(arrangement, four, qtbot):
    views = arrangement.show_specs(four)
    with qtbot.waitSignal(arrangement.focus_changed, timeout=1000) as told:
        QTest.mouseClick(views[1].header, Qt.MouseButton.LeftButton, pos=QPoint(60, 10))
    assert told.args == [views[1]]


def test_views_of_the_same_kind_are_reused(arrangement, four, specs):
    made = []
    arrangement.view_made.connect(made.append)
    first = arrangement.show_specs(four)
    assert made == list(first)
    other = replace(specs["plane"], id="other", title="Other")
    second = arrangement.show_specs([specs["chart"], other])
    assert second == (first[2], first[0])
    assert second[1].spec.title == "Other"
    assert first[1].isHidden()
    third = arrangement.show_specs(four)
    assert set(third) == set(first)
    assert made == list(first)


def test_a_view_reused_for_something_else_forgets_its_picture(arrangement, specs, layers):
    [view] = arrangement.show_specs([specs["plane"]])
    view.show_frame(Frame(layers))
    view.set_trouble("No.")
    arrangement.show_specs([replace(specs["plane"], subtitle="other words")])
    assert view.bar.isVisible()
    arrangement.show_specs([specs["plane"]], fresh=True)
    assert view.bar.isHidden()
    assert view.trouble.isHidden()


def test_one_view_can_have_all_the_room(arrangement, four):
    views = arrangement.show_specs(four)
    before = [v.geometry() for v in views]
    QTest.mouseClick(views[2].header.buttons["maximise"], Qt.MouseButton.LeftButton)
    assert arrangement.maximised is views[2]
    assert views[2].geometry() == arrangement.rect()
    assert [v.isHidden() for v in views] == [True, True, False, True]
    arrangement.focus(1)
    assert arrangement.maximised is views[0]
    arrangement.toggle_maximised()
    assert arrangement.maximised is None
    assert [v.geometry() for v in views] == before


def test_a_maximised_view_fades_in_over_the_old_picture(arrangement, four, qtbot):
    arrangement.show_specs(four)
    LOOK.still = False
    arrangement.toggle_maximised()
    fading = [c for c in arrangement.children() if type(c).__name__ == "Fading"]
    assert len(fading) == 1
    qtbot.waitUntil(
        lambda: not [c for c in arrangement.children() if type(c).__name__ == "Fading"],
        timeout=60000,
    )


def test_a_line_can_be_dragged(arrangement, specs):
    views = arrangement.show_specs([specs["plane"], specs["chart"]])
    before = views[0].height()
    [line] = [d for d in arrangement._dividers if not d.isHidden()]
    QTest.mousePress(line, Qt.MouseButton.LeftButton, pos=QPoint(100, 2))
    QTest.mouseMove(line, QPoint(100, -98))
    QTest.mouseRelease(line, Qt.MouseButton.LeftButton, pos=QPoint(100, 2))
    assert views[0].height() == pytest.approx(before - 100, abs=2)
    arrangement.show_specs([specs["plane"], replace(specs["chart"], subtitle="new")])
    assert views[0].height() == pytest.approx(before - 100, abs=2)


def test_neighbours_share_the_top_edge_of_their_data(arrangement, specs):
    bare = replace(specs["plane"], id="bare", equations=())
    left, right = arrangement.show_specs([specs["plane"], bare])
    assert left.natural_top() > right.natural_top()
    assert left.data_rect.top() == right.data_rect.top()


def test_a_plane_stands_in_the_middle_unless_a_neighbour_has_another_shape(arrangement, specs):
    flat = specs["plane"]
    _, alone = arrangement.show_specs([specs["space"], flat])
    middle = alone.data_rect.top()
    below = alone.height() - alone.data_rect.bottom()
    assert middle - alone.natural_top() == pytest.approx(below, abs=60)
    x, y = flat.axes
    tall = replace(flat, id="tall", axes=(x, replace(y, high=y.low + 4 * (x.high - x.low))))
    left, right = arrangement.show_specs([flat, tall])
    assert left.data_rect.top() == right.data_rect.top() < middle


def test_lines_are_one_pixel_in_line_and_meet(arrangement, specs):
    arrangement.show_specs([replace(specs["plane"], id=str(i)) for i in range(4)])
    image = arrangement.grab_picture()
    [across] = [d for d in arrangement._dividers if not d.isHidden() and not d.across]
    y = across.y() + 2
    ratio = arrangement.devicePixelRatioF()

    def colour(x, y):
        return image.pixelColor(round(x * ratio), round(y * ratio)).name().upper()

    assert colour(200, y) == DARK.line
    assert colour(200, y - 1) == colour(200, y + 1) == DARK.canvas
    x = next(d.x() for d in arrangement._dividers if d.across and d.y() < y) + 2
    assert {colour(x, y - dy) for dy in range(5)} == {DARK.line}


@pytest.mark.parametrize("scale", [1.0, 1.25, 1.5])
@pytest.mark.parametrize("window", [(1280, 720, 782, 540), (1440, 900, 878, 720)])
def test_nothing_overlaps_at_any_size(arrangement, four, layers, overlaps, scale, window):
    LOOK.set(DARK, scale)
    LOOK.fit(*window[:2])
    arrangement.resize(*window[2:])
    for count in (1, 2, 3, 4):
        for view in arrangement.show_specs(four[:count]):
            view.show_frame(Frame(layers))
        assert overlaps(arrangement) == []


def test_maximising_waits_for_no_picture_to_become_fine(arrangement, four, monkeypatch):
    """Found by the random hand: the picture that fades away was first computed to its end."""
    view = arrangement.show_specs(four)[0]
    asked, grab = [], view.canvas.grab_image
    monkeypatch.setattr(LOOK, "still", False)
    monkeypatch.setattr(
        view.canvas, "grab_image", lambda settled=True: asked.append(settled) or grab(settled)
    )
    arrangement.toggle_maximised(view)
    arrangement.grab_picture()
    assert asked == [False, True]


def test_a_theme_reaches_every_view(arrangement, four):
    arrangement.show_specs(four)
    LOOK.set(LIGHT, 1.0)
    image = arrangement.grab_picture()
    assert image.pixelColor(3, 100).name().upper() == LIGHT.canvas
    assert image.pixelColor(image.width() - 3, image.height() - 3).name().upper() == LIGHT.canvas


def test_closing_leaves_no_timers(arrangement, four, layers):
    views = arrangement.show_specs(four)
    for view in views:
        view.show_frame(Frame(layers))
    arrangement.close_views()
    assert not any(t.isActive() for v in views for t in v.findChildren(QTimer))
    assert not any(views[i].canvas._timer.isActive() for i in (0, 1))
    assert arrangement.views == ()
