from __future__ import annotations

import numpy as np
import pytest
from matplotlib.colors import to_rgba

from app.export.drawers.tracks import draw_tracks, dye_places, passing, visible
from engines.layers.tracks import Tracks
from widgets.theme.maps import kind_colours

TIMES = np.linspace(0, 10, 101)


def tracks(n=1, role="path", times=TIMES, **about):
    places = np.stack([times / 5, times / 10], -1)
    return Tracks(np.tile(places, (n, 1, 1)), times, role, **about)


@pytest.mark.parametrize(
    ("playhead", "memory", "first", "last"),
    [(None, 0.0, 0, 101), (5.0, 0.0, 0, 51), (5.0, 1.0, 40, 51), (99.0, 0.0, 0, 101)],
)
def test_the_playhead_and_the_memory_choose_the_samples(playhead, memory, first, last):
    assert visible(tracks(memory=memory), playhead) == slice(first, last)


def test_a_track_that_runs_backwards_grows_with_the_playhead():
    back = tracks(times=-TIMES)
    assert visible(back, 3.0) == slice(0, 31)


def test_nothing_is_drawn_before_a_track_begins(panel_of):
    assert draw_tracks(panel_of(playhead=-1.0), "t", tracks(), 2) == []


@pytest.mark.parametrize("role", ["path", "before", "learned", "true"])
def test_each_role_has_its_pen_and_a_path_its_casing(panel_of, role):
    drawn = draw_tracks(panel_of(), "t", tracks(role=role), 2)
    assert len(drawn) == (2 if role == "path" else 1)


def test_a_track_ends_where_it_blew_up(panel_of):
    places = np.tile(np.stack([TIMES, TIMES], -1), (1, 1, 1))
    places[0, 50:] = np.nan
    _, drawn = draw_tracks(panel_of(), "t", Tracks(places, TIMES), 2)
    assert len(drawn.get_segments()[0]) == 50


def test_a_track_that_leaves_a_box_and_enters_again_is_not_drawn_across_it(panel_of):
    across = np.stack([(TIMES * 0.7) % 2.0, np.full(101, 0.5)], -1)[None]
    _, drawn = draw_tracks(panel_of(), "t", Tracks(across, TIMES), 2)
    widest = max(np.abs(np.diff(line[:, 0])).max() for line in drawn.get_segments())
    assert len(drawn.get_segments()) == 4
    assert widest < 0.1


def test_a_swarm_fades_towards_its_end(panel_of):
    (drawn,) = draw_tracks(panel_of(), "t", tracks(60, "swarm", memory=10.0), 2)
    alphas = drawn.get_colors()[:, 3]
    assert alphas[0] < 0.1 * alphas[-1]


def test_values_colour_a_track_piece_by_piece(panel_of):
    layer = tracks(role="swarm", values=TIMES[None], memory=0.0)
    (drawn,) = draw_tracks(panel_of(), "t", layer, 2)
    assert len({tuple(c) for c in drawn.get_colors().round(3)}) > 10


def test_very_many_pieces_become_one_raster(panel_of, monkeypatch):
    monkeypatch.setattr("app.export.drawers.tracks.MOST_VECTORS", 100)
    (drawn,) = draw_tracks(panel_of(), "t", tracks(60, "swarm"), 2)
    assert drawn.get_rasterized()


def test_a_long_swarm_goes_round_without_an_end():
    layer = tracks(8, "swarm", memory=2.0, values=np.tile(TIMES, (8, 1)))
    now, later = passing(layer, 1.0), passing(layer, 1.25)
    assert now.positions.shape == (8, 21, 2)
    shift = later.values[:, -1] - now.values[:, -1]
    assert np.isclose(shift, 0.25).sum() >= 7  # all but those that begin again
    np.testing.assert_allclose(passing(layer, 1.0 + 8.0).values, now.values)
    assert len(np.unique(now.values[:, -1].round(6))) == 8


def test_paths_told_apart_keep_their_colours_on_paper(panel_of):
    kinds = np.repeat([[0.5], [1.5]], len(TIMES), axis=1)
    panel = panel_of()
    drawn = draw_tracks(panel, "t", tracks(2, values=kinds, scale="kinds"), 2)
    wanted = [to_rgba(c) for c in kind_colours(panel.style.theme.name)[:2]]
    np.testing.assert_allclose(drawn[-1].get_color(), wanted)


def test_dye_is_where_its_layer_says_or_where_the_playhead_stands():
    np.testing.assert_allclose(dye_places(tracks(role="dye"), 2.5), [[0.5, 0.25]])
    np.testing.assert_allclose(dye_places(tracks(role="dye", at=5.0), 2.5), [[1.0, 0.5]])
    np.testing.assert_allclose(dye_places(tracks(role="dye"), None), [[0.0, 0.0]])
