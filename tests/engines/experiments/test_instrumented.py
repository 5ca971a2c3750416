from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from engines.errors import PresetError, UnfitError
from engines.experiments import instrumented, merging
from engines.experiments.instrumented import AGAIN, DROPS, FLOWS, KEPT, OFTEN, Instrumented
from engines.experiments.merging import Part
from engines.parameters.declare import declarations
from engines.parameters.reading import changed
from engines.protocols.gesture import Gesture
from engines.protocols.views import Clock
from engines.running.ticket import Ticket
from engines.systems.system_file import system_from_text


class Plain(Instrumented):
    shown = ("tracks",)

    def clock(self, parameters):
        return Clock()


@pytest.fixture
def plain(subject, pendulum):
    return Plain(subject(pendulum))


def _last(experiment, parameters):
    return list(experiment.frames(parameters, Ticket()))[-1]


def test_the_flow_is_the_subjects_and_is_remembered(plain):
    p = changed(plain.parameters(), {"c": 0.5})
    assert plain.flow(p).c == 0.5
    assert plain.flow(p) is plain.flow(changed(p, {"duration": 7.0}))


def test_what_is_switched_on_is_drawn_and_nothing_else(plain):
    p = plain.parameters()
    assert set(_last(plain, p).layers) == {"tracks", "starts"}
    with_points = _last(plain, changed(p, {"fixed_points": True}))
    assert {"tracks", "fixed_points", "eigenvectors"} <= set(with_points.layers)
    assert set(_last(plain, changed(p, {"tracks": False})).layers) == set()


def test_who_is_too_late_often_is_not_waited_for(subject, pendulum, monkeypatch):
    asked = []
    monkeypatch.setattr(merging, "PATIENCE", -1.0)  # everybody is late
    monkeypatch.setattr(merging, "HOPELESS", -1e9)  # nobody is hopeless
    monkeypatch.setattr(
        instrumented,
        "merged",
        lambda parts, *more: (
            asked.append([part.awaited for part in parts]),
            merging.merged(parts, *more),
        )[1],
    )
    plain = Plain(subject(pendulum))
    for _ in range(OFTEN + 1):
        _last(plain, plain.parameters())
    assert asked == [*([[True]] * OFTEN), [False]]
    monkeypatch.setattr(merging, "PATIENCE", 1e9)  # and in time once more
    for _ in range(2):
        _last(plain, plain.parameters())
    assert asked[-1] == [True]
    monkeypatch.setattr(merging, "PATIENCE", -1.0)
    monkeypatch.setattr(merging, "HOPELESS", 1.0)  # so late that once tells it
    for _ in range(2):
        _last(plain, plain.parameters())
    assert asked[-1] == [False]


def test_a_preset_may_choose_the_instruments(subject, pendulum):
    p = Plain(subject(pendulum), ("stability.fixed_points",)).parameters()
    assert p.fixed_points
    assert not p.tracks
    with pytest.raises(PresetError, match="no instrument 'fixd_points'"):
        Plain(subject(pendulum), ("fixd_points",))


def test_what_cannot_run_is_named_with_its_reason(subject, drift):
    experiment = Plain(subject(drift))
    p = experiment.parameters()
    assert experiment.unfit(p)["nullclines"] == "needs a steady flow"
    assert "nullclines" in declarations(experiment.parameters)
    frame = _last(experiment, changed(p, {"nullclines": True}))
    assert frame.notes == ("Nullclines: needs a steady flow.",)
    assert "tracks" in frame.layers


def test_a_click_launches_a_path_and_clearing_forgets_all(plain):
    p = plain.parameters()
    more = plain.respond(p, Gesture("launch", "portrait", (1.0, 2.0)))
    assert more.starts == (*p.starts, (1.0, 2.0))
    moved = plain.respond(more, Gesture("drag", "portrait", (3.0, 0.0)))
    assert moved.starts == (*p.starts, (3.0, 0.0))
    assert plain.respond(more, Gesture("clear", "portrait", ())).starts == ()
    assert plain.respond(p, Gesture("wave", "portrait", ())) is p


