from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from engines.experiments.latent.marks import Ways
from engines.experiments.latent.quick import EVERY, Quick
from engines.experiments.latent.starting import Starting
from engines.parameters.declare import parameters_model
from engines.running.ticket import Ticket, Withdrawn


class Clock:
    now = 10.0

    def __call__(self):
        return self.now


@pytest.fixture
def plane(untrained):
    subject = Starting(untrained)
    return subject.flow(parameters_model("p", subject.declared)())


@pytest.fixture
def asked(plane):
    clock = Clock()
    quick = Quick(clock)

    def ask(t=0.0, handle=(), landscape="here", passed=1.0, **about):
        clock.now += passed
        on = {"decoded": True, "contact_sheet": True, "potential": True, "streamlines": False}
        p = SimpleNamespace(t=t, handle=handle, lines=6, **{**on, **about})
        soon, all_there = quick.layers(plane, Ways(plane, t, hasty=True), p, landscape)
        ask.soon = soon
        return {**soon, **quick.due()}, all_there

    ask.quick = quick
    return ask


def test_the_picture_under_the_hand_is_there_at_once(asked, plane):
    layers, all_there = asked(t=2.0)
    assert not all_there
    here = Ways(plane, 2.0, hasty=True).here
    expected = plane.whole.decode(here[None])[0]
    np.testing.assert_allclose(layers["decoded"].images[0, 1], expected, atol=1e-5)
    assert layers["contact_sheet"].images.shape[:2] == (6, 11)


def test_while_only_time_moves_the_landscape_moves_with_it_and_that_is_all(asked, plane):
    asked(t=0.0)
    layers, all_there = asked(t=2.0, streamlines=True)
    assert all_there
    field = layers["potential"]
    places = np.stack([a.ravel() for a in np.meshgrid(field.x, field.y)], axis=1)
    np.testing.assert_allclose(field.values.ravel(), plane.heights(places, 2.0))
    assert layers["streamlines"].lines


def test_while_time_moves_the_landscape_follows_about_ten_times_a_second(asked):
    asked(t=0.0)
    first = asked(t=1.0)[0]["potential"]
    layers, all_there = asked(t=1.1, passed=0.5 * EVERY)
    assert layers["potential"] is first
    assert all_there
    assert asked(t=1.2, passed=0.6 * EVERY)[0]["potential"] is not first


def test_while_time_moves_the_sheet_keeps_its_pictures_and_moves_its_mark(asked):
    first = asked(t=0.0)[0]["contact_sheet"]
    second = asked(t=3.0, passed=0.0)[0]["contact_sheet"]
    assert second.images is first.images
    assert (first.selected, second.selected) == ((0, 5), (0, 8))


def test_while_a_hand_moves_the_sheet_comes_ten_times_a_second(asked):
    first = asked(handle=((0.0, 0.0),))[0]["contact_sheet"]
    soon = asked(handle=((1.0, 0.0),), passed=0.5 * EVERY)[0]["contact_sheet"]
    later = asked(handle=((2.0, 0.0),), passed=0.6 * EVERY)[0]["contact_sheet"]
    assert soon is first
    assert later is not first


def test_what_takes_longer_comes_after_the_picture_under_the_hand_and_only_once(asked):
    asked(t=0.0)
    first = asked.quick.kept["contact_sheet"]
    asked(t=1.0, handle=((1.0, 0.0),))
    assert "potential" not in asked.soon
    assert asked.soon["contact_sheet"] is first
    assert asked.quick.kept["contact_sheet"] is not first
    assert asked.quick.due() == {}


def test_what_was_shown_stays_until_it_is_switched_off(asked):
    asked()
    asked.quick.keep({"decoded_plane": "a table"})
    assert asked()[0]["decoded_plane"] == "a table"
    asked.quick.forget({"decoded"})
    assert set(asked.quick.kept) == {"decoded"}


def test_what_a_hand_has_left_behind_is_not_refined(asked):
    ticket = Ticket()
    asked.quick.give_way(ticket)
    ticket.withdraw()
    with pytest.raises(Withdrawn):
        asked.quick.give_way(ticket)
