import threading
from pathlib import Path

import numpy as np
import pytest

from app.catalogue import Opened
from app.preset_file import Preset
from app.session.workspace import Workspace
from engines.errors import FlowError, ParameterError
from engines.layers.frame import Frame
from engines.layers.scalar_field import ScalarField
from engines.layers.shader_field import ShaderField
from engines.layers.tracks import Tracks
from engines.parameters.declare import parameters_model, places, real
from engines.parameters.reading import changed
from engines.protocols.experiment import Experiment, Learning
from engines.protocols.gesture import Gesture
from engines.protocols.views import Clock

PRESET = Preset("p", Path("p.toml"), "r", "P", "", "", (), "", "r.p", "s", "", {})


class Echo(Experiment):
    """Draws its parameters: one track whose height is A."""

    parameters = parameters_model(
        "P", (real("A", 1.0, 0.0, 9.0), real("start", 0.0, 0.0, 10.0), places("starts"))
    )

    def __init__(self):
        self.seen = []
        self.hold = None
        self.fail = False

    def frames(self, parameters, ticket):
        self.seen.append(parameters.A)
        if self.fail:
            raise FlowError("the flow left the room")
        if self.hold is not None:
            self.hold.wait(60.0)
        track = Tracks(np.full((1, 3, 2), parameters.A), np.arange(3.0))
        field = ScalarField(np.arange(2.0), np.arange(2.0), np.zeros((2, 2)), live_twin="live")
        live = ShaderField("", {"A": parameters.A}, (0, 1, 0, 1), (2, 2))
        yield Frame({"live": live, "ftle": field, "tracks": track})

    def flow(self, parameters):
        raise NotImplementedError

    def views(self, parameters):
        if parameters.A == 7.0:
            raise ParameterError("A = 7.0, is not shown on Sundays")
        return ()

    def clock(self, parameters):
        return Clock("start", 0.0, 10.0, "s", "time", 2.0)

    def respond(self, parameters, gesture):
        if gesture.place[0] > 100.0:
            raise ParameterError("that is too far away")
        return changed(parameters, {"starts": (*parameters.starts, gesture.place)})


@pytest.fixture
def echo():
    return Echo()


@pytest.fixture
def space(qtbot, echo):
    made = Workspace()
    made.frames = []
    made.frame_arrived.connect(made.frames.append)
    made.open(lambda: Opened(PRESET, echo, echo.parameters(), None))
    until(qtbot, made, lambda: made.frames)
    yield made
    assert made.close(60.0)


def until(qtbot, space, condition):
    def look():
        space.pump()
        return bool(condition())

    qtbot.waitUntil(look, timeout=60000)


def height(frame, layer="tracks"):
    return frame.layers[layer].positions[0, 0, 0]


def test_an_edit_reaches_the_picture(qtbot, space):
    space.edit("A", 4.0)
    until(qtbot, space, lambda: height(space.frames[-1]) == 4.0)


def test_a_value_out_of_range_is_refused_and_nothing_is_lost(qtbot, space):
    said = []
    space.trouble.connect(said.append)
    space.edit("A", 40.0)
    assert said == ["A = 40.0, allowed 0 to 9"]
    assert space.parameters.A == 1.0


def test_a_fast_hand_leaves_one_running_and_one_waiting(qtbot, space, echo):
    echo.hold = threading.Event()
    echo.seen.clear()
    for value in range(2, 9):
        space.edit("A", float(value), final=False)
        space.pump()
    echo.hold.set()
    until(qtbot, space, lambda: height(space.frames[-1]) == 8.0)
    assert echo.seen == [2.0, 8.0]


def test_the_path_from_before_the_move_stays_faint(qtbot, space):
    space.edit("A", 4.0, final=False)
    space.edit("A", 5.0, final=True)
    until(qtbot, space, lambda: height(space.frames[-1]) == 5.0)
    assert height(space.frames[-1], "tracks_before") == 1.0
    assert list(space.frames[-1].layers).index("tracks_before") < list(
        space.frames[-1].layers
    ).index("tracks")


def test_undo_and_redo_show_what_was_there(qtbot, space):
    space.edit("A", 4.0)
    space.undo()
    until(qtbot, space, lambda: height(space.frames[-1]) == 1.0 and not space.busy)
    space.redo()
    until(qtbot, space, lambda: height(space.frames[-1]) == 4.0)


def test_a_click_is_one_entry_of_the_history(qtbot, space):
    space.gesture(Gesture("launch", "plane", (0.5, 0.25)))
    assert space.parameters.starts == ((0.5, 0.25),)
    space.undo()
    assert space.parameters.starts == ()


def test_a_failing_engine_is_a_sentence_and_the_next_edit_works(qtbot, space, echo):
    said = []
    space.trouble.connect(said.append)
    echo.fail = True
    space.edit("A", 3.0)
    until(qtbot, space, lambda: said)
    assert said == ["the flow left the room"]
    echo.fail = False
    space.edit("A", 6.0)
    until(qtbot, space, lambda: height(space.frames[-1]) == 6.0)


