from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import imageio_ffmpeg
import numpy as np
import pytest
from PIL import Image

from app.catalogue import opened, preset
from app.export import movie
from app.export.embedded import read_record, record
from app.export.figure import Drawing
from app.export.movie import Film, at_time, like_frame, movie_pictures, movie_times, write_movie
from app.export.running import last_frame
from engines.errors import ExportError
from engines.layers.frame import Frame
from engines.layers.scalar_field import ScalarField
from engines.layers.shader_field import ShaderField
from engines.protocols.views import Clock
from engines.running.ticket import Ticket, Withdrawn

SMALL = Film(0.5, 10, (320, 240))


@pytest.mark.parametrize("suffix", [".mp4", ".gif"])
def test_a_movie_has_exactly_the_frames_asked_for_and_its_session(toy, tmp_path, suffix):
    path = tmp_path / f"toy{suffix}"
    write_movie(path, toy, Film(0.7, 10, (320, 240)), "dark", record(toy))
    assert imageio_ffmpeg.count_frames_and_secs(str(path))[0] == 7
    assert read_record(path)["preset"] == "toy"
    assert [p.name for p in tmp_path.iterdir()] == [path.name]


def test_frames_that_repeat_are_kept_in_a_gif(toy, tmp_path, monkeypatch):
    still = np.zeros((24, 32, 3), np.uint8)
    monkeypatch.setattr(movie, "movie_pictures", lambda *words: iter([still] * 5))
    path = tmp_path / "toy.gif"
    write_movie(path, toy, Film(0.5, 10, (32, 24)), "dark", record(toy))
    with Image.open(path) as picture:
        assert (picture.n_frames, picture.size) == (5, (32, 24))


def test_a_clock_that_drives_a_parameter_changes_the_field(toy):
    first, *_, last = movie_pictures(toy, SMALL, "light", Ticket())
    assert first.shape == (240, 320, 3)
    assert (first != last).mean() > 0.01


def test_a_playhead_lets_tracks_grow(toy_by_playhead):
    pictures = list(movie_pictures(toy_by_playhead, SMALL, "light", Ticket()))
    assert len(pictures) == 5
    assert all((a != b).any() for a, b in pairwise(pictures))


def test_the_same_movie_is_the_same_pictures(toy):
    once = list(movie_pictures(toy, SMALL, "light", Ticket()))
    again = list(movie_pictures(toy, SMALL, "light", Ticket()))
    np.testing.assert_array_equal(once, again)


def test_a_withdrawn_movie_leaves_nothing(toy, tmp_path):
    ticket = Ticket()
    path = tmp_path / "toy.mp4"
    with pytest.raises(Withdrawn):
        write_movie(path, toy, SMALL, "dark", "", lambda words, share: ticket.withdraw(), ticket)
    assert list(tmp_path.iterdir()) == []


def test_what_cannot_be_drawn_begins_no_file(toy, tmp_path):
    with pytest.raises(ExportError, match="no room"):
        write_movie(tmp_path / "toy.mp4", toy, Film(0.5, 10, (40, 40)), "dark", "")
    assert list(tmp_path.iterdir()) == []


def test_a_parameter_stops_before_the_end_and_a_playhead_at_it():
    clock = Clock("start", 2.0, 12.0)
    assert movie_times(clock, 5).tolist() == [2, 4, 6, 8, 10]
    assert movie_times(Clock("", 2.0, 12.0), 5).tolist() == [4, 6, 8, 10, 12]


def test_the_length_follows_the_clock_unless_it_is_asked_for(toy):
    assert Film.asked(toy, Path("a.mp4")) == Film(10.0, 30.0, (1280, 720))
    film = Film.asked(toy, Path("a.gif"), (100, 50), 1.0, 12.5)
    assert (film.frames, film.pixels) == (12, (100, 50))


BAD = [
    ({"seconds": 0.0}, "--seconds = 0, allowed"),
    ({"seconds": float("nan")}, "--seconds = nan"),
    ({"seconds": 1e9}, "--seconds = 1e"),
    ({"fps": 0.5}, "--fps = 0.5, allowed 1 to 120"),
    ({"fps": 1e6}, "--fps = 1e"),
    ({"pixels": (101, 50)}, "an MP4 needs even numbers such as 102x50"),
]


@pytest.mark.parametrize(("asked", "sentence"), BAD)
def test_what_no_movie_can_be_is_one_sentence(toy, asked, sentence):
    with pytest.raises(ExportError, match=sentence):
        Film.asked(toy, Path("a.mp4"), **asked)


def test_time_moves_only_the_parameter_of_the_clock(toy):
    clock = toy.experiment.clock(toy.parameters)
    assert at_time(toy, clock, 3.0).parameters.start == 3.0
    assert at_time(toy, Clock(""), 3.0) is toy


def test_a_field_with_a_twin_is_computed_by_the_card(toy, monkeypatch):
    steps: list[int] = []

    def frames(self, parameters, ticket):
        text = "uniform float start;\nfloat field(vec2 p) { return start; }"
        live = ShaderField(text, {"start": parameters.start}, (0, 1, 0, 1), (4, 3))
        for n in (2, 4):
            steps.append(n)
            field = ScalarField(
                np.linspace(0, 1, n), np.linspace(0, 1, n), np.zeros((n, n)), live_twin="live"
            )
            yield Frame({"live": live, "field": field})

    monkeypatch.setattr(type(toy.experiment), "frames", frames)
    model = last_frame(toy)
    assert steps == [2, 4]
    later = at_time(toy, toy.experiment.clock(toy.parameters), 3.0)
    frame = like_frame(later, model, Ticket())
    assert steps == [2, 4, 2]
    np.testing.assert_allclose(frame.layers["field"].values, np.full((4, 4), 3.0))


def test_a_film_of_a_field_keeps_its_colours_and_shows_each_moment_exactly(monkeypatch):
    """The release of the double gyre is played: each picture is the field of that moment."""
    values = {"nx": 24, "ny": 12, "horizon": 4.0, "tracks": False, "tracers": False,
              "series": False, "direction": "both"}  # fmt: skip
    ready = opened(preset("double-gyre"), values)
    clock = ready.experiment.clock(ready.parameters)
    shown = []
    drawn = Drawing.draw

    def watched(self, layers, playhead=None):
        shown.append((dict(layers), dict(self.fixed)))
        return drawn(self, layers, playhead)

    monkeypatch.setattr(Drawing, "draw", watched)
    film = Film(0.4, 10, (320, 240))
    assert len(list(movie_pictures(ready, film, "light", Ticket()))) == film.frames
    times = movie_times(clock, film.frames)
    assert [fixed for _, fixed in shown] == [shown[0][1]] * film.frames
    assert shown[0][1]["ftle"] == shown[0][1]["ftle_over"]
    for time, (layers, _) in zip(times, shown, strict=True):
        alone = last_frame(at_time(ready, clock, time)).layers
        for name in ("ftle", "ftle_over"):
            off = np.abs(layers[name].values - alone[name].values)
            assert np.quantile(off, 0.99) < 5e-3
