"""System files as a fixture: a test that asks for `system` is run over each of them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from engines.equations.to_glsl import glsl, uniform_name
from engines.systems.system_file import read_system

ROOT = Path(__file__).parents[3]
# Those with `dysts` are compared with that collection, all at once, in tests/catalogue; the oldest
# of them bear truths that are tested here.
OLDEST = ("lorenz-1963", "rossler", "abc-flow", "henon")
FILES = sorted(
    path
    for path in (ROOT / "presets" / "systems").rglob("*.toml")
    if path.stem in OLDEST or "\ndysts = " not in path.read_text(encoding="utf-8")
)


def pytest_generate_tests(metafunc):
    if "system" in metafunc.fixturenames:
        metafunc.parametrize("system", FILES, ids=lambda path: path.stem, indirect=True)


@pytest.fixture
def system(request):
    return read_system(request.param)


class Sample:
    """100 random states in the window of a system, a time, and parameters.

    Everything is representable in float32, so that a shader starts from the same numbers.
    """

    def __init__(self, system, seed=0, moved=False):
        draw = np.random.default_rng(seed)
        low, high = np.array(system.box.low), np.array(system.box.high)
        self.states = draw.uniform(low, high, (100, len(low))).astype(np.float32).astype(float)
        self.time = float(np.float32(draw.uniform(0.0, min(system.duration, 40.0))))
        self.parameters = {
            d.name: float(np.float32(draw.uniform(d.low, d.high) if moved else d.default))
            for d in system.declared
            if d.name in system.equations.parameters  # not what chooses a noise
        }

    def arguments(self, state):
        return (*state, self.time, *self.parameters.values())


@pytest.fixture
def sample():
    return Sample


@pytest.fixture
def close():
    """Agreement relative to the largest value of each component over the sample."""

    def check(found, wanted, tolerance):
        found, wanted = np.asarray(found), np.asarray(wanted)
        assert found.shape == wanted.shape
        assert np.all(np.isfinite(wanted))
        scale = np.abs(wanted).max(axis=0, keepdims=True)
        scale = np.where(scale > 0.0, scale, 1.0)
        assert np.max(np.abs(found - wanted) / scale) <= tolerance

    return check


@pytest.fixture(scope="session")
def run_shaders(tmp_path_factory):
    """Velocity and gradient of many equations at many states, by OpenGL in another process."""

    def run(jobs):
        folder = tmp_path_factory.mktemp("shaders")
        given = {"names": np.array(list(jobs))}
        for name, (equations, states, time, parameters) in jobs.items():
            given[f"{name}.glsl"] = np.array(glsl(equations))
            given[f"{name}.uniforms"] = np.array([uniform_name(p) for p in parameters], dtype="U64")
            given[f"{name}.values"] = np.array(list(parameters.values()), dtype=float)
            given[f"{name}.states"] = states
            given[f"{name}.time"] = np.array(time)
        np.savez(folder / "jobs.npz", **given)
        script = Path(__file__).with_name("run_shader.py")
        done = subprocess.run(
            [sys.executable, str(script), str(folder / "jobs.npz"), str(folder / "results.npz")],
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr[-2000:]
        with np.load(folder / "results.npz") as results:
            return dict(results)

    return run


@pytest.fixture(scope="session")
def shaded(run_shaders):
    """Id of each system to its sample, and to what its GLSL text gave there."""
    samples = {}
    for path in FILES:
        found = read_system(path)
        samples[found.id] = (found, Sample(found, seed=5))
    jobs = {
        id: (found.equations, taken.states, taken.time, taken.parameters)
        for id, (found, taken) in samples.items()
    }
    results = run_shaders(jobs)
    return {
        id: (taken, results[f"{id}.velocity"], results[f"{id}.gradient"])
        for id, (_, taken) in samples.items()
    }
