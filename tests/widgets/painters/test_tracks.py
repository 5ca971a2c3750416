from __future__ import annotations

import numpy as np
import pytest

from engines.layers.scalar_field import ScalarField
from engines.layers.tracks import ROLES, Tracks
from widgets.painters.tracks import (
    FEWEST_PIECES,
    SOFTWARE_PIECES,
    STYLES,
    TracksPainter,
    affordable,
    places_at,
)
from widgets.theme.maps import line_table

TIMES = np.linspace(0.0, 10.0, 11)


def _flat(**more):
    """From x = 10 to 110 along the middle of the pixel row 40, ten pixels per unit of time."""
    places = np.stack([10.0 + 10.0 * TIMES, np.full(11, 40.5)], axis=1)
    return Tracks(places[None], TIMES, **more)


def _show(plane, picture, track, time=None):
    plane.set_layers({"t": track}, ("t",))
    if time is not None:
        plane.set_time(time)
    return picture(plane)


def test_a_path_runs_through_its_pixels_and_no_others(plane, picture, rgb):
    seen = _show(plane, picture, _flat())
    np.testing.assert_allclose(seen[40, 12:108], np.broadcast_to(rgb("text"), (96, 3)), atol=0.01)
    canvas = np.broadcast_to(rgb("canvas"), (100, 3))
    np.testing.assert_allclose(seen[45, 10:110], canvas, atol=0.004)
    np.testing.assert_allclose(seen[40, :9], canvas[:9], atol=0.004)


@pytest.mark.parametrize(("role", "token"), [("true", "text"), ("path", "text")])
def test_a_role_has_its_token(plane, picture, rgb, role, token):
    np.testing.assert_allclose(
        _show(plane, picture, _flat(role=role))[40, 60], rgb(token), atol=0.02
    )


def test_before_is_faint(plane, picture, rgb):
    half = 0.5 * (rgb("text3") + rgb("canvas"))
    seen = _show(plane, picture, _flat(role="before"))
    np.testing.assert_allclose(seen[40, 60], half, atol=0.02)


def test_learned_is_dashed_six_on_four_off(plane, picture, rgb):
    row = _show(plane, picture, _flat(role="learned"))[40, 10:110]
    on = np.abs(row - rgb("learned")).max(axis=1) < 0.15
    off = np.abs(row - rgb("canvas")).max(axis=1) < 0.15
    assert (on.reshape(10, 10)[:, 1:5]).all()
    assert (off.reshape(10, 10)[:, 7:9]).all()


def test_a_casing_of_canvas_parts_a_path_from_what_is_beneath(plane, picture, rgb):
    rows = np.arange(30.5, 51.0)
    wall = np.stack([np.stack([np.zeros(21), rows], 1), np.stack([np.full(21, 120.0), rows], 1)], 1)
    layers = {"wall": Tracks(wall, np.array([0.0, 1.0]), "true"), "t": _flat()}
    plane.set_layers(layers, ("wall", "t"))
    column = picture(plane)[:, 60]
    assert np.abs(column[34] - rgb("text")).max() < 0.02
    assert (column[42] < column[34] - 0.05).all()


def test_a_track_ends_where_it_is_nan_and_may_begin_again(plane, picture, rgb):
    places = _flat().positions.copy()
    places[0, 5] = np.nan
    seen = _show(plane, picture, Tracks(places, TIMES, "true"))
    np.testing.assert_allclose(seen[40, 52:68], np.broadcast_to(rgb("canvas"), (16, 3)), atol=0.004)
    np.testing.assert_allclose(seen[40, 30], rgb("text"), atol=0.02)
    np.testing.assert_allclose(seen[40, 90], rgb("text"), atol=0.02)


def test_the_playhead_parts_what_was_from_what_will_be(plane, picture, rgb):
    seen = _show(plane, picture, _flat(role="true"), time=5.5)
    np.testing.assert_allclose(seen[40, 40], rgb("text"), atol=0.02)
    faint = rgb("canvas") + 0.3 * (rgb("text") - rgb("canvas"))
    np.testing.assert_allclose(seen[40, 90], faint, atol=0.03)
    np.testing.assert_allclose(seen[42, 65], rgb("text"), atol=0.05)  # the head, a disc


def test_a_comet_shows_only_its_memory_and_fades_towards_its_end(plane, picture, rgb):
    seen = _show(plane, picture, _flat(role="swarm", memory=3.0), time=8.0)
    light = seen[40].sum(axis=1) - rgb("canvas").sum()
    np.testing.assert_allclose(light[:59], 0.0, atol=0.01)
    np.testing.assert_allclose(light[92:], 0.0, atol=0.01)
    assert light[88] > light[78] > light[68] > 0.01


def test_only_the_playhead_moves_a_comet(plane, picture):
    plane.set_layers({"t": _flat(role="swarm", memory=2.0)}, ("t",))
    plane.set_time(4.0)
    before = picture(plane)
    plane.set_time(7.0)
    after = picture(plane)
    np.testing.assert_allclose(before[40, 20:60], after[40, 50:90], atol=0.02)


def test_values_give_the_colour_along_a_path(plane, picture):
    seen = _show(plane, picture, _flat(role="true", values=TIMES[None], unit="s"))
    table = line_table("amount", "dark")
    for x in (15, 60, 105):
        at = (x + 0.5 - 10.0) / 100.0
        np.testing.assert_allclose(seen[40, x], table[int(at * 1023), :3], atol=0.03)
    assert plane.colour_range("t")[:4] == (0.0, 10.0, "amount", "s")


