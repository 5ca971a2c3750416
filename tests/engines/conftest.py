"""Small flows whose answers are known by hand, for every engine test.

A fixture gives the class, so that a test says `saddle(rate=0.7)` or `pendulum(c=0.2)`.
"""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from engines.errors import FlowError
from engines.parameters.declare import parameters_model, real
from engines.protocols.capabilities import (
    Bounded,
    Box,
    Decoding,
    Described,
    Differentiable,
    Displacing,
    Generating,
    Recorded,
    Refinable,
    Shaded,
    Tangent,
)
from engines.protocols.flow import Flow
from engines.running.ticket import Ticket


class AnalyticFlow(Flow, Differentiable, Tangent, Bounded, Described):
    """RK4 in plain NumPy; a child gives velocity, Jacobian and box, or an exact solution."""

    steady = True
    step = 0.01
    time_unit = "s"
    knobs = ()

    def advance(self, states, start, stop, ticket=None):
        return self._carry(self.velocity, np.array(states, float), start, stop, ticket)

    def record(self, states, times, ticket=None):
        path = [np.array(states, float)]
        for t0, t1 in itertools.pairwise(times):
            path.append(self.advance(path[-1], float(t0), float(t1), ticket))
        return np.stack(path, axis=1)

    def advance_tangent(self, states, start, stop, ticket=None):
        n, d = np.shape(states)

        def rates(both, t):
            x, m = both[:, :d], both[:, d:].reshape(n, d, d)
            turned = self.jacobian(x, t) @ m
            return np.concatenate([self.velocity(x, t), turned.reshape(n, d * d)], axis=1)

        both = np.concatenate([states, np.tile(np.eye(d).ravel(), (n, 1))], axis=1)
        both = self._carry(rates, both, start, stop, ticket)
        return both[:, :d], both[:, d:].reshape(n, d, d)

    def _carry(self, rates, x, start, stop, ticket):
        count = max(1, int(np.ceil(abs(stop - start) / self.step - 1e-9)))
        h = (stop - start) / count
        for i in range(count):
            if ticket is not None:
                ticket.check()
            t = start + i * h
            with np.errstate(over="ignore", invalid="ignore"):
                k1 = rates(x, t)
                k2 = rates(x + h / 2 * k1, t + h / 2)
                k3 = rates(x + h / 2 * k2, t + h / 2)
                k4 = rates(x + h * k3, t + h)
                x = x + h / 6 * (k1 + 2 * k2 + 2 * k3 + k4)
            x = np.where(np.all(np.abs(x) < 1e12, axis=1, keepdims=True), x, np.nan)
        return x

    def tex(self):
        return (r"\dot{x} = f(x)",)


def _box(low, high, start, labels=None, symbols=None, periodic=None, units=None):
    d = len(low)
    names = tuple("xyz"[:d])
    return Box(
        low,
        high,
        periodic or (False,) * d,
        labels or names,
        symbols or names,
        units or ("",) * d,
        start,
    )


class Saddle(AnalyticFlow, Shaded):
    """x' = r x, y' = -r y, solved exactly."""

    dimension, states = 2, ("x", "y")
    knobs = (real("rate", 1.0, 0.1, 5.0),)
    box = _box((-1.0, -1.0), (1.0, 1.0), (0.1, 0.8))

    def __init__(self, rate=1.0):
        self.rate = rate

    def velocity(self, states, time):
        return states * np.array([self.rate, -self.rate])

    def jacobian(self, states, time):
        return np.tile(np.diag([self.rate, -self.rate]), (len(states), 1, 1))

    def advance(self, states, start, stop, ticket=None):
        grown = np.exp(self.rate * (stop - start))
        return np.asarray(states, float) * np.array([grown, 1.0 / grown])

    def glsl(self):
        return (
            "uniform float rate;\n"
            "vec2 velocity(vec2 x, float t) { return vec2(rate*x.x, -rate*x.y); }\n"
            "mat2 gradient(vec2 x, float t) { return mat2(rate, 0.0, 0.0, -rate); }\n"
        )

    def uniforms(self):
        return {"rate": self.rate}


