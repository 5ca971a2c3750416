from __future__ import annotations

import numpy as np

from engines.instruments.portrait.swarm import INSTRUMENT
from engines.layers.shader_field import ShaderTracers
from engines.parameters.declare import parameters_model
from engines.protocols.capabilities import Bounded, Box, Refinable, Shaded
from engines.protocols.flow import Flow


def test_the_swarm_is_on_the_attractor_and_coloured_by_speed(measured, lorenz):
    frames = measured(INSTRUMENT, lorenz(), swarm_number=60, swarm_memory=0.2)
    swarm = frames[-1].layers["swarm"]
    assert swarm.positions.shape[0] == 60
    assert frames[-1].readings["swarm"].value == 60
    flat = swarm.positions.reshape(-1, 3)
    known = np.isfinite(flat[:, 0])
    flat = flat[known]
    speed = np.linalg.norm(lorenz().velocity(flat, 0.0), axis=1)
    np.testing.assert_allclose(swarm.values.ravel()[known], speed)
    # On the attractor of the usual parameters every orbit stays in this ellipsoid.
    x, y, z = flat.T
    assert np.all(x**2 + y**2 + (z - 38.0) ** 2 < 40.0**2)
    assert np.ptp(x) > 15.0


def test_a_stable_rest_swallows_the_swarm(measured, lorenz):
    swarm = measured(INSTRUMENT, lorenz(rho=0.5), swarm_number=50)[-1].layers["swarm"]
    assert np.nanmax(np.abs(swarm.positions)) < 0.1


def test_a_planar_flow_is_refused(rotation, henon):
    assert INSTRUMENT.refuses(rotation()) == "needs a flow in space"
    assert INSTRUMENT.refuses(henon()) == "needs continuous time"


def test_a_stiff_flow_is_followed_with_more_care(measured, lorenz):
    class Stiff(lorenz, Refinable):
        integrator = "none"

        def advance(self, states, start, stop, ticket=None):
            return np.full_like(states, np.nan)

        def refined(self):
            return lorenz()

    swarm = measured(INSTRUMENT, Stiff(), swarm_number=50, swarm_memory=0.2)[-1].layers["swarm"]
    assert swarm.positions.shape[0] == 50


def test_what_blows_up_while_it_is_shown_is_only_fast(measured, lorenz):
    class Leaving(lorenz):
        def record(self, states, times, ticket=None):
            paths = super().record(states, times, ticket)
            paths[::2, -1] = 1e200
            return paths

        def advance(self, states, start, stop, ticket=None):
            return lorenz().advance(states, start, stop, ticket)

    swarm = measured(INSTRUMENT, Leaving(), swarm_number=50, swarm_memory=0.2)[-1].layers["swarm"]
    assert np.nanmax(swarm.values) > 1e200
    assert not np.isnan(swarm.values).any()


def test_the_graphics_card_has_a_swarm_before_anything_is_compiled(lorenz):
    class Written(lorenz, Shaded):
        def glsl(self):
            return "vec3 velocity(vec3 p, float t) { return p; }"

        def uniforms(self):
            return {}

    flow = Written()
    values = parameters_model(INSTRUMENT.name, INSTRUMENT.declared(flow))(swarm_number=70)
    early = INSTRUMENT(flow).at_once(values)["swarm"]
    assert isinstance(early, ShaderTracers)
    assert (early.number, early.dimension, early.memory) == (70, 3, values.swarm_memory)


def test_a_flow_that_is_not_glsl_waits_for_its_swarm(lorenz):
    values = parameters_model(INSTRUMENT.name, INSTRUMENT.declared(lorenz()))()
    assert INSTRUMENT(lorenz()).at_once(values) == {}


def test_a_swarm_goes_round_where_the_box_does_and_nobody_in_it_is_far_away(measured):
    names = ("x", "y", "s")

    class Driven(Flow, Bounded):
        """Half of the lines leave, half settle, and a clock goes round in three."""

        dimension, states, steady = 3, names, True
        time_unit, duration = "", 3.0
        box = Box((-1.0, -1.0, 0.0), (1.0, 1.0, 3.0), (False, False, True), names, names,
                  ("", "", ""), (0.0, 0.0, 0.0))  # fmt: skip

        def velocity(self, states, time):
            way = np.sign(states[:, 1])
            return np.stack([way * states[:, 0], 0.0 * way, np.ones(len(states))], axis=1)

        def advance(self, states, start, stop, ticket=None):
            return self.record(states, np.array([start, stop]))[:, -1]

        def record(self, states, times, ticket=None):
            t = times - times[0]
            x = states[:, :1] * np.exp(np.sign(states[:, 1:2]) * t)
            return np.stack([x, 0.0 * t + states[:, 1:2], states[:, 2:] + t], axis=2)

    swarm = measured(INSTRUMENT, Driven(), swarm_number=60, swarm_memory=1.0)[-1].layers["swarm"]
    x, _, clock = np.moveaxis(swarm.positions, 2, 0)
    assert np.nanmin(clock) >= 0.0
    assert np.nanmax(clock) <= 3.0
    assert np.isnan(clock).any(axis=1).all()  # each is interrupted where it comes round
    assert np.isfinite(x).any()
    assert np.nanmax(np.abs(x)) < 5.0 * np.exp(2.0)