def test_a_launched_path_is_seen_even_if_paths_were_switched_off(plain):
    p = changed(plain.parameters(), {"tracks": False})
    assert plain.respond(p, Gesture("launch", "portrait", (1.0, 0.0))).tracks
    assert not plain.respond(p, Gesture("clear", "portrait", ())).tracks


def test_only_a_few_flows_are_remembered(plain):
    p = plain.parameters()
    for i in range(FLOWS + 5):
        plain.flow(changed(p, {"c": i / 100}))
    assert len(plain._flows) == FLOWS


def test_only_the_last_launched_paths_are_kept(plain):
    p = plain.parameters()
    for i in range(KEPT + 5):
        p = plain.respond(p, Gesture("launch", "portrait", (i / 10, 0.0)))
    assert len(p.starts) == KEPT
    assert p.starts[-1] == ((KEPT + 4) / 10, 0.0)


def test_a_click_in_a_plane_of_a_larger_space_is_completed(subject, lorenz):
    experiment = Plain(subject(lorenz))
    p = experiment.respond(experiment.parameters(), Gesture("launch", "portrait", (3.0, 4.0)))
    assert p.starts[-1] == (3.0, 4.0, 20.0)


def test_frames_depend_on_their_parameters_alone(plain):
    p = plain.parameters()
    first = _last(plain, p)
    _last(plain, changed(p, {"c": 1.0}))
    again = _last(plain, p)
    assert list(again.layers) == list(first.layers)
    for name in ("tracks", "starts"):
        np.testing.assert_array_equal(again.layers[name].positions, first.layers[name].positions)


def test_views_hold_the_layers_of_what_is_on(plain):
    p = changed(plain.parameters(), {"series": True, "fixed_points": True})
    portrait, chart = plain.views(p)
    assert portrait.layers == ("tracks_before", "tracks", "starts", "eigenvectors", "fixed_points")
    assert chart.kind == "chart"


def test_rooms_that_have_nothing_to_say_about_a_flow_are_not_offered(plain):
    rooms = {one.__module__.split(".")[-2] for one in plain.shelf}
    assert {"portrait", "stability", "transport"} <= rooms
    assert not rooms & {"latent", "distance"}


def test_what_an_experiment_is_about_must_fit_its_subject(subject, pendulum, drift):
    with pytest.raises(UnfitError, match="Nullclines needs a steady flow"):
        Plain(subject(drift), ("nullclines",))

    class About(Plain):
        shown = ("eigenvalues", "tracks")

    class Offered(Plain):
        shown = ("tracks", "nullclines")

    assert not Offered(subject(drift)).parameters().nullclines


def test_who_never_has_a_turn_is_tried_again_and_then_ever_more_seldom(subject, pendulum):
    plain, waited = Plain(subject(pendulum)), []
    slow = Part("slow", "Slow", iter(()), (), 0, spent=1.0)
    for run in range(150):
        awaited = plain._hopeful("slow")
        waited += [run] * awaited
        plain._judge(replace(slow, spent=1.0 if awaited else 0.0), cold=False)
    assert waited == [0, 1 + AGAIN, 2 + AGAIN + AGAIN**2]
    plain._judge(replace(slow, spent=0.0, layers={"slow": None}), cold=False)
    assert plain._hopeful("slow")


def test_what_a_card_draws_is_shown_while_the_equations_are_compiled():
    system = system_from_text(
        """
        title = "Never seen before"
        [rates]
        x = "x*0.7182818"
        y = "-y*0.7182818"
        [states]
        x = { low = -1.0, high = 1.0 }
        y = { low = -1.0, high = 1.0 }
        """,
        "never-seen",
    )

    class Live(Plain):
        shown = ("ftle", "tracers", "tracks")

    experiment = Live(system)
    p = changed(experiment.parameters(), {"nx": 8, "ny": 8, "number": 20, "starts": ((0.1, 0.1),)})
    first, *_, last = experiment.frames(p, Ticket())
    assert set(first.layers) == {"ftle_live", "tracers_live", "tracks", "starts"}
    assert (first.progress, first.task) == (0.0, "Compiling the equations")
    assert {"ftle", "tracers", "tracks"} <= set(last.layers)
    again = next(iter(experiment.frames(p, Ticket())))
    assert "ftle" in again.layers