class Rotation(AnalyticFlow):
    """x' = -w y, y' = w x, solved exactly."""

    dimension, states = 2, ("x", "y")
    knobs = (real("w", 1.0, 0.1, 5.0),)
    box = _box((-2.0, -2.0), (2.0, 2.0), (1.0, 0.0))

    def __init__(self, w=1.0):
        self.w = w

    def velocity(self, states, time):
        return self.w * np.stack([-states[:, 1], states[:, 0]], axis=1)

    def jacobian(self, states, time):
        return np.tile(np.array([[0.0, -self.w], [self.w, 0.0]]), (len(states), 1, 1))

    def advance(self, states, start, stop, ticket=None):
        c, s = np.cos(self.w * (stop - start)), np.sin(self.w * (stop - start))
        return np.asarray(states, float) @ np.array([[c, s], [-s, c]])


class Pendulum(AnalyticFlow, Refinable):
    """theta' = v, v' = -sin(theta) - c v."""

    dimension, states = 2, ("theta", "v")
    step = 0.02
    knobs = (real("c", 0.2, 0.0, 2.0, unit="1/s"),)
    box = _box(
        (-7.0, -3.2),
        (7.0, 3.2),
        (-5.6, 2.62),
        ("angle", "speed"),
        (r"\theta", "v"),
        (True, False),
        ("rad", "rad/s"),
    )

    def __init__(self, c=0.2):
        self.c = c

    def velocity(self, states, time):
        theta, v = states[:, 0], states[:, 1]
        return np.stack([v, -np.sin(theta) - self.c * v], axis=1)

    def jacobian(self, states, time):
        j = np.zeros((len(states), 2, 2))
        j[:, 0, 1] = 1.0
        j[:, 1, 0] = -np.cos(states[:, 0])
        j[:, 1, 1] = -self.c
        return j

    def refined(self):
        finer = Pendulum(self.c)
        finer.step = self.step / 2
        return finer

    @property
    def integrator(self):
        return f"RK4, step {self.step:g}"


class Lorenz(AnalyticFlow):
    """Lorenz 1963."""

    dimension, states = 3, ("x", "y", "z")
    knobs = (real("rho", 28.0, 0.0, 100.0),)
    time_unit = ""
    box = _box((-25.0, -30.0, 0.0), (25.0, 30.0, 55.0), (1.0, 1.0, 20.0))

    def __init__(self, rho=28.0, sigma=10.0, beta=8.0 / 3.0):
        self.rho, self.sigma, self.beta = rho, sigma, beta

    def velocity(self, states, time):
        x, y, z = states.T
        return np.stack(
            [self.sigma * (y - x), x * (self.rho - z) - y, x * y - self.beta * z], axis=1
        )

    def jacobian(self, states, time):
        x, y, z = states.T
        j = np.zeros((len(states), 3, 3))
        j[:, 0, 0], j[:, 0, 1] = -self.sigma, self.sigma
        j[:, 1, 0], j[:, 1, 1], j[:, 1, 2] = self.rho - z, -1.0, -x
        j[:, 2, 0], j[:, 2, 1], j[:, 2, 2] = y, x, -self.beta
        return j


class Drift(AnalyticFlow):
    """x' = cos t, y' = -y: unsteady, solved exactly."""

    dimension, states, steady = 2, ("x", "y"), False
    box = _box((-2.0, -1.0), (2.0, 1.0), (0.0, 0.5))

    def velocity(self, states, time):
        return np.stack([np.full(len(states), np.cos(time)), -states[:, 1]], axis=1)

    def jacobian(self, states, time):
        return np.tile(np.diag([0.0, -1.0]), (len(states), 1, 1))

    def advance(self, states, start, stop, ticket=None):
        x, y = np.asarray(states, float).T
        return np.stack([x + np.sin(stop) - np.sin(start), y * np.exp(start - stop)], axis=1)


class Henon(Flow, Differentiable, Bounded, Described):
    """x -> 1 - a x^2 + y, y -> b x; its velocity is the displacement of one iteration."""

    dimension, states, steady, discrete = 2, ("x", "y"), True, True
    knobs = (real("a", 1.4, 0.0, 2.0), real("b", 0.3, -1.0, 1.0))
    time_unit = ""
    box = _box((-1.5, -0.5), (1.5, 0.5), (0.1, 0.1))

    def __init__(self, a=1.4, b=0.3):
        self.a, self.b = a, b

    def velocity(self, states, time):
        x, y = states[:, 0], states[:, 1]
        with np.errstate(over="ignore", invalid="ignore"):
            return np.stack([1.0 - self.a * x**2 + y - x, self.b * x - y], axis=1)

    def jacobian(self, states, time):
        j = np.zeros((len(states), 2, 2))
        j[:, 0, 0], j[:, 0, 1] = -2.0 * self.a * states[:, 0] - 1.0, 1.0
        j[:, 1, 0], j[:, 1, 1] = self.b, -1.0
        return j

    def advance(self, states, start, stop, ticket=None):
        x = np.array(states, float)
        for _ in range(round(stop - start)):
            if ticket is not None:
                ticket.check()
            x = x + self.velocity(x, 0.0)
            x = np.where(np.all(np.abs(x) < 1e12, axis=1, keepdims=True), x, np.nan)
        return x

    def record(self, states, times, ticket=None):
        path = [np.array(states, float)]
        for t0, t1 in itertools.pairwise(times):
            path.append(self.advance(path[-1], float(t0), float(t1), ticket))
        return np.stack(path, axis=1)

    def tex(self):
        return (r"x \mapsto 1 - a x^2 + y",)


