from __future__ import annotations

from engines.learned.generative.pfgm_digits import PfgmDigitsFlow
from engines.running.ticket import Ticket
from engines.training.recipes.generative.pfgm.digits_64 import RECIPE


def test_it_learns_pictures_under_its_own_noise():
    last = list(RECIPE().fit(3, 2, Ticket()))[-1]
    assert last.step == last.steps == 2
    assert isinstance(last.flow, PfgmDigitsFlow)
    assert last.flow.hidden == 64.0
