from __future__ import annotations

import numpy as np

from engines.learned.generative.diffusion_digits import DigitsFlow
from engines.learned.nets.denoiser import HEADS
from engines.running.ticket import Ticket
from engines.training.recipes.generative.diffusion.digits import RECIPE


def test_four_networks_are_trained_and_named():
    snapshots = list(RECIPE().fit(3, 8, Ticket()))
    assert len({snapshot.what for snapshot in snapshots}) == len(HEADS)
    assert snapshots[-1].step == snapshots[-1].steps == 8
    flow = snapshots[-1].flow
    assert isinstance(flow, DigitsFlow)
    assert np.isfinite(flow.velocity(np.zeros((1, 64)), 0.5)).all()
