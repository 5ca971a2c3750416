from dataclasses import replace

import numpy as np
import pytest

from engines.instruments.transport.ftle import FtleField, ftle
from engines.instruments.transport.ftle_shader import ftle_shader
from engines.parameters.declare import parameters_model
from engines.protocols.capabilities import Costly
from engines.running.card import CARD
from engines.running.ticket import Ticket

BOUND = 5e-3  # 1/s, promised for 99 % of the nodes of the double gyre at T = 10 s


def live(flow, **values):
    p = parameters_model("ftle", FtleField.declared(flow))(**values)
    return next(iter(FtleField(flow).frames(p, Ticket()))).layers["ftle_live"]


def nodes(field):
    x_low, x_high, y_low, y_high = field.domain
    nx, ny = field.resolution
    return np.linspace(x_low, x_high, nx), np.linspace(y_low, y_high, ny)


@pytest.mark.parametrize("horizon", [10.0, -10.0])
def test_the_shader_agrees_with_float64(shipped, rendered, horizon):
    flow = shipped("double-gyre")
    field = live(flow, horizon=horizon, start=1.5, nx=101, ny=51)
    exact = ftle(flow.refined(), *nodes(field), start=1.5, horizon=horizon)
    off = np.abs(rendered(field) - exact)
    assert np.quantile(off, 0.99) <= BOUND / 10.0
    assert off.max() <= 2.0 * BOUND


def test_a_slider_moves_the_field_without_a_new_text(shipped, rendered):
    flow = shipped("double-gyre")
    field = live(flow, horizon=10.0, nx=61, ny=31)
    other = live(shipped("double-gyre", epsilon=0.1), horizon=-4.0, start=3.0, nx=61, ny=31)
    assert field.glsl == other.glsl
    moved = rendered(field, horizon=-4.0, start=3.0, epsilon=0.1)
    exact = ftle(
        shipped("double-gyre", epsilon=0.1).refined(), *nodes(field), start=3.0, horizon=-4.0
    )
    assert np.quantile(np.abs(moved - exact), 0.99) <= BOUND / 10.0


def test_a_slice_of_a_flow_in_space_is_shaded_too(shipped, rendered):
    flow = shipped("abc-flow")
    field = live(flow, horizon=4.0, nx=31, ny=31, slice=1.0)
    assert field.uniforms["slice"] == 1.0
    exact = ftle(flow.refined(), *nodes(field), start=0.0, horizon=4.0, rest=(1.0,))
    assert np.quantile(np.abs(rendered(field) - exact), 0.99) <= BOUND / 5.0


def test_the_saddle_by_hand_is_exact_everywhere(saddle, rendered):
    flow = saddle(rate=0.7)
    field = ftle_shader(
        flow, flow.box, start=0.0, horizon=-3.0, step=0.1, least=1e-3, resolution=(9, 7),
        unit="1/s", scale="ftle_backward",
    )  # fmt: skip
    np.testing.assert_allclose(rendered(field), 0.7, atol=1e-5)
    assert field.cost == 120


def test_it_names_the_sliders_that_drive_it(shipped):
    field = live(shipped("double-gyre"))
    assert {"A", "epsilon", "omega", "start", "horizon"} <= set(field.uniforms)
    for name in field.uniforms:
        assert f"uniform float {name};" in field.glsl


def test_two_parcels_at_once_have_the_values_of_one(shipped, rendered):
    field = live(shipped("double-gyre"), horizon=10.0, nx=21, ny=11)
    assert field.paired
    alone = field.glsl.replace("float field(", "float sep_alone(")
    other = "fields(vec2(0.3, 0.2), p)"
    second = replace(field, glsl=f"{alone}float field(vec2 p) {{ return {other}.y; }}")
    first = replace(second, glsl=second.glsl.replace(f"{other}.y", "fields(p, p.yx).x"))
    np.testing.assert_array_equal(rendered(second), rendered(field))
    np.testing.assert_array_equal(rendered(first), rendered(field))


def test_a_costly_flow_is_drawn_one_parcel_at_a_time_and_only_by_a_card(
    saddle, rendered, monkeypatch
):
    class Dear(saddle, Costly):
        pass

    flow = Dear(rate=0.7)
    p = parameters_model("ftle", FtleField.declared(flow))(horizon=2.0, nx=5, ny=5)
    monkeypatch.setattr(CARD, "there", False)
    assert FtleField(flow).at_once(p) == {}
    monkeypatch.setattr(CARD, "there", True)
    field = FtleField(flow).at_once(p)["ftle_live"]
    assert not field.paired
    assert "vec2 fields(" not in field.glsl
    np.testing.assert_allclose(rendered(field), 0.7, atol=1e-4)
