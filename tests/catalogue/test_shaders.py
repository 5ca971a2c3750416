"""The catalogue in shaders: each flow and map of up to four states, executed off screen."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from engines.equations.to_glsl import glsl, uniform_name

ROOT = Path(__file__).parents[2]
RUN = ROOT / "tests" / "engines" / "equations" / "run_shader.py"


@pytest.fixture(scope="module")
def shaded(tmp_path_factory):
    """Rates of many equations at many states, by OpenGL in another process."""

    def run(jobs):
        folder = tmp_path_factory.mktemp("shaders")
        given = {"names": np.array(list(jobs))}
        for name, (equations, states, values) in jobs.items():
            given[f"{name}.glsl"] = np.array(glsl(equations))
            given[f"{name}.uniforms"] = np.array([uniform_name(p) for p in values], dtype="U64")
            given[f"{name}.values"] = np.array(list(values.values()), dtype=float)
            given[f"{name}.states"] = states
            given[f"{name}.time"] = np.array(0.0)
        np.savez(folder / "jobs.npz", **given)
        done = subprocess.run(
            [sys.executable, str(RUN), str(folder / "jobs.npz"), str(folder / "results.npz")],
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr[-2000:]
        with np.load(folder / "results.npz") as results:
            return dict(results)

    return run


def single(values):
    return {name: float(np.float32(value)) for name, value in values.items()}


def test_shaders_come_close_to_dysts(pairs, shaded, off):
    jobs = {}
    for seed, (id, pair) in enumerate(pairs.items()):
        if pair.system.kind == "dde" or pair.system.equations.dimension > 4:
            continue
        states = pair.states(np.random.default_rng(seed), wrapped=True)
        jobs[id] = pair.system.equations, states.astype(np.float32).astype(float), pair.values()
    results = shaded(jobs)
    far = {}
    for id, (equations, states, values) in jobs.items():
        wanted = equations.evaluate(states, 0.0, single(values))
        worst = off(results[f"{id}.velocity"], wanted)
        if not worst < 2e-4:
            far[id] = worst
    assert len(jobs) == 146
    assert far == {}
