import numpy as np
import pytest

from engines.instruments.transport.deformation import Seeds
from engines.instruments.transport.ftle import ftle
from engines.instruments.transport.ftle_shader import ftle_shader
from engines.instruments.transport.shader_twin import shader_twin
from engines.running.ticket import Ticket, Withdrawn

X, Y = np.linspace(0.0, 2.0, 41), np.linspace(0.0, 1.0, 21)


def test_it_finds_what_the_shader_finds(shipped, rendered):
    flow = shipped("double-gyre")
    field = ftle_shader(
        flow, flow.box, start=0.0, horizon=8.0, step=0.5, least=1e-3, resolution=(41, 21),
        unit="1/s", scale="ftle_forward",
    )  # fmt: skip
    exact = ftle(flow.refined(), X, Y, start=0.0, horizon=8.0)
    twin = shader_twin(flow, Seeds(X, Y, (), 0.0, 8.0), 0.5, None)
    wanted = np.quantile(np.abs(rendered(field) - exact), 0.99)
    assert np.quantile(np.abs(twin - exact), 0.99) == pytest.approx(wanted, rel=0.1)


def test_in_the_limit_of_short_steps_only_the_rounding_is_left(shipped):
    flow = shipped("double-gyre")
    exact = ftle(flow.refined(), X, Y, start=0.0, horizon=4.0)
    off = np.abs(shader_twin(flow, Seeds(X, Y, (), 0.0, 4.0), 0.05, None) - exact)
    assert 1e-9 < np.median(off) < 1e-5


def test_it_looks_at_the_ticket(shipped):
    ticket = Ticket()
    ticket.withdraw()
    with pytest.raises(Withdrawn):
        shader_twin(shipped("double-gyre"), Seeds(X, Y, (), 0.0, 4.0), 0.1, ticket)
