import pytest

from app.catalogue import preset
from app.lab.guide.tour import STEPS


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.preset)
def test_each_stop_is_a_preset_and_says_little(step):
    assert preset(step.preset).id == step.preset
    assert len(step.words.split()) <= 60
    assert 1 <= len(step.turn) <= 3


def test_the_tour_goes_on_and_back_and_ends_when_something_else_is_opened(qtbot, window):
    tour, lesson = window.tour, window.right.lesson
    heard = []
    window.workspace.opened.connect(lambda found: heard.append(found.preset.id))
    window.actions_by_title["Take the tour"].trigger()
    qtbot.waitUntil(lambda: heard == [STEPS[0].preset], timeout=60000)
    assert lesson.title.text() == STEPS[0].title
    assert window.right.pages.currentWidget() is lesson
    assert lesson.stop.text() == f"1 of {len(STEPS)}"
    assert not lesson.back.isEnabled()
    lesson.onward.click()
    qtbot.waitUntil(lambda: heard[-1] == STEPS[1].preset, timeout=60000)
    assert tour.at == 1
    lesson.back.click()
    qtbot.waitUntil(lambda: heard[-1] == STEPS[0].preset, timeout=60000)
    window.open("saddle")
    qtbot.waitUntil(lambda: heard[-1] == "saddle", timeout=60000)
    assert tour.at == -1
    assert not lesson.onward.isVisible()
    assert lesson.title.text() == "Linear saddle"


def test_beyond_the_last_stop_is_the_gallery(window):
    window.tour.at = len(STEPS) - 1
    window.tour.go(1)
    assert window.tour.at == -1
    assert window.middle.currentIndex() == 0
