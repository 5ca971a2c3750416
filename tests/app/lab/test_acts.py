import pytest

from app.commands import MENUS, clashes
from engines.running.card import CARD


def test_no_two_acts_share_a_key(window):
    assert clashes(window.commands) == []


def test_every_act_stands_in_a_known_menu_in_their_order(window):
    seen = [a.text() for a in window.menuBar().actions()]
    assert seen == [m for m in MENUS if m in seen]
    assert {c.menu for c in window.commands} == set(seen)


def test_nothing_that_needs_a_picture_can_be_done_without_one(window):
    for command in window.commands:
        if command.possible is not None:
            assert not command.possible(), command.title


@pytest.mark.parametrize(
    "title",
    ["Random start", "Clear launched paths", "Dye, also by Shift and drag", "Clear dye", "Maximise view", "Copy view",
     "One step forward", "From the start", "Larger text", "Normal text", "Float the gallery",
     "Reset layout", "Evidence", "Lesson", "Reset view", "Jump to anything"],
)  # fmt: skip
def test_an_act_does_what_it_says_without_complaint(qtbot, pendulum, title):
    said = []
    pendulum.workspace.trouble.connect(said.append)
    pendulum.actions_by_title[title].trigger()
    qtbot.waitUntil(lambda: not pendulum.workspace.busy, timeout=60000)
    assert said == []


def test_random_starts_differ_and_clear_forgets_them(pendulum):
    for _ in range(3):
        pendulum.actions_by_title["Random start"].trigger()
    assert len(set(pendulum.workspace.parameters.starts)) == 4
    pendulum.actions_by_title["Clear launched paths"].trigger()
    assert pendulum.workspace.parameters.starts == ()


def test_networks_are_handed_to_the_card_by_hand_and_the_picture_is_made_again(qtbot, pendulum):
    before, frames = CARD.there, []
    pendulum.workspace.frame_arrived.connect(frames.append)
    switch = pendulum.actions_by_title["Networks on the graphics card"]
    switch.trigger()
    try:
        assert CARD.there is not before
        qtbot.waitUntil(lambda: bool(frames) and not pendulum.workspace.busy, timeout=60000)
    finally:
        switch.trigger()
    assert CARD.there is before
