"""Flows and pictures for tests of transport instruments."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from engines.systems.system_file import read_system, system_from_text

ROOT = Path(__file__).parents[4]


@pytest.fixture(scope="session")
def shipped():
    """`shipped("double-gyre", A=0.2)` is the flow of that system."""

    def flow(id, **values):
        (path,) = (ROOT / "presets" / "systems").rglob(f"{id}.toml")
        system = read_system(path)
        return system.flow_at(system.defaults() | values)

    return flow


@pytest.fixture(scope="session")
def rendered(tmp_path_factory):
    """The values of a shader field at its nodes, by OpenGL in another process."""

    def render(field, **uniforms):
        folder = tmp_path_factory.mktemp("field")
        values = {**field.uniforms, **uniforms}
        np.savez(
            folder / "job.npz",
            glsl=field.glsl,
            uniforms=np.array(list(values)),
            values=np.array(list(values.values())),
            domain=field.domain,
            resolution=field.resolution,
        )
        script = Path(__file__).with_name("run_field.py")
        done = subprocess.run(
            [sys.executable, str(script), str(folder / "job.npz"), str(folder / "result.npz")],
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr[-2000:]
        with np.load(folder / "result.npz") as result:
            return result["field"]

    return render


@pytest.fixture(scope="session")
def wide():
    """`wide(12)` is x_i' = l_i x_i with rates from 1 down to -1, in twelve dimensions."""

    def flow(d):
        rates = np.linspace(1.0, -1.0, d)
        lines = "\n".join(f'x{i} = "{rate!r}*x{i}"' for i, rate in enumerate(rates.tolist()))
        states = "\n".join(f"x{i} = {{ low = -1.0, high = 1.0 }}" for i in range(d))
        text = f'title = "Wide"\nstep = 0.05\n[rates]\n{lines}\n[states]\n{states}'
        return system_from_text(text, "wide").flow_at({})

    return flow
