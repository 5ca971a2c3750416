"""The text is run by the driver itself; widgets are the only part of the tree that can do so."""

import numpy as np
import pytest

from engines.instruments.transport.ftle import ftle
from engines.instruments.transport.ftle_shader import ftle_shader
from engines.layers.shader_field import ShaderField
from engines.systems.gridded.series import open_series
from engines.systems.gridded.shader import glsl_of
from widgets.painters.offscreen import evaluate


def _swirl(x, y, t):
    return -y + 0.3 * np.sin(2.0 * t) * x * x, x + 0.2 * np.cos(t) * y


def _component(flow, expression: str, time: float, low: float = -0.87, high: float = 0.89):
    glsl = flow.glsl() + f"uniform float now; float field(vec2 p) {{ return {expression}; }}"
    field = ShaderField(
        glsl, {**flow.uniforms(), "now": time}, (low, high, low, high), (12, 10),
        textures=flow.textures(),
    )  # fmt: skip
    x, y = np.linspace(low, high, 12), np.linspace(low, high, 10)
    return np.stack(np.meshgrid(x, y), axis=-1).reshape(-1, 2), evaluate(field, 12, 10).ravel()


@pytest.mark.parametrize("space", ["cubic", "linear"])
@pytest.mark.parametrize("way", ["cubic", "linear"])
@pytest.mark.parametrize("time", [0.0, 0.07, 0.53, 1.0])
def test_velocity_and_gradient_are_those_of_the_processor(written, space, way, time) -> None:
    flow = open_series(written(velocity=_swirl, t=np.linspace(0.0, 1.0, 11))).flow_at(space, way)
    for c, name in enumerate("xy"):
        z, found = _component(flow, f"velocity(p, now).{name}", time)
        np.testing.assert_allclose(found, flow.velocity(z, time)[:, c], atol=2e-6)
        for j in range(2):
            z, found = _component(flow, f"gradient(p, now)[{j}][{c}]", time)
            np.testing.assert_allclose(found, flow.jacobian(z, time)[:, c, j], atol=5e-5)


def test_the_ftle_of_the_card_is_that_of_the_processor_within_a_ten_thousandth(written) -> None:
    path = written(velocity=_swirl, t=np.linspace(0.0, 2.0, 21))
    flow = open_series(path).flow_at()
    field = ftle_shader(
        flow, flow.box, start=0.2, horizon=1.2, step=0.02, least=1e-3, resolution=(24, 20),
        unit="", scale="ftle_forward",
    )  # fmt: skip
    x, y = np.linspace(-1.0, 1.0, 24), np.linspace(-1.0, 1.0, 20)
    exact = ftle(flow, x, y, start=0.2, horizon=1.2)
    found = evaluate(field, 24, 20)
    both = np.isfinite(exact) & np.isfinite(found)
    assert both.mean() > 0.5
    # where parcels leave the grid both have no value; a parcel on the very edge may differ
    assert (np.isfinite(exact) == np.isfinite(found)).mean() > 0.98
    assert np.abs(exact - found)[both].max() < 1e-4


def test_there_is_no_velocity_on_land_and_outside(written, dataset) -> None:
    made = dataset(velocity=_swirl, t=np.linspace(0.0, 1.0, 11))
    made["u"][:, 6:11, 8:13] = np.nan
    flow = open_series(written(made)).flow_at()
    z, found = _component(flow, "velocity(p, now).x", 0.5, -1.3, 1.3)
    np.testing.assert_array_equal(np.isfinite(found), np.isfinite(flow.velocity(z, 0.5)[:, 0]))


def test_there_is_no_velocity_outside_the_series(written) -> None:
    flow = open_series(written(velocity=_swirl, t=np.linspace(0.0, 1.0, 11))).flow_at()
    assert not np.isfinite(_component(flow, "velocity(p, now).x", 1.2)[1]).any()


def test_a_periodic_box_and_a_single_moment(written) -> None:
    x = np.arange(12) * 0.5
    path = written(
        velocity=lambda x, y, t: (np.sin(np.pi * y / 3.0), np.cos(np.pi * x / 3.0)),
        x=x, y=x, attributes={name: {"periodic": 1} for name in "xy"},
    )  # fmt: skip
    flow = open_series(path).flow_at()
    z, found = _component(flow, "velocity(p, now).y", 3.0, -7.0, 8.0)
    np.testing.assert_allclose(found, flow.velocity(z, 0.0)[:, 1], atol=1e-5)


def test_on_the_earth_the_card_turns_it_as_the_processor_does(written, earth) -> None:
    made = earth((0.6, 0.0, 0.8), 0.3, np.arange(0.0, 360.0, 4.0), np.arange(-88.0, 89.0, 4.0))
    flow = open_series(written(made)).flow_at()
    glsl = flow.glsl() + "float field(vec2 p) { return velocity(p, 0.0).AXIS; }"
    x, y = np.linspace(0.0, 350.0, 12), np.linspace(-80.0, 80.0, 10)
    z = np.stack(np.meshgrid(x, y), axis=-1).reshape(-1, 2)
    for c, axis in enumerate("xy"):
        field = ShaderField(
            glsl.replace("AXIS", axis), flow.uniforms(), (0.0, 350.0, -80.0, 80.0), (12, 10),
            textures=flow.textures(),
        )  # fmt: skip
        found = evaluate(field, 12, 10).ravel()
        np.testing.assert_allclose(found, flow.velocity(z, 0.0)[:, c], atol=2e-4)


def test_each_number_of_a_series_is_written_into_the_text(written) -> None:
    frames = open_series(written(t=np.linspace(3.0, 4.0, 11))).frames()
    from engines.systems.gridded.atlas import Atlas

    text = glsl_of(frames, Atlas(frames), "cubic")
    for word in ("STEP", "LAST", "CELLS_X", "FETCH", "VEC(", "GOING_ROUND"):
        assert word not in text
    assert "3.0" in text
