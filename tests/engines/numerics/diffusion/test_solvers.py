from __future__ import annotations

import numpy as np
import pytest

from engines.errors import FlowError
from engines.numerics.diffusion.conversions import Field
from engines.numerics.diffusion.grids import grid
from engines.numerics.diffusion.path import PATHS, Linear, Scaled, VarianceExploding
from engines.numerics.diffusion.solvers import (
    SOLVERS,
    Ddim,
    followed,
    reference,
    solved,
    step_of,
    traced,
)
from engines.running.ticket import Ticket, Withdrawn

X = np.linspace(-2.0, 2.0, 9)[:, None]


@pytest.mark.parametrize("path", PATHS.values(), ids=lambda p: p.name)
@pytest.mark.parametrize("solver", SOLVERS.values(), ids=lambda s: s.name)
class TestEverySolver:
    def test_reaches_the_data_by_many_steps(self, path, solver, normal_data, carried_normal):
        x = path.at(0.0).s * X
        nodes = grid("Karras" if solver.name == "Euler" else "lam", path, 300)
        exact = carried_normal(path, x)
        found = solved(solver, normal_data(path), x, nodes)
        np.testing.assert_allclose(found, exact, atol=0.1 if solver.order == 1 else 2e-3)

    def test_goes_back_the_way_it_came(self, path, solver, normal_data):
        name = "Karras" if solver.name == "Euler" else "lam"
        field, nodes = normal_data(path), grid(name, path, 200)
        there = solved(solver, field, path.at(0.0).s * X, nodes)
        back = solved(solver, field, there, nodes[::-1])
        scale = path.at(0.0).s
        np.testing.assert_allclose(
            back, scale * X, atol=scale * (0.4 if solver.order == 1 else 0.02)
        )

    def test_costs_what_it_says(self, path, solver, normal_data):
        field = normal_data(VarianceExploding())
        solved(solver, field, X, grid("lam", field.path, 7))
        assert field.calls == solver.evaluations(7)


def test_one_step_from_pure_noise_leads_to_the_mean(normal_data):
    for name in ("Euler", "DDIM", "DPM++2M"):
        found = solved(SOLVERS[name], normal_data(Linear()), X, np.array([0.0, 1.0]))
        np.testing.assert_allclose(found, 0.5, atol=1e-12)


def test_ddim_is_the_euler_step_of_the_rescaled_state(normal_data):
    path = PATHS["VP"]
    field, (t, until) = normal_data(path), (0.3, 0.5)
    m, n = path.at(t), path.at(until)
    slope = (X - m.a * field.denoiser(X, t)) / m.s  # d(x/a) / d(s/a) is the noise
    euler = n.a * (X / m.a + (n.s / n.a - m.s / m.a) * slope)
    np.testing.assert_allclose(Ddim().step(field, X, t, until)[0], euler, atol=1e-12)


def test_a_solver_in_the_ratio_does_not_see_the_zoom(normal_data):
    inner, nodes = VarianceExploding(), grid("lam", VarianceExploding(), 12)
    zoomed = Scaled(inner)
    first, last = zoomed.at(0.0), zoomed.at(1.0)
    for name in ("DDIM", "DPM++2M", "DPM-2"):
        plain = solved(SOLVERS[name], normal_data(inner), 80.0 * X, nodes)
        found = solved(SOLVERS[name], normal_data(zoomed), 80.0 * first.a * X, nodes)
        np.testing.assert_allclose(found, last.a * plain, atol=1e-9)


def test_the_last_step_of_a_learned_denoiser_is_its_answer():
    field = Field(Linear(), "x", lambda x, t: np.full_like(x, 3.0))
    nodes = grid("time", Linear(), 4)
    for solver in SOLVERS.values():
        np.testing.assert_allclose(solved(solver, field, X, nodes), 3.0, atol=1e-12)


def test_what_is_seen_between_nodes_does_not_change_the_walk(normal_data):
    field, nodes = normal_data(PATHS["trig"]), grid("lam", PATHS["trig"], 6)
    for solver in SOLVERS.values():
        step = step_of(solver, field)
        rare = traced(step, X, nodes, np.array([0.0, 1.0]))[-1]
        often = traced(step, X, nodes, np.linspace(0.0, 1.0, 41))
        np.testing.assert_array_equal(often[0], X)
        np.testing.assert_allclose(often[-1], rare, atol=1e-14)
        at_nodes = traced(step, X, nodes, nodes)
        np.testing.assert_allclose(at_nodes[1:], [*followed(step, X, nodes)], atol=1e-14)


def test_a_moment_is_no_journey(normal_data):
    step = step_of(Ddim(), normal_data(Linear()))
    found = traced(step, X, np.array([1.0, 1.0]), np.array([1.0, 1.0]))
    np.testing.assert_array_equal(found, [X, X])
    with pytest.raises(FlowError, match="lies beyond the grid"):
        traced(step, X, np.array([0.0, 0.5]), np.array([0.0, 0.9]))


def test_the_reference_is_the_exact_map(normal_data, carried_normal):
    path = PATHS["VP"]
    found = reference(normal_data(path), X, 0.0, 1.0)
    np.testing.assert_allclose(found, carried_normal(path, X), atol=1e-8)


def test_a_withdrawn_ticket_ends_the_walk(normal_data):
    ticket = Ticket()
    ticket.withdraw()
    with pytest.raises(Withdrawn):
        solved(Ddim(), normal_data(Linear()), X, np.array([0.0, 1.0]), ticket)
