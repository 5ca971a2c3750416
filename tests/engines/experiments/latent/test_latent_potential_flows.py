from __future__ import annotations

import numpy as np
import pytest

from engines.errors import ParameterError, UnfitError
from engines.experiments.latent.latent_potential_flows import EXPERIMENT
from engines.learned.weights import card_of, open_model
from engines.protocols.gesture import Gesture
from engines.running.ticket import Ticket

SMALL = {"potential_nodes": 8, "plane_pictures": 3, "lines": 6}


@pytest.fixture(scope="module")
def experiment(untrained):
    return EXPERIMENT(untrained)


def last(experiment, parameters):
    return list(experiment.frames(parameters, Ticket()))[-1]


def stroke(experiment, parameters, x, number=1):
    return experiment.respond(parameters, Gesture("brush", "portrait", (x, 0.0), stroke=number))


def test_a_landscape_a_pair_a_chart_and_a_sheet_are_shown(experiment):
    views = experiment.views(experiment.parameters())
    assert [(v.id, v.kind) for v in views] == [
        ("portrait", "plane"),
        ("decoded", "sheet"),
        ("factor_curves", "chart"),
        ("contact_sheet", "sheet"),
    ]


def test_a_hand_moves_the_start_and_time_begins_anew(experiment):
    before = experiment.parameters(**SMALL)
    after = experiment.respond(before, Gesture("drag", "portrait", (1.5, -1.0)))
    assert (after.handle, after.t) == (((1.5, -1.0),), 0.0)
    layers = last(experiment, after).layers
    np.testing.assert_allclose(layers["handle"].positions, [[1.5, -1.0]])
    shown = layers["decoded"].images[0, 1]
    np.testing.assert_allclose(
        shown, experiment.flow(after).decode(np.array([[1.5, -1.0]]))[0], atol=1e-6
    )


def test_the_decoded_picture_is_in_the_first_frame_after_a_drag(experiment):
    values = experiment.respond(
        experiment.parameters(**SMALL), Gesture("drag", "portrait", (0.2, 0.4))
    )
    first = next(experiment.frames(values, Ticket()))
    np.testing.assert_allclose(
        first.layers["decoded"].images[0, 0],
        experiment.flow(values).decode(np.array([[0.2, 0.4]]))[0],
        atol=1e-6,
    )


def test_a_stroke_to_the_right_is_time_that_passes_wherever_it_began(experiment):
    values = experiment.parameters(t=1.0)
    values = stroke(experiment, values, -2.0, 7)
    assert values.t == 1.0
    assert stroke(experiment, values, -0.4, 7).t == pytest.approx(3.0)
    assert stroke(experiment, values, 9.0, 7).t == 5.0
    assert stroke(experiment, values, -9.0, 7).t == -5.0


def test_a_stroked_point_obeys_the_flow_and_not_the_hand(experiment):
    values = stroke(experiment, experiment.parameters(**SMALL, t=0.0), 0.0, 9)
    values = stroke(experiment, values, 2.0, 9)
    flow = experiment.flow(values)
    there = flow.whole.advance(np.array([flow.whole.box.start]), 0.0, values.t)
    handle = last(experiment, values).layers["handle"].positions
    np.testing.assert_allclose(handle, flow.seen(there), atol=1e-4)


def test_heat_has_no_past(experiment):
    values = experiment.parameters(**SMALL, arm="heat", t=0.5)
    assert experiment.clock(values).low == 0.0
    values = stroke(experiment, values, 0.0, 11)
    assert stroke(experiment, values, -4.0, 11).t == 0.0
    sheet = last(experiment, values).layers["contact_sheet"]
    assert sheet.column_labels[0] == "\N{MINUS SIGN}5"  # the mirror image, as in training


def test_a_drawing_becomes_the_start(experiment, untrained):
    ink = untrained.decode(untrained.codes[5:6])[0].ravel()
    values = experiment.respond(
        experiment.parameters(), Gesture("draw", "", tuple(map(float, ink)))
    )
    assert values.start_from == "drawing"
    code = np.array(experiment.flow(values).whole.box.start)
    assert np.linalg.norm(code - untrained.codes[5]) < 2.0


