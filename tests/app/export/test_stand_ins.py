from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from app.export import stand_ins
from app.export.stand_ins import Tracers, drawable
from engines.errors import SeparatrixError
from engines.layers.frame import Frame
from engines.layers.scalar_field import ScalarField
from engines.layers.shader_field import ShaderField, ShaderTracers
from engines.layers.tracks import Tracks
from engines.protocols.capabilities import Recorded

TEXT = "uniform float rate;\nfloat field(vec2 p) { return rate * p.x; }"
LIVE = ShaderField(TEXT, {"rate": 0.5}, (0.0, 2.0, 0.0, 1.0), (5, 3), "1/s")
TRACERS = ShaderTracers("", {}, (-1.0, 1.0, -1.0, 1.0), number=50, memory=0.5, speed=2.0)


def test_a_recipe_is_computed_where_there_is_a_card(toy):
    field = drawable(toy, Frame({"live": LIVE}))["live"]
    assert isinstance(field, ScalarField)
    np.testing.assert_allclose(field.values, np.tile(np.linspace(0, 1, 5), (3, 1)), atol=1e-6)


def test_without_a_card_the_recipe_is_left_out(toy, monkeypatch):
    def none(*words):
        raise SeparatrixError("no OpenGL")

    monkeypatch.setattr("widgets.painters.offscreen.evaluate", none)
    assert drawable(toy, Frame({"live": LIVE})) == {}


def test_a_twin_is_not_drawn_twice(toy):
    field = ScalarField([0, 1], [0, 1], [[0, 1], [2, 3]], live_twin="live")
    assert list(drawable(toy, Frame({"live": LIVE, "field": field}))) == ["field"]
    made = stand_ins.from_twin(field, LIVE)
    np.testing.assert_allclose(made.values, [[0, 0.5], [0, 0.5]], atol=1e-6)


def test_tracers_become_short_tracks_of_the_flow(toy):
    tracks = drawable(toy, Frame({"tracers": TRACERS}))["tracers"]
    assert isinstance(tracks, Tracks)
    radii = np.linalg.norm(tracks.positions, axis=-1)
    np.testing.assert_allclose(radii, np.tile(radii[:, :1], (1, radii.shape[1])), rtol=1e-12)


def test_tracks_that_stand_for_tracers_are_not_drawn_beside_them(toy):
    both = Frame(
        {
            "tracers": Tracks(np.zeros((4, 3, 2)), np.arange(3), "swarm"),
            "tracers_live": TRACERS,
        }
    )
    assert list(drawable(toy, both)) == ["tracers"]
    assert list(drawable(toy, both, moving=True)) == []


@pytest.mark.parametrize("step", [0.05, 0.3, 3.0])
def test_moving_tracers_follow_the_flow_whatever_the_step(toy, step):
    calm = replace(TRACERS, domain=(-3.0, 3.0, -3.0, 3.0))
    swarm = Tracers(calm)
    swarm.moved(toy, 0.0, 0.0)
    for i in range(1, 6):
        tracks = swarm.moved(toy, i * step, step)
    times, places = tracks.times, tracks.positions
    assert times[-1] == pytest.approx(5 * step)
    assert times[-1] - times[0] == pytest.approx(0.5, rel=0.3)
    moving = np.ptp(places, axis=1).max(axis=1) > 0  # those just born have no tail yet
    radii = np.linalg.norm(places[moving], axis=-1)
    assert moving.sum() > 10
    assert np.ptp(radii, axis=1).min() < 1e-9


def test_tracers_of_a_recording_stay_within_it(toy, monkeypatch):
    """The toy's flow, known from t = 3 to t = 8 only."""
    whole = type(toy.experiment.flow(toy.parameters))

    class Seen(whole, Recorded):
        span = (3.0, 8.0)

        def record(self, states, times, ticket=None):
            assert times.min() >= 3.0
            assert times.max() <= 8.0
            return super().record(states, times, ticket)

    monkeypatch.setattr(
        type(toy.experiment), "flow", lambda self, parameters: Seen(parameters.rate)
    )
    swarm = Tracers(TRACERS)
    first = swarm.moved(toy, 3.0, 0.0)
    np.testing.assert_array_equal(first.times, 3.0)
    later = swarm.moved(toy, 3.2, 0.2)
    assert (later.times[0], later.times[-1]) == (3.0, pytest.approx(3.2))
    live = replace(TRACERS, uniforms={"t": 7.8}, time="t")
    (still,) = drawable(toy, Frame({"tracers_live": live})).values()
    assert (still.times[0], still.times[-1]) == (7.5, 8.0)
