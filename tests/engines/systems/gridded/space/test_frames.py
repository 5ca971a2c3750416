import numpy as np


def test_frames_are_read_in_pieces_and_forgotten(sampled):
    flow = sampled(12, times=np.linspace(0.0, 3.0, 16))
    frames = flow.space
    assert frames.kind == "space"
    assert not frames.has(0)
    assert list(flow.fetched(0.0, 1.0))
    assert frames.has(0)
    assert frames.frame(0).coefficients.shape == (15 * 15, 15 * 3)
    frames.forget()
    assert not frames.has(0)


def test_cells_near_land_are_those_whose_splines_feel_it(sampled):
    flow = sampled(12, land=lambda x, y, z: (x < 0.1) & (y < 0.1) & (z < 0.1))
    bad = flow.space.frame(0).bad
    assert bad.shape == (12, 12, 12)
    assert bad.sum() == 4**3
    assert bad[0, 0, 0]
    assert bad[-2, 1, -1]  # across the seam
    assert not bad[2, 0, 0]


def test_steps_are_wanted_by_speed_and_by_strain(sampled):
    frame = sampled(24).space.frame(0)
    cell = 2.0 * np.pi / 24
    np.testing.assert_allclose(frame.rate, (np.sqrt(3.0) + np.sqrt(2.0)) / cell, rtol=0.05)
    np.testing.assert_allclose(frame.strain, np.sqrt(3.0), rtol=0.05)
