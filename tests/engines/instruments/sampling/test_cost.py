from __future__ import annotations

import numpy as np
import pytest

from engines.instruments.sampling.cost import SHOWN, Cost, refusal, solved_by


def test_better_solvers_are_nearer_at_the_same_cost(eight, last):
    frame = last(Cost, eight(steps=20))
    lines = {name: frame.layers[f"cost_{name}"] for name in SHOWN}
    at_64 = {name: float(np.interp(np.log10(64), line.x, line.y)) for name, line in lines.items()}
    assert at_64["DPM++2M"] < at_64["DDIM"] - 0.5
    assert at_64["Heun"] < at_64["Euler"] - 0.5
    assert frame.readings["cost"].text == "error at 20 NFE"
    assert frame.readings["cost"].value == pytest.approx(0.1, abs=0.09)


def test_noise_of_the_sampler_is_no_error_of_its_solver(eight, last):
    still, noisy = (
        last(Cost, eight(steps=20, scale=g), cost_noises=20).readings["cost"].value for g in (0, 1)
    )
    assert still == pytest.approx(noisy)


def test_a_map_has_no_solver_and_a_plane_asks_its_whole(eight, shipped_map):
    assert refusal(shipped_map).startswith("needs an equation")
    flow = eight()
    assert solved_by(flow) is flow
    assert Cost.refuses(flow) == ""