def test_a_drawing_of_another_size_is_refused(experiment):
    values = experiment.respond(experiment.parameters(), Gesture("draw", "", (0.0,) * 28 * 28))
    with pytest.raises(ParameterError, match="28 x 28 pixels, allowed 32 x 32"):
        experiment.views(values)


def test_rests_of_the_landscape_are_those_of_this_moment(experiment):
    values = experiment.parameters(**SMALL, fixed_points=True, t=2.0)
    assert "fixed_points" not in experiment.unfit(values)
    flow = experiment.flow(values)
    for place in last(experiment, values).layers["fixed_points"].positions:
        assert np.linalg.norm(flow.velocity(place[None], 2.0)) < 1e-6


def test_the_shared_instruments_fit_the_plane(experiment):
    unfit = experiment.unfit(experiment.parameters())
    assert not {"ftle", "picture_ftle", "transported", "tracks", "tracers", "directions"} & set(
        unfit
    )


def test_walls_are_not_measured_again_while_the_point_moves(experiment):
    values = experiment.parameters(
        **SMALL, ftle=True, nx=8, ny=8, method="grid", streamlines=False, factor_curves=False
    )
    one = last(experiment, values).layers["ftle"]
    moved = experiment.respond(values, Gesture("drag", "portrait", (0.4, 0.4)))
    assert last(experiment, moved).layers["ftle"] is one


def test_straight_ways_stand_in_the_same_window(experiment):
    values = experiment.parameters(**SMALL, arm="linear", t=5.0)
    frame = last(experiment, values)
    walk = frame.layers["walk"].positions[0]
    straight = np.linspace(walk[0], walk[-1], len(walk))
    along = np.linalg.norm(walk - walk[0], axis=1) / np.linalg.norm(walk[-1] - walk[0])
    np.testing.assert_allclose(walk, walk[0] + along[:, None] * (straight[-1] - walk[0]), atol=1e-9)
    assert "potential" not in frame.layers


def test_axes_that_are_equal_are_refused(experiment):
    with pytest.raises(ParameterError, match="vertical_axis = 3, must differ from horizontal_axis"):
        experiment.views(experiment.parameters(horizontal_axis=3, vertical_axis=3))


def test_other_models_are_refused():
    with pytest.raises(UnfitError, match="needs learned potentials"):
        EXPERIMENT(open_model(card_of("sprites-vae")))


@pytest.fixture(scope="module")
def painted():
    return EXPERIMENT(open_model(card_of("digits-equivariant")))


def test_coloured_digits_show_what_is_meant_beside_what_is_made(painted):
    views = painted.views(painted.parameters())
    assert [v.id for v in views] == ["portrait", "decoded", "decoded_plane", "equivariance"]
    values = painted.parameters(**SMALL, way=3, coloured="hue", t=2.0, contact_sheet=True)
    frame = last(painted, values)
    assert not frame.notes
    assert frame.layers["equivariance"].images.shape == (3, 6, 16, 16, 3)
    assert frame.layers["contact_sheet"].row_labels == ("scale", "turn", "hue")
    first, now = frame.layers["decoded"].images[0]
    assert np.abs(first - now).max() > 0.3
    assert np.abs(first.max(axis=-1) - now.max(axis=-1)).mean() < 0.5 * np.abs(first - now).mean()


def test_digits_are_carried_along_straight_ways_and_from_a_drawing_too(painted):
    drawing = np.zeros((32, 32))
    drawing[8:24, 14:18] = 1.0
    values = painted.respond(
        painted.parameters(**SMALL, arm="straight"),
        Gesture("draw", "portrait", tuple(drawing.ravel())),
    )
    frame = last(painted, values)
    assert "potential" not in frame.layers
    missed = frame.layers["equivariance"].row_labels
    assert missed[1].split(", ")[1] == missed[2].split(", ")[1]
    assert painted.unfit(values)["digit"] == "starts from a drawing"
    assert painted.unfit(painted.parameters(arm="random"))["equivariance"].startswith("needs ways")
