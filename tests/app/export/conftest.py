from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from app.catalogue import Opened
from app.preset_file import Preset
from engines.layers.curves import Curves
from engines.layers.frame import Frame, Reading, Trust
from engines.layers.image_grid import ImageGrid
from engines.layers.points import Points
from engines.layers.scalar_field import ScalarField
from engines.layers.series import Series
from engines.layers.shader_field import ShaderField, ShaderTracers
from engines.layers.tracks import Tracks
from engines.layers.vector_field import VectorField
from engines.parameters.declare import parameters_model, real, whole
from engines.protocols.experiment import Experiment
from engines.protocols.flow import Flow
from engines.protocols.subject import Subject
from engines.protocols.views import Axis, Clock, ViewSpec
from engines.running.randomness import stream

DECLARED = (
    real("rate", 0.7, 0.1, 2.0, symbol="\\lambda", unit="1/s"),
    real("start", 0.0, 0.0, 10.0, symbol="t_0", unit="s"),
    whole("seed", 0, 0, 10_000),
)


class Turning(Flow):
    """x' = -rate y, y' = rate x, known by hand."""

    dimension = 2
    states = ("x", "y")
    steady = True

    def __init__(self, rate: float) -> None:
        self.rate = rate

    def velocity(self, states, time):
        return self.rate * np.stack([-states[:, 1], states[:, 0]], axis=1)

    def advance(self, states, start, stop, ticket=None):
        return self.record(states, np.array([start, stop]))[:, -1]

    def record(self, states, times, ticket=None):
        angle = self.rate * (np.asarray(times) - times[0])
        c, s = np.cos(angle), np.sin(angle)
        x, y = states[:, :1], states[:, 1:2]
        return np.stack([c * x - s * y, s * x + c * y], axis=-1)


class Toy(Subject):
    """A subject with one rate."""

    id, title, source, declared = "toy", "Toy", "by hand", DECLARED[:1]

    def flow(self, parameters):
        return Turning(parameters.rate)


class AllLayers(Experiment):
    """Shows every kind of layer in every kind of view."""

    parameters = parameters_model("toy", DECLARED)
    driven = "start"

    def flow(self, parameters):
        return Turning(parameters.rate)

    def clock(self, parameters):
        return Clock(parameter=self.driven, low=0.0, high=10.0, unit="s")

    def views(self, parameters):
        across = Axis("x", "x", "m", 0.0, 2.0)
        return (
            ViewSpec(
                "plane",
                "plane",
                "Plane",
                ("arrows", "ftle", "lines", "paths", "rest", "live"),
                "with everything",
                (across, Axis("y", "y", "m", 0.0, 1.0)),
            ),
            ViewSpec(
                "space",
                "space",
                "Space",
                ("swarm",),
                "",
                (
                    Axis("x", "x", "", -1.0, 1.0),
                    Axis("y", "y", "", -1.0, 1.0),
                    Axis("z", "z", "", 0.0, 2.0),
                ),
            ),
            ViewSpec(
                "chart",
                "chart",
                "Chart",
                ("curve",),
                "",
                (
                    Axis("time", "t", "s", 0.0, 10.0),
                    Axis("exponent", "", "1/s", -1.0, 1.0),
                ),
                equal=False,
            ),
            ViewSpec("sheet", "sheet", "Sheet", ("sheet",)),
        )

    def frames(self, parameters, ticket) -> Iterator[Frame]:
        for level, n in enumerate((8, 64)):
            yield Frame(
                layers_at(parameters, n),
                progress=(level + 1) / 2,
                level=level,
                readings={"ftle": Reading(parameters.rate, "max", "repel")},
                trust=Trust("good", "Known by hand.", ("CPU, float64",)),
                task=f"level {level + 1} of 2",
            )


def layers_at(parameters, n):
    x, y = np.linspace(0, 2, n), np.linspace(0, 1, n // 2)
    phase = parameters.start
    values = parameters.rate * np.sin(np.pi * x + phase) ** 2 * np.sin(np.pi * y[:, None])
    u = -np.sin(np.pi * x) * np.cos(np.pi * y[:, None])
    v = np.cos(np.pi * x) * np.sin(np.pi * y[:, None])
    times = np.linspace(0, 10, 200)
    cloud = stream(parameters.seed, "toy").normal(size=(80, 1))
    spiral = np.stack(
        [np.cos(times + cloud) * 0.9, np.sin(times + cloud) * 0.9, 0 * cloud + times / 5], -1
    )
    path = np.stack([1 + 0.4 * np.cos(times), 0.5 + 0.4 * np.sin(times)], -1)[None]
    return {
        "arrows": VectorField(x, y, u, v, "m/s"),
        "ftle": ScalarField(
            x, y, values, "1/s", "ftle_forward", untrusted=values > 0.69, live_twin="live"
        ),
        "lines": Curves(
            (path[0, :50], path[0, 60:90], np.array([[1.0, 0.5], [1.1, 0.6]])),
            ("attract", "repel", "repel_axis"),
            (("attract", "stable manifold"), ("repel", "unstable manifold")),
        ),
        "paths": Tracks(path, times, "path"),
        "rest": Points(
            np.array([[1, 0.5], [0.5, 0.5], [1.5, 0.5], [0.2, 0.2]]),
            ("saddle", "stable", "centre", "unstable"),
            ("A", "", "", ""),
        ),
        "live": ShaderField(
            "uniform float rate;\nfloat field(vec2 p) { return rate; }",
            {"rate": 0.7},
            (0.0, 2.0, 0.0, 1.0),
            (8, 4),
        ),
        "tracers": ShaderTracers("vec2 velocity(vec2 p, float t) { return p; }", {}, (0, 2, 0, 1)),
        "swarm": Tracks(spiral, times, "swarm", np.tile(times, (80, 1)), "amount", "s", 3.0),
        "curve": Series(
            times, np.sin(times), np.sin(times) - 0.2, np.sin(times) + 0.2, "true", "x"
        ),
        "sheet": ImageGrid(
            np.linspace(0, 1, 2 * 5 * 64).reshape(2, 5, 8, 8), ("first", "second"), (), (1, 2)
        ),
    }


@pytest.fixture
def toy() -> Opened:
    """A preset outside the tree whose every number is known by hand."""
    experiment = AllLayers()
    preset = Preset(
        "toy",
        Path("toy.toml"),
        "portraits",
        "Toy",
        "",
        "",
        (),
        "",
        "portraits.portrait",
        "saddle",
        "",
        {},
    )
    return Opened(preset, experiment, experiment.parameters(), Toy())


@pytest.fixture
def toy_by_playhead(toy: Opened) -> Opened:
    """The same, with a clock that only moves the playhead."""
    toy.experiment.driven = ""
    return toy
