from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from engines.errors import UnfitError
from engines.experiments.generative.pictures import (
    EXPERIMENT,
    TRANSFER,
    known_pictures,
    reader_of,
)
from engines.learned.weights import card_of, open_model
from engines.protocols.gesture import Gesture
from engines.protocols.recipe import Recipe, Snapshot
from engines.running.ticket import Ticket
from engines.systems.clouds.charged import FAMILY
from engines.systems.samples import figures

SMALL = {"nx": 6, "ny": 6, "sampling_steps": 4, "plane_pictures": 3, "read_nodes": 8}


@pytest.fixture(scope="module")
def experiment():
    return EXPERIMENT(open_model(card_of("diffusion-digits")))


def test_the_first_frame_has_pictures_and_the_last_has_all(experiment):
    first, *_, last = experiment.frames(experiment.parameters(**SMALL), Ticket())
    assert {"way", "handle", "typical", "walk", "ends"} <= set(first.layers)
    assert {"ftle", "way", "decoded_plane", "walks", "other_walks", "kind_borders"} <= set(
        last.layers
    )
    plane = experiment.flow(experiment.parameters(**SMALL))
    ring = last.layers["typical"].lines[0]
    np.testing.assert_allclose(np.linalg.norm(ring, axis=1), plane.typical)
    assert plane.typical == pytest.approx(8.0, abs=0.5)  # the root of 64


def test_a_hand_moves_the_point_and_only_what_it_touches_is_made_anew(experiment):
    before = experiment.parameters(**SMALL)
    *_, old = experiment.frames(before, Ticket())
    after = experiment.respond(before, Gesture("drag", "portrait", (1.0, 2.0)))
    assert after.handle == ((1.0, 2.0),)
    *_, new = experiment.frames(after, Ticket())
    np.testing.assert_allclose(new.layers["handle"].positions, [(1.0, 2.0)])
    assert new.layers["ftle"] is old.layers["ftle"]
    assert new.layers["decoded_plane"] is old.layers["decoded_plane"]
    assert np.abs(new.layers["walks"].images - old.layers["walks"].images).max() > 0.1
    assert experiment.respond(after, Gesture("clear", "portrait", ())).handle == ()


def test_a_stroke_draws_a_walk_and_the_next_one_another(experiment):
    p = experiment.parameters(**SMALL)
    for place in ((0.0, 0.0), (0.01, 0.0), (2.0, 0.0), (2.0, 3.0)):
        p = experiment.respond(p, Gesture("brush", "portrait", place, stroke=3))
    assert p.drawing == ((0.0, 0.0), (2.0, 0.0), (2.0, 3.0))
    assert p.walk == "drawn"
    assert tuple(experiment.flow(p).walks) == ("line", "arc", "drawn")
    p = experiment.respond(p, Gesture("brush", "portrait", (5.0, 5.0), stroke=4))
    assert p.drawing == ((5.0, 5.0),)


def test_a_click_on_a_picture_lays_the_plane_through_it(experiment):
    p = experiment.parameters(**SMALL, made=True, handle=((1.0, 1.0),))
    p = experiment.respond(p, Gesture("launch", "made", (4, 0)))
    assert (p.first_noise, p.second_noise, p.handle) == (5, 1, ())


def test_time_moves_the_point_along_the_chosen_walk(experiment):
    p = experiment.parameters(**SMALL, share=1.0)
    clock = experiment.clock(p)
    assert (clock.parameter, clock.low, clock.high) == ("share", 0.0, 1.0)
    plane = experiment.flow(p)
    np.testing.assert_allclose(plane.here, plane.ends[1])


def test_views_are_the_plane_and_three_sheets_and_the_loss(experiment):
    views = experiment.views(experiment.parameters())
    assert [v.id for v in views] == ["portrait", "way", "decoded_plane", "walks", "loss"]
    assert "40 NFE" in views[0].subtitle


def test_known_pictures_are_those_that_were_learned_from():
    assert known_pictures((8, 8)).shape == (1500, 8, 8)
    assert known_pictures((28, 28)).shape == (10_000, 28, 28)
    assert known_pictures((5, 3)).shape == (0, 5, 3)
    assert reader_of((8, 8)).kinds[7] == "7"
    assert reader_of((28, 28)).kinds == ("ellipse", "cross", "ring")
    assert reader_of((5, 3)) is None
    assert known_pictures((28, 28), TRANSFER) is figures.squares(5000)
    assert reader_of((28, 28), TRANSFER) is None


def test_pictures_that_nobody_reads_are_shown_without_borders():
    experiment = EXPERIMENT(open_model(card_of("figures-transfer")))
    parameters = experiment.parameters(
        **{k: v for k, v in SMALL.items() if k != "read_nodes"}, walk="line"
    )
    *_, last = experiment.frames(parameters, Ticket())
    assert {"ftle", "way", "decoded_plane"} <= set(last.layers)
    assert "kind_borders" not in last.layers
    assert experiment.flow(parameters).begins == "start"


def test_training_shows_the_plane_of_each_copy(experiment):
    p = experiment.parameters(**SMALL)
    plane = experiment.flow(p)

    class Twice(Recipe):
        def fit(self, seed, steps, ticket):
            first = Snapshot(1, 2, 0.5, plane.whole)
            yield from (first, replace(first, step=2, loss=0.25))

        def save(self, weights, card): ...

    *_, last = experiment.training_frames(Twice(), p, Ticket())
    assert {"way", "walks", "decoded_plane", "ftle", "loss", "handle"} <= set(last.layers)
    assert last.progress == 1.0


def test_what_makes_no_pictures_is_refused():
    with pytest.raises(UnfitError, match="needs a model that makes pictures"):
        EXPERIMENT(FAMILY())


def test_guidance_needs_a_wish_or_the_table_of_all_wishes():
    experiment = EXPERIMENT(open_model(card_of("digits-by-class")))
    assert experiment.unfit(experiment.parameters())["guidance"] == "needs a wish"
    for values in ({"digit": "4"}, {"wishes": True}):
        assert "guidance" not in experiment.unfit(experiment.parameters(**values))
    p = experiment.parameters(**SMALL, digit="4", wishes=True, wishes_shown=1)
    *_, last = experiment.frames(p, Ticket())
    assert last.layers["wishes"].images.shape[:2] == (2, 10)
    assert last.layers["wishes"].selected == (0, 4)


@pytest.mark.parametrize(
    ("model", "title", "label"),
    [
        ("diffusion-digits", "Plane of noise", "noise 1"),
        ("rectified-transfer", "Plane of starts", "start 1"),
    ],
)
def test_what_it_begins_with_is_called_by_its_name(model, title, label):
    experiment = EXPERIMENT(open_model(card_of(model)))
    values = experiment.parameters(**SMALL)
    assert experiment.heading(values)[0] == title
    first = next(iter(experiment.frames(values, Ticket())))
    assert label in first.layers["ends"].labels
