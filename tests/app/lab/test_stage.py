import pytest


def test_a_frame_reaches_every_view_and_the_stage_settles(qtbot, pendulum):
    qtbot.waitUntil(lambda: pendulum.stage.settled, timeout=60000)
    assert [v.spec.kind for v in pendulum.stage.views] == ["plane", "chart"]
    assert pendulum.stage.rate > 0


def test_pulling_a_number_in_the_equation_moves_its_slider(qtbot, pendulum):
    before = pendulum.workspace.parameters.c
    pendulum.stage.views[0].number_dragged.emit("c", 24.0)
    assert pendulum.workspace.parameters.c > before
    pendulum.stage.views[0].number_released.emit("c")
    qtbot.waitUntil(lambda: not pendulum.workspace.busy, timeout=60000)
    pendulum.workspace.undo()
    assert pendulum.workspace.parameters.c == pytest.approx(before)


def test_trouble_is_said_in_the_view_and_goes_with_the_next_good_picture(qtbot, pendulum):
    pendulum.say("the flow left the room")
    assert pendulum.stage.views[0].trouble.sentence == "the flow left the room"
    pendulum.workspace.edit("c", 0.3)
    qtbot.waitUntil(lambda: not pendulum.stage.views[0].trouble.sentence, timeout=60000)


def test_the_status_bar_says_what_draws(qtbot, pendulum):
    qtbot.waitUntil(lambda: pendulum.stage.device.startswith("GL "), timeout=60000)
    pendulum.workspace.edit("c", 0.25)
    qtbot.waitUntil(lambda: pendulum.stage.device in pendulum.status.trust.path, timeout=60000)
