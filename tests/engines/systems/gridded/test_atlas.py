import numpy as np
import pytest

from engines.systems.gridded.atlas import Atlas, card_axis, fits
from engines.systems.gridded.series import open_series
from engines.systems.gridded.splines.axes import CUBIC, LINEAR, Axis

UNEVEN = np.linspace(0.0, 1.0, 13) ** 1.3


def _on_card(axis: Axis, values: np.ndarray, x: np.ndarray) -> np.ndarray:
    """What the shader does, in float64."""
    card = card_axis(axis)
    c = card.matrix @ axis.coefficients(values)
    s = (x - card.low) / card.cell
    i = np.clip(np.floor(s).astype(int), 0, card.cells - 1)
    p = s - i
    if axis.width == LINEAR:
        return (1.0 - p) * c[i] + p * c[i + 1]
    q = 1.0 - p
    basis = (q**3, 4 + p * p * (3 * p - 6), 4 + q * q * (3 * q - 6), p**3)
    return sum(b * c[i + k] for k, b in enumerate(basis)) / 6.0


@pytest.mark.parametrize("periodic", [False, True])
def test_equal_cells_carry_the_same_cubic_splines(periodic: bool) -> None:
    axis, x = Axis(np.linspace(0.0, 1.0, 13), CUBIC, periodic), np.linspace(0.0, 1.0, 300)
    values = np.random.default_rng(0).normal(size=12 if periodic else 13)
    cell = np.clip(np.searchsorted(axis.nodes, x, "right") - 1, 0, 11)
    p = (x - axis.nodes[cell]) * 12.0
    basis = np.einsum("isk,ik->is", axis.tables[cell], p[:, None] ** np.arange(4))
    c = axis.coefficients(values)
    exact = (basis * c[axis.first[cell][:, None] + np.arange(4)]).sum(axis=1)
    np.testing.assert_allclose(_on_card(axis, values, x), exact, atol=1e-12)


@pytest.mark.parametrize(("width", "within"), [(CUBIC, 2e-5), (LINEAR, 1e-2)])
def test_uneven_cells_become_finer_equal_ones(width: int, within: float) -> None:
    axis, x = Axis(UNEVEN, width, False), np.linspace(0.0, 1.0, 300)
    np.testing.assert_allclose(
        _on_card(axis, np.sin(3.0 * UNEVEN), x), np.sin(3.0 * x), atol=20 * within
    )
    assert card_axis(axis).cells > 12


def test_a_texel_holds_two_successive_frames(written) -> None:
    def moving(x, y, t):
        return t + 0.0 * (x + y), -t + 0.0 * (x + y)

    frames = open_series(written(velocity=moving, t=np.arange(1.0, 6.0))).frames()
    texels = Atlas(frames).texels(frames)
    assert texels.dtype == np.float32
    assert not texels.flags.writeable
    width = 23
    for tile, pair in enumerate([(1, 1), (1, 2), (2, 3), (3, 4), (4, 5), (5, 5)]):
        one = texels[:19, tile * width : (tile + 1) * width].reshape(-1, 4)
        np.testing.assert_allclose(
            one, [[pair[0], -pair[0], pair[1], -pair[1]]] * len(one), atol=1e-5
        )


def test_land_is_no_number(written, dataset) -> None:
    made = dataset(t=np.arange(4.0))
    made["u"][:, :, 18:] = np.nan
    frames = open_series(written(made)).frames()
    texels = Atlas(frames).texels(frames)
    columns = np.isnan(texels[:19, :23]).any(axis=(0, 2))
    # coefficient j belongs to node j - 1; the last one stands beyond the grid
    np.testing.assert_array_equal(np.flatnonzero(columns), [19, 20, 21, 22])


def test_texels_are_made_once(written) -> None:
    flow = open_series(written(t=np.arange(4.0))).flow_at()
    assert flow.textures()["grid_atlas"] is flow.refined().textures()["grid_atlas"]


def test_a_series_that_is_too_large_does_not_fit(written, monkeypatch) -> None:
    from engines.systems.gridded import atlas

    frames = open_series(written(t=np.arange(4.0))).frames()
    assert fits(frames)
    monkeypatch.setattr(atlas, "LARGEST", 20)
    assert not fits(frames)
