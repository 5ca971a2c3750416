from __future__ import annotations

import pytest

from engines.errors import ParameterError, UnfitError
from engines.parameters.declare import parameters_model
from engines.parameters.reading import changed, validated
from engines.systems.descent.flows import AcceleratedFlow, SteppingFlow
from engines.systems.descent.methods import coefficients, immersed, tuned
from engines.systems.descent.subject import Descent


@pytest.fixture(scope="module")
def bowl(shipped):
    return Descent(shipped("quadratic-bowl"))


@pytest.fixture(scope="module")
def line(shipped):
    return Descent(shipped("bent-parabola"), discrete=True)


def at_rest(subject, **values):
    return changed(parameters_model("descent", subject.declared)(), values)


def test_the_flow_at_rest_is_nesterovs_on_its_own_landscape(bowl):
    flow = bowl.flow(at_rest(bowl))
    assert isinstance(flow, AcceleratedFlow)
    assert flow.landscape == "Quadratic bowl"
    assert flow.coefficients == coefficients(tuned("nesterov", (0.01, 1.0)))
    assert [method.name for method in flow.methods] == ["HB", "NAG", "TMM"]


def test_every_landscape_of_as_many_coordinates_can_be_chosen(bowl):
    assert set(bowl.landscapes) == {
        "quadratic-bowl", "log-cosh-ridge", "rosenbrock", "himmelblau", "rastrigin",
    }  # fmt: skip
    for id, one in bowl.landscapes.items():
        assert bowl.flow(at_rest(bowl, landscape=id)).landscape == one.system.title


def test_free_numbers_are_those_of_the_sliders(bowl):
    flow = bowl.flow(at_rest(bowl, member="free", d=0.4, h=1.0, c=1.2))
    assert flow.coefficients == (0.4, 1.0, 1.2)
    assert flow.values["h"] == 1.0


def test_the_immersed_flow_and_the_one_of_low_resolution_can_be_chosen(bowl):
    assert bowl.flow(at_rest(bowl, member="exact immersion")).coefficients == immersed(0.01)
    slow = bowl.flow(at_rest(bowl, member="heavy ball", fine="low"))
    assert slow.coefficients == (pytest.approx(0.2), 0.0, 1.0)


def test_steps_are_a_map_with_numbers_of_their_own(line):
    flow = line.flow(at_rest(line, member="free", alpha=2.0, beta=0.5, gamma=0.1))
    assert isinstance(flow, SteppingFlow)
    assert (flow.own.alpha, flow.own.beta, flow.own.gamma) == (0.08, 0.5, 0.1)
    ball = line.flow(at_rest(line, member="heavy ball"))
    assert ball.own.alpha == pytest.approx(1 / 9)


def test_what_has_no_meaning_now_says_why(bowl):
    p = at_rest(bowl, landscape="himmelblau", member="heavy ball")
    idle = bowl.idle(p)
    assert idle["kappa"] == "not of Himmelblau's four pits"
    assert idle["h"] == "set by heavy ball"
    free = bowl.idle(at_rest(bowl, member="free"))
    assert not {"d", "h", "c", "kappa", "rotation"} & set(free)


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("kappa", 0.5, "kappa = 0.5, allowed 1 to 1000"),
        ("kappa", 2000.0, "kappa = 2000.0, allowed 1 to 1000"),
        ("step_factor", 0.0, "step_factor = 0.0, allowed 0.05 to 2.2"),
        ("step_factor", 2.3, "step_factor = 2.3, allowed 0.05 to 2.2"),
        ("landscape", "alps", "landscape = 'alps', allowed quadratic-bowl"),
        ("mu", 0.0, "mu = 0.0, allowed 0.005 to 0.4"),
    ],
)
def test_values_out_of_range_name_field_and_range(bowl, name, value, words):
    with pytest.raises(ParameterError, match=words):
        validated(parameters_model("descent", bowl.declared), {name: value})


def test_what_runs_down_no_landscape_is_refused(shipped):
    with pytest.raises(UnfitError, match="names no height 'f'"):
        Descent(shipped("pendulum"))
