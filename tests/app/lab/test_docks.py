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