def test_a_stroke_lays_down_dye_at_the_time_of_the_clock(plain):
    p = plain.parameters()
    once = plain.respond(p, Gesture("brush", "portrait", (0.5, 0.1), 3.0))
    assert once.drops == ((0.5, 0.1, 3.0),)
    assert once.dye
    near = (0.5 + 0.4 * once.drop_size, 0.1)
    assert plain.respond(once, Gesture("brush", "portrait", near, 3.0)) is once
    later = plain.respond(once, Gesture("brush", "portrait", near, 4.0))
    assert later.drops[-1] == (*near, 4.0)
    many = changed(p, {"drops": tuple((i / 100.0, 0.0, 0.0) for i in range(DROPS))})
    full = plain.respond(many, Gesture("brush", "portrait", (-0.5, 0.0), 0.0))
    assert len(full.drops) == DROPS
    assert full.drops[-1] == (-0.5, 0.0, 0.0)


def test_in_space_nothing_can_be_dyed(subject, lorenz):
    experiment = Plain(subject(lorenz))
    p = experiment.parameters()
    assert experiment.respond(p, Gesture("brush", "portrait", (3.0, 4.0))) is p


def test_what_had_to_be_assumed_limits_the_trust(subject, pendulum):
    about = subject(pendulum)
    sure = _last(Plain(about), Plain(about).parameters()).trust
    about.notes = ("u and v have no unit; m/s is assumed.",)
    unsure = _last(Plain(about), Plain(about).parameters()).trust
    assert (sure.level, unsure.level) == ("good", "warn")
    assert unsure.sentence == f"u and v have no unit; m/s is assumed; {sure.sentence}"
    assert unsure.path == sure.path


def test_a_click_in_a_plane_of_parameters_moves_the_flow_there():
    text = """
    title = "Logistic"
    kind = "map"
    [next]
    x = "r*x*(1 - x)"
    [states]
    x = { low = 0.0, high = 1.0 }
    [parameters]
    r = { value = 3.2, low = 2.8, high = 4.0 }
    """
    experiment = Plain(system_from_text(text, "logistic"), ("sweeps.orbit_diagram",))
    p = experiment.parameters()
    (view,) = experiment.views(p)
    assert (view.id, view.kind, view.clicks) == ("orbit_diagram", "plane", True)
    there = experiment.respond(p, Gesture("launch", "orbit_diagram", (3.55, 0.4)))
    assert there.r == 3.55
    assert experiment.respond(p, Gesture("drag", "orbit_diagram", (9.0, 0.4))).r == 4.0
    assert experiment.respond(p, Gesture("clear", "orbit_diagram", ())) == p


def test_what_a_flow_has_to_say_stands_beside_every_picture_of_it():
    text = """
    title = "Stiff"
    flags = ["stiff"]
    duration = 1.0
    [rates]
    x = "-1000*x + y"
    y = "-y"
    [states]
    x = { low = -1.0, high = 1.0 }
    y = { low = -1.0, high = 1.0 }
    """
    experiment = Plain(system_from_text(text, "stiff"))
    p = experiment.parameters()
    trusts = [f.trust for f in experiment.frames(p, Ticket()) if f.trust is not None]
    assert trusts
    for trust in trusts:
        assert trust.level == "good"
        assert trust.sentence.startswith("Trusted: a more careful integration")
        assert trust.sentence.endswith("; stiff: integrated implicitly on the processor.")


def test_the_plane_of_a_section_is_pulled_by_its_handle(subject, lorenz):
    experiment = Plain(subject(lorenz), ("poincare",))
    p = experiment.parameters(cut="z", cut_z=27.0, starts=())
    eye, target = np.array([300.0, -200.0, 90.0]), np.array([0.0, 0.0, 35.0])
    gesture = Gesture("drag", "portrait", tuple(eye + 0.7 * (target - eye)), eye=tuple(eye))
    assert experiment.respond(p, gesture).cut_z == pytest.approx(35.0)
    elsewhere = Gesture("drag", "poincare", (1.0, 2.0))
    assert experiment.respond(p, elsewhere).cut_z == 27.0
