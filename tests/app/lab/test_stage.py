from dataclasses import replace

import pytest

from engines.protocols.views import Clock


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


def test_trouble_stays_until_it_is_put_away_whatever_pictures_come(pendulum):
    bar, stage = pendulum.stage.views[0].trouble, pendulum.stage
    pendulum.say("out/: no such folder")
    for notes in ((), ("one path left the room",), ()):
        pendulum.workspace.frame_arrived.emit(replace(stage.frame, notes=notes))
        assert bar.sentence == "out/: no such folder"
    pendulum.actions_by_title["Cancel"].trigger()
    assert bar.sentence == ""
    pendulum.say("out/: no such folder")
    bar.close_button.click()
    pendulum.workspace.frame_arrived.emit(stage.frame)
    assert bar.sentence == ""


def test_what_a_canvas_cannot_draw_is_said_whatever_pictures_come(pendulum):
    view = pendulum.stage.views[0]
    view.set_trouble("this layer cannot be drawn here")
    pendulum.workspace.frame_arrived.emit(pendulum.stage.frame)
    assert view.trouble.sentence == "this layer cannot be drawn here"


def test_trouble_is_said_in_the_view_and_goes_with_the_next_good_picture(qtbot, pendulum):
    pendulum.say("the flow left the room")
    assert pendulum.stage.views[0].trouble.sentence == "the flow left the room"
    pendulum.workspace.edit("c", 0.3)
    qtbot.waitUntil(lambda: not pendulum.stage.views[0].trouble.sentence, timeout=60000)


def test_the_status_bar_says_what_draws(qtbot, pendulum):
    qtbot.waitUntil(lambda: pendulum.stage.device.startswith("GL "), timeout=60000)
    pendulum.workspace.edit("c", 0.25)
    qtbot.waitUntil(lambda: pendulum.stage.device in pendulum.status.trust.path, timeout=60000)


def test_a_stroke_with_shift_is_dye_that_goes_with_the_clock(qtbot, pendulum):
    view, space = pendulum.stage.views[0], pendulum.workspace
    space.seek(2.0)
    view.canvas.brushed.emit((0.5, 0.3))
    view.canvas.released.emit()
    assert space.parameters.drops == ((0.5, 0.3, 2.0),)
    qtbot.waitUntil(
        lambda: pendulum.stage.settled and "dye" in pendulum.stage.frame.layers, timeout=60000
    )
    assert pendulum.stage.frame.layers["dye"].role == "dye"
    space.seek(4.0)
    assert view.canvas._clock == 4.0
    pendulum.actions_by_title["Clear dye"].trigger()
    assert space.parameters.drops == ()


def test_the_playhead_comes_with_the_pictures_of_an_engine_that_keeps_up(pendulum, monkeypatch):
    stage, space, told = pendulum.stage, pendulum.workspace, []
    monkeypatch.setattr(stage.views[0], "set_time", told.append)
    monkeypatch.setattr(space, "clock", Clock("c", 0.0, 1.0, along=True))
    monkeypatch.setattr(space, "playing", True)
    rate = [1.0]
    monkeypatch.setattr(type(space), "engine_rate", property(lambda space: rate[0]))
    space.time_moved.emit(0.2)
    assert told == [0.2]  # it goes on by itself where pictures come slowly
    rate[0] = 30.0
    monkeypatch.setattr(space, "time", 0.4)
    space.time_moved.emit(0.4)
    assert told == [0.2]
    space.frame_arrived.emit(stage.frame)
    space.frame_arrived.emit(stage.frame)
    assert told == [0.2, 0.4]
