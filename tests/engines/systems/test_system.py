"""A system makes flows, and writes itself down."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from engines.parameters.declare import parameters_model, whole
from engines.parameters.reading import validated
from engines.systems.system_file import read_system

SYSTEMS = Path(__file__).parents[3] / "presets" / "systems"


@pytest.fixture
def pendulum():
    return read_system(SYSTEMS / "mechanics" / "pendulum.toml")


@pytest.fixture
def henon():
    return read_system(SYSTEMS / "mathematics" / "henon.toml")


def test_a_system_makes_a_flow_at_the_values_asked_for(pendulum):
    model = parameters_model("Everything", (*pendulum.declared, whole("cells", 5, 1, 9)))
    flow = pendulum.flow(validated(model, {"c": 0.5}))
    assert (flow.dimension, flow.states, flow.steady) == (2, ("theta", "v"), True)
    found = flow.velocity(np.array([[0.3, 2.0]]), 0.0)
    np.testing.assert_allclose(found, [[2.0, -np.sin(0.3) - 1.0]], rtol=1e-14)


def test_a_map_makes_a_discrete_flow(henon):
    flow = henon.flow_at(henon.defaults())
    assert flow.discrete
    after = flow.advance(np.array([[0.1, 0.2]]), 0.0, 1.0)
    np.testing.assert_allclose(after, [[1.0 - 1.4 * 0.01 + 0.2, 0.03]], rtol=1e-14)


def test_the_start_lies_in_the_window_and_the_sliders_at_their_values(pendulum):
    assert pendulum.start == (-5.6, 2.62)
    assert pendulum.defaults() == {"c": 0.22}
    assert all(d.group == "Flow" and d.live for d in pendulum.declared)


def test_a_system_writes_its_equations_with_and_without_numbers(pendulum):
    assert pendulum.tex() == (r"\dot{\theta} = v", r"\dot{v} = -\sin(\theta) - c v")
    assert pendulum.tex({"c": 0.22})[1] == r"\dot{v} = -\sin(\theta) - \live{c}{0.220}\,v"


def test_a_section_is_written_behind_the_equations():
    galaxy = read_system(SYSTEMS / "mechanics" / "henon-heiles.toml")
    *equations, section = galaxy.tex(galaxy.defaults())
    assert len(equations) == 4
    assert section.startswith(r"x = 0,\; p_{x} = \sqrt{")
    assert r"\live{E}{0.125}" in section
