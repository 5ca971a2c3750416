from __future__ import annotations

import numpy as np
import pytest

from engines.instruments.portrait.paths import declared_paths
from engines.instruments.portrait.tracers import INSTRUMENT, TIME
from engines.parameters.declare import parameters_model
from engines.protocols.capabilities import Costly
from engines.running.card import CARD
from engines.running.ticket import Ticket


def test_a_flow_without_glsl_still_has_its_swarm(measured, rotation):
    frame = measured(INSTRUMENT, rotation(), number=300)[-1]
    assert set(frame.layers) == {"tracers"}
    track = frame.layers["tracers"]
    assert track.positions.shape[0] == 300
    radius = np.linalg.norm(track.positions, axis=2)
    np.testing.assert_allclose(np.nanmin(radius, axis=1), np.nanmax(radius, axis=1), rtol=1e-12)


def test_a_flow_with_glsl_gets_a_live_swarm_with_its_own_uniforms(measured, saddle):
    live = measured(INSTRUMENT, saddle(rate=0.5), number=700)[0].layers["tracers_live"]
    assert "vec2 velocity" in live.glsl
    assert dict(live.uniforms) == {"rate": 0.5}
    assert live.number == 700
    assert live.domain == (-1.0, 1.0, -1.0, 1.0)
    assert live.time == ""


def test_a_costly_flow_has_a_live_swarm_only_where_there_is_a_card(measured, saddle, monkeypatch):
    class Dear(saddle, Costly):
        pass

    monkeypatch.setattr(CARD, "there", False)
    assert set(measured(INSTRUMENT, Dear())[0].layers) == {"tracers"}
    monkeypatch.setattr(CARD, "there", True)
    assert "tracers_live" in measured(INSTRUMENT, Dear())[0].layers


def test_time_is_a_uniform_of_an_unsteady_live_swarm(measured, saddle):
    class Swaying(saddle):
        steady = False

    live = measured(INSTRUMENT, Swaying())[0].layers["tracers_live"]
    assert live.time == TIME
    assert f"uniform float {TIME};" in live.glsl
    assert live.uniforms[TIME] == 0.0


def test_the_same_seed_gives_the_same_tracers(measured, rotation):
    one, two, other = (
        measured(INSTRUMENT, rotation(), number=50, seed=seed)[-1].layers["tracers"].positions
        for seed in (1, 1, 2)
    )
    np.testing.assert_array_equal(one, two)
    assert not np.array_equal(one, other)


def test_a_map_has_no_tracers(henon):
    assert INSTRUMENT.refuses(henon()) == "needs continuous time"


@pytest.mark.parametrize("start", [3.0, 7.5, 8.0])
def test_tracers_of_a_recording_stay_within_it(recording, start):
    rows = {d.name: d for d in declared_paths(recording())}
    model = parameters_model("tracers", (*INSTRUMENT.declared(recording()), rows["start"]))
    p = model(number=20, memory=0.5, start=start)
    times = list(INSTRUMENT(recording()).frames(p, Ticket()))[-1].layers["tracers"].times
    assert 3.0 <= times[0] < times[-1] <= 8.0
