from __future__ import annotations

import numpy as np
import pytest

from engines.errors import UnfitError
from engines.experiments.latent.traversal import EXPERIMENT
from engines.learned.latent.straight import CodeSpace
from engines.learned.weights import card_of, open_model
from engines.protocols.gesture import Gesture
from engines.protocols.recipe import Recipe, Snapshot
from engines.running.ticket import Ticket

SMALL = {"sensitivity_nodes": 8, "plane_pictures": 3}


@pytest.fixture(scope="module")
def experiment():
    return EXPERIMENT(open_model(card_of("sprites-vae")))


@pytest.fixture
def last(experiment):
    def run(parameters):
        return list(experiment.frames(parameters, Ticket()))[-1]

    return run


def test_a_plane_two_pictures_and_two_sheets_are_shown(experiment):
    views = experiment.views(experiment.parameters())
    assert [(v.id, v.kind) for v in views] == [
        ("portrait", "plane"),
        ("decoded", "sheet"),
        ("decoded_plane", "sheet"),
        ("contact_sheet", "sheet"),
    ]


def test_a_drag_moves_the_handle_and_with_it_the_pictures(experiment, last):
    before = experiment.parameters(**SMALL)
    after = experiment.respond(before, Gesture("drag", "portrait", (1.5, -1.0)))
    one, two = last(before), last(after)
    np.testing.assert_allclose(two.layers["handle"].positions, [[1.5, -1.0]])
    for name in ("decoded", "contact_sheet"):
        assert not np.allclose(one.layers[name].images, two.layers[name].images)
    assert two.layers["sensitivity"] is one.layers["sensitivity"]


def test_the_decoded_picture_is_in_the_first_frame_after_a_drag(experiment, last):
    values = experiment.parameters(**SMALL)
    last(values)
    moved = experiment.respond(values, Gesture("drag", "portrait", (0.2, 0.4)))
    first = next(experiment.frames(moved, Ticket()))
    plane = experiment.flow(moved)
    np.testing.assert_allclose(
        first.layers["decoded"].images[0, 0], plane.decode(np.array([[0.2, 0.4]]))[0], atol=1e-6
    )


def test_clearing_brings_the_handle_back_to_the_sprite(experiment):
    moved = experiment.respond(experiment.parameters(), Gesture("drag", "portrait", (1.0, 1.0)))
    assert experiment.respond(moved, Gesture("clear", "portrait", ())).handle == ()


def test_gestures_in_other_views_mean_nothing(experiment):
    values = experiment.parameters()
    assert experiment.respond(values, Gesture("drag", "contact_sheet", (1.0, 1.0))) is values


def test_the_middle_column_of_the_sheet_is_the_handle(experiment, last):
    layers = last(experiment.parameters(**SMALL)).layers
    sheet, handle = layers["contact_sheet"].images, layers["decoded"].images[0, 0]
    for row in sheet[:, sheet.shape[1] // 2]:
        np.testing.assert_allclose(row, handle, atol=1e-5)


def test_the_clock_walks_along_the_chosen_direction(experiment, last):
    clock = experiment.clock(experiment.parameters())
    assert clock.parameter == "t"
    layers = last(experiment.parameters(**SMALL, way=2, t=clock.high)).layers
    end = layers["walk"].positions[0, -1] - layers["handle"].positions[0]
    np.testing.assert_allclose(end, [0.0, clock.high], atol=1e-9)


def test_a_walk_out_of_the_data_is_said_to_be_one(experiment, last):
    values = experiment.parameters(**SMALL, handle=((9.0, 9.0),))
    assert last(values).trust.level == "warn"
    assert last(experiment.parameters(**SMALL, t=0.0)).trust.level == "good"


def test_codes_can_be_coloured_by_the_shape_of_their_sprite(experiment, last):
    layer = last(experiment.parameters(**SMALL, coloured="shape")).layers["codes"]
    assert layer.scale == "kinds"
    assert set(np.unique(layer.values)) == {0.0, 1.0, 2.0}


def test_rows_can_be_added_and_the_chosen_one_is_always_among_them(experiment, last):
    layers = last(experiment.parameters(**SMALL, rows=3, way=9)).layers
    assert layers["contact_sheet"].images.shape[0] == 3
    assert layers["contact_sheet"].selected[0] == 2


class Fog(Recipe):
    """Two copies of a decoder: one that shows nothing, and the trained one."""

    def __init__(self, whole):
        self.whole = whole

    def fit(self, seed, steps, ticket):
        d = self.whole
        blank = CodeSpace(
            lambda z: np.zeros((len(z), 32, 32)), d.directions, d.ways, 0, d.box.start
        )
        yield Snapshot(1, 2, 9.0, blank)
        ticket.check()
        yield Snapshot(2, 2, 1.0, d)

    def save(self, weights, card):
        raise NotImplementedError


def test_pictures_come_out_of_the_fog_while_training(experiment):
    values = experiment.parameters(**SMALL)
    fog = Fog(experiment.flow(values).whole)
    first, last = experiment.training_frames(fog, values, Ticket())
    assert first.layers["contact_sheet"].images.max() == 0.0
    assert last.layers["contact_sheet"].images.max() > 0.9
    assert {"handle", "decoded"} <= set(last.layers)
    assert last.task == "Training 2 of 2, loss 1"
    assert last.progress == 1.0


def test_a_handle_moved_while_training_is_seen_in_the_next_picture(experiment):
    first = experiment.parameters(**SMALL)
    moved = first.model_copy(update={"handle": ((1.0, -1.0),)})
    values = iter((first, moved))
    fog = Fog(experiment.flow(first).whole)
    frames = list(experiment.training_frames(fog, first, Ticket(), lambda: next(values)))
    places = [frame.layers["handle"].positions for frame in frames]
    assert not np.allclose(*places)


def test_another_subject_is_refused(subject, saddle):
    with pytest.raises(UnfitError, match="needs a decoder of small pictures"):
        EXPERIMENT(subject(saddle))


def test_coloured_digits_are_traversed_in_their_colours(last):
    digits = EXPERIMENT(open_model(card_of("digits-vae")))
    frame = list(digits.frames(digits.parameters(**SMALL, coloured="hue"), Ticket()))[-1]
    assert not frame.notes
    assert frame.layers["contact_sheet"].images.shape == (4, 11, 16, 16, 3)
    assert frame.layers["decoded_plane"].coloured
    assert frame.layers["codes"].scale == "cyclic"


def test_a_model_of_potentials_is_left_to_its_own_experiment():
    with pytest.raises(UnfitError, match="needs a decoder of small pictures"):
        EXPERIMENT(open_model(card_of("digits-equivariant")))