def test_time_drives_its_parameter_and_comes_round(space):
    space.shader_live, space.shader_shown = lambda values: True, lambda: True
    space.play(True)
    space.pass_time(3.0)
    assert space.time == pytest.approx(6.0)
    assert space.parameters.start == pytest.approx(6.0)
    space.pass_time(3.0)
    assert space.time == pytest.approx(2.0)
    assert not space.history.can_undo


def test_while_a_hand_moves_the_live_twin_is_shown(qtbot, space):
    space.shader_live, space.shader_shown = lambda values: True, lambda: True
    space.edit("A", 2.0, final=False)
    until(qtbot, space, lambda: height(space.frames[-1]) == 2.0)
    assert "ftle" not in space.frames[-1].layers
    space.edit("A", 2.5, final=True)
    until(qtbot, space, lambda: height(space.frames[-1]) == 2.5)
    assert "ftle" in space.frames[-1].layers


def test_reset_is_one_entry_that_can_be_undone(qtbot, space):
    space.edit("A", 4.0)
    space.reset()
    assert space.parameters.A == 1.0
    space.undo()
    assert space.parameters.A == 4.0


def test_values_that_the_experiment_cannot_show_are_refused_and_the_controls_go_back(qtbot, space):
    said, shown = [], []
    space.trouble.connect(said.append)
    space.parameters_changed.connect(shown.append)
    space.edit("A", 6.0, final=False)
    space.edit("A", 7.0, final=True)
    assert said == ["A = 7.0, is not shown on Sundays"]
    assert shown[-1].A == space.parameters.A == 6.0
    space.undo()
    assert space.parameters.A == 1.0
    until(qtbot, space, lambda: height(space.frames[-1]) == 1.0)


def test_a_preset_that_cannot_be_shown_leaves_what_is_open(qtbot, space, echo):
    said = []
    space.trouble.connect(said.append)
    space.open(lambda: Opened(PRESET, echo, echo.parameters(A=7.0), None))
    until(qtbot, space, lambda: said)
    assert said == ["A = 7.0, is not shown on Sundays"]
    assert space.parameters.A == 1.0


def test_a_gesture_that_means_nothing_good_is_a_sentence(space):
    said = []
    space.trouble.connect(said.append)
    space.gesture(Gesture("launch", "plane", (200.0, 0.0)))
    assert said == ["that is too far away"]
    assert space.parameters.starts == ()


def test_the_first_click_of_a_double_click_leaves_nothing_behind(qtbot, space):
    space.gesture(Gesture("launch", "plane", (0.5, 0.25)))
    space.gesture(Gesture("launch", "plane", (0.1, 0.2)))
    space.gesture(Gesture("unlaunch", "plane", ()))
    assert space.parameters.starts == ((0.5, 0.25),)
    assert not space.history.can_redo
    space.gesture(Gesture("unlaunch", "plane", ()))
    assert space.parameters.starts == ((0.5, 0.25),)


def test_undo_does_not_bring_back_the_time(qtbot, space):
    space.shader_live, space.shader_shown = lambda values: True, lambda: True
    space.edit("A", 4.0)
    space.play(True)
    space.pass_time(1.5)
    space.undo()
    assert (space.parameters.A, space.parameters.start, space.time) == (1.0, 3.0, 3.0)
    space.redo()
    assert (space.parameters.A, space.parameters.start, space.time) == (4.0, 3.0, 3.0)


def test_a_time_that_was_set_by_hand_is_undone(qtbot, space):
    space.edit("start", 4.0)
    assert space.time == 4.0
    space.undo()
    assert (space.parameters.start, space.time) == (0.0, 0.0)


def test_a_hand_that_was_down_when_something_else_opened_is_forgotten(qtbot, space, echo):
    space.shader_live, space.shader_shown = lambda values: True, lambda: True
    space.edit("A", 2.0, final=False)
    space.open(lambda: Opened(PRESET, echo, echo.parameters(A=3.0), None))
    until(qtbot, space, lambda: height(space.frames[-1]) == 3.0)
    assert "ftle" in space.frames[-1].layers


def test_the_frames_of_the_engine_are_counted(space):
    assert space.engine_rate > 0


def test_while_time_plays_forms_are_told_now_and_then_and_pictures_in_the_other_ticks(
    space, monkeypatch
):
    now, forms, pictures = [100.0], [], []
    monkeypatch.setattr("app.session.playing.clock.monotonic", lambda: now[0])
    space.shader_live, space.shader_shown = lambda values: True, lambda: True
    space.parameters_changed.connect(forms.append)
    space.values_moved.connect(pictures.append)
    space.play(True)
    for _ in range(10):
        space.pass_time(0.0625)
        now[0] += 0.0625
    assert 1 <= len(forms) <= 2
    assert len(pictures) == 10 - len(forms)
    space.pass_time(0.0625)
    assert space.time == pytest.approx(11 * 0.0625 * 2.0)  # no second is lost
    space.play(False)
    assert forms[-1].start == space.time


