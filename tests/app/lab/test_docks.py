from app.lab.docks import PAGES


def test_the_tabs_of_the_right_dock_turn_its_pages(window):
    tabs, pages = window.right.tabs.bar, window.right.pages
    assert [tabs.tabText(i) for i in range(tabs.count())] == list(PAGES)
    for i in range(tabs.count()):
        tabs.setCurrentIndex(i)
        assert pages.currentIndex() == i


def test_the_docks_are_as_wide_as_the_look_says_and_can_be_dragged(pendulum):
    for dock in (pendulum.left.dock, pendulum.right.dock):
        assert 200 <= dock.minimumWidth() <= 300
        assert dock.maximumWidth() == 480
    assert abs(pendulum.left.dock.width() - 224) <= 2
    assert abs(pendulum.right.dock.width() - 272) <= 24


def test_at_large_text_in_a_small_window_the_left_dock_folds_to_a_rail(qtbot, pendulum):
    left = pendulum.left
    assert not left.folding.folded
    pendulum.set_text(1.5)
    qtbot.waitUntil(lambda: left.folding.folded and left.dock.width() == 40)
    qtbot.waitUntil(lambda: pendulum.stage.width() >= 780)
    left.rail.buttons[0].click()
    qtbot.waitUntil(lambda: left.dock.width() >= 200)
    pendulum.set_text(1.0)  # there is room again
    assert not left.folding.folded


def test_the_dock_folds_at_a_key_and_comes_back(qtbot, pendulum):
    fold = pendulum.actions_by_title["Fold the gallery"]
    fold.trigger()
    qtbot.waitUntil(lambda: pendulum.left.dock.width() == 40)
    fold.trigger()
    qtbot.waitUntil(lambda: pendulum.left.dock.width() >= 200)


def test_parameters_take_what_they_need_up_to_half_and_instruments_the_rest(qtbot, pendulum):
    right = pendulum.right
    qtbot.waitUntil(lambda: pendulum.fitting.settled)
    above, below = right.column.sizes()
    assert abs(above - below) <= 2  # more rows than half of a small window holds
    pendulum.resize(1440, 1100)
    right.parameters.form.set_hidden({"Tracers", "Paths", "Path over time", "Fixed points"})
    qtbot.waitUntil(lambda: pendulum.height() == 1100)
    right.fit_below()
    above, below = right.column.sizes()
    assert above < below