@pytest.fixture(scope="session")
def saddle():
    return Saddle


@pytest.fixture(scope="session")
def rotation():
    return Rotation


@pytest.fixture(scope="session")
def pendulum():
    return Pendulum


@pytest.fixture(scope="session")
def lorenz():
    return Lorenz


@pytest.fixture(scope="session")
def drift():
    return Drift


@pytest.fixture(scope="session")
def henon():
    return Henon


@pytest.fixture(scope="session")
def analytic_kinds():
    return (Saddle, Rotation, Pendulum, Lorenz, Drift, Henon)


@pytest.fixture(scope="session")
def measured():
    """`measured(INSTRUMENT, flow, name=value)`: all frames of one instrument on one flow."""

    def run(instrument, flow, **values):
        assert instrument.refuses(flow) == ""
        model = parameters_model(instrument.name, instrument.declared(flow))
        return list(instrument(flow).frames(model(**values), Ticket()))

    return run


@pytest.fixture(scope="session")
def turning():
    """`turning(axis=(0, 0, 1))` is a sphere that turns about an axis, one radian a day."""
    from engines.systems.system_file import system_from_text

    text = """
    title = "Rigid turn"
    step = 0.01
    time_unit = "d"
    [rates]
    x = "b*z - c*y"
    y = "c*x - a*z"
    z = "a*y - b*x"
    [sphere]
    [states]
    x = { low = -1.0, high = 1.0 }
    y = { low = -1.0, high = 1.0 }
    z = { low = -1.0, high = 1.0 }
    [parameters]
    a = { value = 0.0, low = -1.0, high = 1.0 }
    b = { value = 0.0, low = -1.0, high = 1.0 }
    c = { value = 1.0, low = -1.0, high = 1.0 }
    """
    system = system_from_text(text, "turn")
    return lambda axis: system.flow_at(dict(zip("abc", map(float, axis), strict=True)))


class Recording(Drift, Recorded):
    """The drift, known from t = 3 to t = 8 only."""

    span = (3.0, 8.0)

    def velocity(self, states, time):
        self._known(time)
        return super().velocity(states, time)

    def advance(self, states, start, stop, ticket=None):
        self._known(start)
        self._known(stop)
        return super().advance(states, start, stop, ticket)

    def _known(self, time):
        if not 3.0 - 1e-9 <= time <= 8.0 + 1e-9:
            raise FlowError(f"asked for t = {time:g}, known from 3 to 8")


@pytest.fixture(scope="session")
def recording():
    return Recording


GROWTH = np.array([0.5, -0.3, 0.1, -1.0])


class Growing(Flow, Decoding, Displacing, Generating):
    """x_i(t) = x_i(0) exp(k_i t); the four coordinates are the pixels of a picture of 2 by 2."""

    dimension, states, steady = 4, ("p", "q", "r", "s"), True

    def velocity(self, states, time):
        return GROWTH * np.asarray(states)

    def advance(self, states, start, stop, ticket=None):
        return np.asarray(states) * np.exp(GROWTH * (stop - start))

    def record(self, states, times, ticket=None):
        return np.stack([self.advance(states, times[0], t) for t in times], axis=1)

    def advance_displaced(self, states, moves, start, stop, ticket=None):
        grown = np.exp(GROWTH * (stop - start))
        return self.advance(states, start, stop), grown[:, None] * moves

    def noise(self, count, draw):
        return draw.standard_normal((count, 4))

    def decode(self, states):
        return np.asarray(states).reshape(-1, 2, 2)


@pytest.fixture(scope="session")
def growing():
    """A flow to pictures that is known by hand."""
    return Growing()
