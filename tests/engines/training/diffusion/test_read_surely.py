from __future__ import annotations

import numpy as np
import pytest

from engines.errors import WeightsError
from engines.learned.generative.digits.reader import DigitsReaderModel
from engines.learned.weights import card_of, open_model
from engines.systems.samples.digits import about_mean, split
from engines.training.diffusion import read_surely


class Fixed:
    """Whatever the noise, the same pictures."""

    def __init__(self, pictures):
        self.pictures = pictures

    def advance(self, states, start, stop, ticket=None):
        return states

    def decode(self, states):
        return self.pictures[: len(states)]


def test_the_share_is_that_of_the_pictures_the_reader_is_sure_of(monkeypatch):
    monkeypatch.setattr(read_surely, "COUNT", 40)
    pictures, mean = about_mean(split(0)[0])
    known = (0.5 * (pictures[:40] + mean + 1.0)).reshape(-1, 8, 8)
    reader = open_model(card_of(read_surely.READER))
    assert isinstance(reader, DigitsReaderModel)
    share = float((reader.read(known).max(axis=1) > read_surely.SURE).mean())
    grey = np.full((40, 8, 8), 0.5)
    asked = []

    def flow(jumps):
        asked.append(jumps)
        return Fixed(known if jumps > 1 else grey)

    found = read_surely.read_surely(flow)
    assert asked == [1, 2, 4]
    assert found["sure_2"] == found["sure_4"] == share
    assert 0.5 < share <= 1.0
    assert set(found) == {"sure_1", "sure_2", "sure_4"}


def test_a_reader_of_something_else_is_refused(monkeypatch):
    monkeypatch.setattr(read_surely, "READER", "diffusion-digits")
    with pytest.raises(WeightsError, match="diffusion-digits reads no digits"):
        read_surely.read_surely(lambda jumps: Fixed(np.zeros((1, 8, 8))))