def test_time_waits_for_the_first_finished_picture(qtbot, space, echo):
    echo.hold = threading.Event()
    space.edit("A", 3.0)
    space.play(True)
    seen = len(echo.seen)
    for _ in range(5):
        space.pass_time(0.1)
        space.pump()
    assert len(echo.seen) <= seen + 1
    echo.hold.set()
    until(qtbot, space, lambda: height(space.frames[-1]) == 3.0)
    count = len(echo.seen)
    space.pass_time(0.1)
    until(qtbot, space, lambda: len(echo.seen) > count)
    space.play(False)


def test_a_stroke_is_told_with_the_time_of_the_clock_and_is_one_entry(qtbot, space, monkeypatch):
    told = []

    def respond(parameters, gesture):
        told.append(gesture)
        return changed(parameters, {"starts": (*parameters.starts, gesture.place)})

    monkeypatch.setattr(space.open_now.experiment, "respond", respond)
    space.time = 3.5
    for x in (0.1, 0.2, 0.3):
        space.gesture(Gesture("brush", "plane", (x, 0.5)))
    space.settle()
    assert [gesture.time for gesture in told] == [3.5] * 3
    assert len(space.parameters.starts) == 3
    space.undo()
    assert space.parameters.starts == ()


class Pupil(Echo, Learning):
    """Shows what the hand says at each step of a training that goes on until it is told to end."""

    model = "none"

    def __init__(self):
        super().__init__()
        self.step = threading.Semaphore(0)

    def training_frames(self, recipe, parameters, ticket, now=None):
        while self.step.acquire(timeout=60.0):
            ticket.check()
            yield next(self.frames(now(), ticket))


def test_a_slider_moved_while_training_is_seen_in_the_next_picture(qtbot):
    space, pupil, frames = Workspace(), Pupil(), []
    space.frame_arrived.connect(frames.append)
    space.open(lambda: Opened(PRESET, pupil, pupil.parameters(), None))
    until(qtbot, space, lambda: frames and not space.busy)
    space.train(lambda: None)
    space.edit("A", 3.0, final=False)
    pupil.step.release()
    until(qtbot, space, lambda: pupil.seen[-1] == 3.0)
    assert space.training
    space.cancel()
    pupil.step.release()
    assert space.close(60.0)


class Refined(Echo):
    """Yields a first picture, then says that it was asked for more."""

    def __init__(self):
        super().__init__()
        self.finished = []

    def frames(self, parameters, ticket):
        yield from super().frames(parameters, ticket)
        self.finished.append(parameters.A)


def test_other_equations_are_an_entry_and_keep_the_moment(qtbot, space):
    first, other = space.open_now, Refined()
    space.time = 4.0
    revised, restored = [], []
    space.revised.connect(revised.append)
    space.restored.connect(lambda: restored.append(space.history.entry.text))
    new = Opened(PRESET, other, other.parameters(A=2.0), None)
    space.revise("x' = 2", new, other.parameters(A=2.0))
    until(qtbot, space, lambda: height(space.frames[-1]) == 2.0)
    assert (space.open_now, space.time, space.parameters.start) == (new, 4.0, 4.0)
    space.edit("A", 3.0)
    space.undo()
    space.undo()
    until(qtbot, space, lambda: height(space.frames[-1]) == 1.0)
    assert space.open_now is first
    space.redo()
    until(qtbot, space, lambda: height(space.frames[-1]) == 2.0)
    assert revised == [new, first, new]
    assert restored == ["x' = 2", None, "x' = 2"]


def test_while_somebody_types_only_the_first_picture_is_made(qtbot, space):
    other = Refined()
    new = Opened(PRESET, other, other.parameters(A=2.0), None)
    space.revise("x' = 2", new, other.parameters(A=2.0), final=False)
    until(qtbot, space, lambda: height(space.frames[-1]) == 2.0 and not space.busy)
    assert other.finished == []
    space.settle()
    until(qtbot, space, lambda: other.finished == [2.0])


def test_a_text_that_cannot_be_read_changes_no_picture(qtbot, space, echo):
    first = space.open_now
    seen = len(echo.seen)
    draft = Opened(PRESET, echo, first.parameters, None)
    space.revise("x' = (", draft, space.parameters, final=False)
    space.settle()
    assert space.open_now is draft
    until(qtbot, space, lambda: not space.busy)
    space.undo()
    assert space.open_now is first
    assert space.history.entry.text is None
    assert set(echo.seen[seen:]) <= {1.0}
