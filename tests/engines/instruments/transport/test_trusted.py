import numpy as np
import pytest

from engines.instruments.transport.deformation import Seeds
from engines.instruments.transport.trusted import trusted
from engines.running.ticket import Ticket

SEEDS = Seeds(np.linspace(0.1, 1.9, 20), np.linspace(0.1, 0.9, 10), (), 0.0, 10.0)


@pytest.mark.parametrize(("step", "level"), [(0.1, "good"), (2.0, "warn")])
def test_a_rough_step_is_warned_of(shipped, step, level):
    flow = shipped("double-gyre")
    flow.step = step
    found = trusted(flow, flow.refined(), SEEDS, None, Ticket())
    assert found.level == level
    assert found.sentence.startswith(f"RK4, step {step:g} s, moves 99 % of nodes by less than")


def test_a_flow_on_which_nothing_survives_is_not_trusted(shipped):
    flow = shipped("henon")
    seeds = Seeds(np.array([50.0, 60.0, 70.0]), np.array([5.0, 6.0, 7.0]), (), 0.0, 40.0)
    found = trusted(flow, flow, seeds, None, Ticket())
    assert (found.level, found.path) == ("error", ("CPU, float64", "variational"))


def test_a_flow_that_knows_no_better_makes_no_comparison(saddle):
    found = trusted(saddle(), saddle(), SEEDS, None, Ticket())
    assert found.level == "good"
    assert found.sentence == ""


def test_differences_are_compared_with_tangents(shipped):
    flow = shipped("double-gyre")
    near = trusted(flow, flow.refined(), SEEDS, None, Ticket(), method="auxiliary")
    far = trusted(
        flow, flow.refined(), SEEDS, None, Ticket(), method="grid", spacing=(0.1, 0.05)
    )  # fmt: skip
    assert near.level == "good"
    assert "differences of helpers instead of tangents 99 % of nodes by less than " in near.sentence
    assert far.level == "warn"  # neighbours a tenth apart see no ridge
    assert "differences of neighbours instead of tangents" in far.sentence


def test_rounding_decides_over_a_long_chaotic_iteration(shipped):
    flow = shipped("standard-map", K=4.0)
    x = np.linspace(0.5, 5.5, 20)
    short, long = (Seeds(x, x, (), 0.0, n) for n in (5.0, 200.0))
    assert trusted(flow, flow, short, None, Ticket()).level == "good"
    found = trusted(flow, flow, long, None, Ticket())
    assert found.level == "warn"
    assert found.sentence.startswith("rounding moves 99 % of nodes by less than ")


@pytest.mark.parametrize(
    ("lost", "words"), [(0.25, "25 % of nodes blew up"), (0.001, "less than 1 % of nodes blew up")]
)
def test_nodes_that_blew_up_are_counted(saddle, lost, words):
    found = trusted(saddle(), saddle(), SEEDS, None, Ticket(), lost=lost)
    assert (found.level, found.sentence) == ("warn", words)


def test_a_field_without_a_value_is_not_trusted_whatever_the_sample_says(saddle):
    assert trusted(saddle(), saddle(), SEEDS, None, Ticket(), lost=1.0).level == "error"


def test_power_iteration_is_asked_what_it_left_and_what_its_steps_do(shipped):
    flow = shipped("henon-heiles")
    seeds = Seeds(np.linspace(-0.3, 0.3, 6), np.linspace(-0.2, 0.2, 5), (0.3, 0.05), 0.0, 10.0,
                  (1, 3))  # fmt: skip
    found = trusted(flow, flow.refined(), seeds, None, Ticket(), method="power")
    assert found.level == "good"
    for words in ("power iteration leaves", "half its steps moves", "products instead of tangents"):
        assert f"{words} 99 % of nodes by less than " in found.sentence
    assert "restricted to the slice" not in found.sentence
