"""Every right-hand side of the collection dysts is ours: check 1 of the catalogue."""

from __future__ import annotations

import numpy as np
import torch

from engines.equations import to_numba, to_torch

TIMES = (0.0, 1.7)


def moves(draw):
    """dysts' own values, and three times others within two percent."""
    yield np.ones
    for _ in range(3):
        yield lambda shape: 1.0 + draw.uniform(-0.02, 0.02, shape)


def cases(pair, seed, wrapped):
    """States, time, our parameters and dysts' rates, for each of four sets of values."""
    draw = np.random.default_rng(seed)
    for i, factor in enumerate(moves(draw)):
        pair.set(factor)
        states, time = pair.states(draw, wrapped=wrapped), TIMES[i % 2]
        yield states, time, pair.values(), pair.rates(states, time)


def too_far(pairs, off, rates, bound, most=(), *, wrapped=False):
    """Ids whose rates are off by more than `bound`, with the distance."""
    far = {}
    for seed, (id, pair) in enumerate(pairs.items()):
        compute, d = rates(pair.system.equations.instant), pair.system.equations.dimension
        worst = max(
            off(compute(states, time, values)[:, :d], wanted)
            for states, time, values, wanted in cases(pair, seed, wrapped)
        )
        if not worst < dict(most).get(id, bound):
            far[id] = worst
    return far


def by_numpy(equations):
    return equations.evaluate


def by_machine_code(equations):
    compiled = to_numba.rates(equations)

    def rates(states, time, values):
        return np.array([compiled(*state, time, *values.values()) for state in states])

    return rates


def by_tensors(dtype):
    def printed(equations):
        compute = to_torch.rates(equations)

        def rates(states, time, values):
            return compute(torch.tensor(states, dtype=dtype), time, values).numpy()

        return rates

    return printed


# dysts solves an equation in this map by a search that ends within 1.5e-8
SEARCHED = {"blinking-vortex-map": 1e-7}


def test_the_whole_collection_is_there(pairs):
    kinds = [pair.system.kind for pair in pairs.values()]
    assert {kind: kinds.count(kind) for kind in set(kinds)} == {"ode": 129, "dde": 6, "map": 23}
    names = [(pair.system.kind == "map", pair.system.catalogued.dysts) for pair in pairs.values()]
    assert len(set(names)) == 158


def test_numpy_equals_dysts(pairs, off):
    assert too_far(pairs, off, by_numpy, 1e-10, SEARCHED) == {}


def test_machine_code_equals_dysts(pairs, off):
    assert too_far(pairs, off, by_machine_code, 1e-10, SEARCHED) == {}


def test_tensors_equal_dysts(pairs, off):
    assert too_far(pairs, off, by_tensors(torch.float64), 1e-10, SEARCHED) == {}


def test_tensors_of_single_precision_come_close(pairs, off):
    assert too_far(pairs, off, by_tensors(torch.float32), 2e-4, wrapped=True) == {}