def test_thousands_of_tracks_are_one_draw(plane, picture):
    rng = np.random.default_rng(0)
    places = rng.uniform(0, 80, (3000, 12, 2))
    seen = _show(plane, picture, Tracks(places, np.linspace(0, 1, 12), "swarm", memory=1.0))
    assert seen.std() > 0.01


@pytest.mark.parametrize("shape", [(0, 5, 2), (3, 1, 2), (2, 0, 3)])
def test_empty_tracks_are_no_trouble(plane, picture, shape):
    track = Tracks(np.zeros(shape), np.arange(shape[1], dtype=float))
    assert np.ptp(_show(plane, picture, track), axis=(0, 1)).max() == 0


def test_every_role_has_a_style():
    assert set(STYLES) == set(ROLES)


def test_kinds_of_paths_have_their_colours_and_no_bar(plane, picture):
    first = _flat().positions
    two = np.concatenate((first, first + np.array([0.0, 15.0])))
    kinds = np.repeat([[0.5], [1.5]], 11, axis=1)
    plane.set_layers({"t": Tracks(two, TIMES, values=kinds, scale="kinds")}, ("t",))
    seen = picture(plane)
    table = line_table("kinds", "dark")[:, :3]
    np.testing.assert_allclose(seen[40, 60], table[0], atol=0.02)
    np.testing.assert_allclose(seen[55, 60], table[128], atol=0.02)
    assert TracksPainter(Tracks(two, TIMES, values=kinds, scale="kinds")).colour_range() is None


def test_a_swarm_keeps_back_over_a_field(plane, picture, rgb):
    swarm = _flat(role="swarm")
    ground = ScalarField(
        np.array([0.0, 120.0]), np.array([0.0, 80.0]), np.zeros((2, 2)), limits=(0, 1)
    )
    seen = []
    for layers in ({"t": swarm}, {"f": ground, "t": swarm}):
        plane.set_layers(layers, ("f", "t"))
        seen.append((picture(plane)[40, 60] - rgb("canvas")).sum())
    assert seen[1] < 0.75 * seen[0]


def test_a_processor_draws_part_of_a_large_swarm_with_tails_as_long_as_before():
    whole = Tracks(np.zeros((2000, 271, 3)), np.linspace(-1.0, 2.0, 271), "swarm", memory=1.0)
    part = affordable(whole)
    number, samples = part.positions.shape[:2]
    tail = (samples - 1) * part.memory / (part.times[-1] - part.times[0])
    assert number * tail <= SOFTWARE_PIECES
    assert tail >= FEWEST_PIECES - 1
    assert part.memory == whole.memory
    assert number >= 400
    assert set(part.times) < set(whole.times)


@pytest.mark.parametrize("role", ["path", "swarm"])
def test_what_a_processor_can_draw_is_drawn_whole(role):
    number = 3 if role == "path" else 100
    whole = Tracks(np.zeros((number, 9000 // number, 2)), np.arange(9000 // number), role)
    assert affordable(whole) is whole


def test_thin_tracks_have_the_colours_and_the_fading_of_ribbons(plane, picture, rgb, monkeypatch):
    monkeypatch.setattr("widgets.painters.tracks.THIN_FROM", 1)
    seen = _show(plane, picture, _flat(role="swarm", memory=3.0), time=8.0)
    light = seen[40].sum(axis=1) - rgb("canvas").sum()
    np.testing.assert_allclose(light[:59], 0.0, atol=0.01)
    np.testing.assert_allclose(light[92:], 0.0, atol=0.01)
    assert light[88] > light[78] > light[68] > 0.01


def test_a_break_that_is_not_drawn_exactly_stays_a_break():
    places = np.zeros((2000, 271, 3))
    places[:, 101] = np.nan
    whole = Tracks(places, np.linspace(-1.0, 2.0, 271), "swarm", memory=1.0)
    part = affordable(whole)
    assert part.times.size < 271
    gaps = np.flatnonzero(np.isnan(part.positions[0, :, 0]))
    assert len(gaps) == 1
    assert abs(part.times[gaps[0]] - whole.times[101]) < 0.05


def test_dye_is_drawn_where_it_is_at_the_moment_of_the_clock(plane, picture, rgb):
    dye = _flat(role="dye", at=2.0)
    assert np.abs(_show(plane, picture, dye)[40, 30] - rgb("text")).max() < 0.3
    plane.set_clock(7.5)
    seen = picture(plane)
    assert np.abs(seen[40, 85] - rgb("text")).max() < 0.3
    np.testing.assert_allclose(seen[40, 20:80], np.broadcast_to(rgb("canvas"), (60, 3)), atol=0.01)


def test_dye_without_any_moment_follows_the_playhead(plane, picture, rgb):
    seen = _show(plane, picture, _flat(role="dye"), 5.0)
    assert np.abs(seen[40, 60] - rgb("text")).max() < 0.3


def test_places_between_two_samples_are_in_between():
    at, after = places_at(_flat(), 2.25)
    np.testing.assert_allclose(at, [[32.5, 40.5]])
    assert after == 3
    alone, _ = places_at(Tracks([[[1.0, 2.0]]], [0.0]), 3.0)
    np.testing.assert_array_equal(alone, [[1.0, 2.0]])
